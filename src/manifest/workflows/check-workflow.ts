/** What is wrong with one workflow that its schema cannot say. */
import { pathOf } from '../pointer.ts';
import { checkSchema } from '../schemas/schema-check.ts';
import type { Path } from '../yaml/source-file.ts';
import { checkReads, checkTexts } from './check-reads.ts';
import { checkStep } from './check-step.ts';
import type { Known } from './known.ts';
import { inOrder } from './order.ts';
import { Predecessors } from './predecessors.ts';
import type { Report } from './report.ts';
import { type PlacedStep, unfold, type WorkflowSource } from './unfold.ts';

export interface Checking {
  /** Of the workflow. */
  readonly path: Path;
  readonly known: Known;
  readonly report: Report;
}

/** Steps of one workflow. */
const MAX_STEPS = 1_000;
/** The same with those of the workflows that it begins: a plan holds them all. */
const MAX_ALL = 10_000;
/** Needs of all steps together: two groups behind each other are as many as the one times the other. */
const MAX_NEEDS = 100_000;

export function checkWorkflow(source: WorkflowSource, checking: Checking): void {
  checkInput(source.input, checking);
  const { steps, output } = unfold(source, checking.path, () => null);
  if (!checkSize(steps, checking)) return;
  const before = new Predecessors(steps);
  const sound = steps.map((placed) => checkNeeds(placed, before, checking.report)).every(Boolean);
  if (checkLoops(steps, checking.report) && sound) {
    for (const placed of steps) checkReads(placed, before, checking.report);
  }
  checkTexts(output, {
    path: [...checking.path, 'output'],
    report: checking.report,
    readable: before.all,
    reader: null,
  });
  for (const placed of steps) checkStep(placed, checking);
  checkUnique(steps, checking);
}

/** Also of one that comes with a call: what cannot be compiled is the mistake of whoever sent it. */
function checkInput(schema: WorkflowSource['input'], { path, report }: Checking): void {
  if (schema === null) return;
  for (const { pointer, message, hint } of checkSchema(schema)) {
    report('REF_SCHEMA', [...path, 'input', ...pathOf(pointer, schema)], message, hint);
  }
}

function checkSize(steps: readonly PlacedStep[], { path, known, report }: Checking): boolean {
  const all = steps.reduce(
    (sum, { step: { work } }) => sum + (work.kind === 'workflow' ? known.stepsOf(work.workflow) : 0),
    0,
  );
  const needs = steps.reduce((sum, { step }) => sum + step.needs.length, 0);
  const hint = 'a `forEach`, or a `map`, is one step, however long its list';
  if (steps.length > MAX_STEPS)
    report('REF_STEP_FORM', path, `it has ${steps.length} steps, and may have ${MAX_STEPS}`, hint);
  else if (steps.length + all > MAX_ALL) {
    report('REF_STEP_FORM', path, `with the workflows that it begins it has more than ${MAX_ALL} steps`);
  } else if (needs > MAX_NEEDS) {
    const message = `its steps need each other ${needs} times, and may do so ${MAX_NEEDS} times`;
    report('REF_STEP_FORM', path, message, 'put a step between groups that stand one behind the other');
  } else return true;
  return false;
}

/** Once for a task. */
function checkUnique(steps: readonly PlacedStep[], { known, report }: Checking): void {
  const told = new Set<string>();
  for (const { step, path } of steps) {
    if (step.work.kind !== 'task' || told.has(step.work.task)) continue;
    const { task: name } = step.work;
    const task = known.task(name);
    const key = (['unique', 'debounce', 'throttle'] as const).find((one) => task?.[one] != null);
    if (key === undefined) continue;
    told.add(name);
    const message = `\`${key}\` of \`${name}\` does not hold for the jobs of a step: two runs with the same payload do it twice`;
    const hint = 'give the run an `id` that says what it is for: however often it is started, it is one run';
    report('REF_STEP_UNIQUE', [...path, 'task'], message, hint);
  }
}

function checkNeeds({ step, path }: PlacedStep, before: Predecessors, report: Report): boolean {
  const unknown = step.needs.map((name, index) => ({ name, index })).filter(({ name }) => !before.has(name));
  for (const { name, index } of unknown) {
    report('REF_STEP', [...path, 'needs', index], `there is no step \`${name}\``, before.suggest(name));
  }
  return unknown.length === 0;
}

function checkLoops(steps: readonly PlacedStep[], report: Report): boolean {
  const { loops } = inOrder(new Map(steps.map(({ step }) => [step.name, step.needs])));
  for (const loop of loops) {
    const [first = ''] = loop;
    const placed = steps.find(({ step }) => step.name === first);
    const way = [...loop, first].map((name) => `\`${name}\``).join(' needs ');
    const message = loop.length === 1 ? `\`${first}\` needs itself` : `no step of a circle can begin: ${way}`;
    report('REF_WORKFLOW_LOOP', [...(placed?.path ?? []), 'needs'], message);
  }
  return loops.length === 0;
}
