/** What the templates and conditions of a workflow read: steps that are there, and over by then. */
import {
  checkTemplate,
  conditionPaths,
  PLAN_ROOTS,
  readCondition,
  templatePaths,
  templateText,
  WHEN_ROOTS,
} from '../../core/index.ts';
import { INSTANT_FORM, type Json, type JsonObject, nearest, parseInstant, suggestion } from '../../foundation/index.ts';
import type { Path } from '../yaml/source-file.ts';
import type { Predecessors } from './predecessors.ts';
import type { Report } from './report.ts';
import type { PlacedStep } from './unfold.ts';
import type { StepSpec } from './workflow-spec.ts';

export interface Reading {
  readonly path: Path;
  readonly report: Report;
  /** By name. */
  readonly readable: ReadonlyMap<string, StepSpec>;
  /** Who reads, and what is over by then; null: the output of the run, when all is. */
  readonly reader: (Pick<PlacedStep, 'step' | 'listKey'> & { readonly before: Predecessors }) | null;
}

export function checkReads({ step, path, listKey }: PlacedStep, before: Predecessors, report: Report): void {
  const at = (key: string): Reading => {
    return { path: [...path, ...key.split('.')], report, readable: before.all, reader: { step, listKey, before } };
  };
  const { work, forEach, when } = step;
  if (work.kind !== 'wait') checkTexts(work.with, at('with'));
  else checkUntil(work.wait.until, at('wait.until'));
  if (listKey !== null) checkTexts(forEach, at(listKey));
  if (typeof when !== 'object') return;
  if ('condition' in when) checkCondition(when.condition, at('when'));
  else {
    checkTexts(when.template, at('when'));
    checkWhole(when.template, at('when'));
  }
}

/** An expression with more around it makes text, and text holds whatever the expression gives: `${input.n} > 3` too. */
function checkWhole(template: Json, { path, report }: Reading): void {
  if (typeof template !== 'string' || checkTemplate(template, PLAN_ROOTS).length > 0) return;
  if (templateText(template).kind !== 'text') return;
  const bare = template.replace(/\$\{([^{}]*)\}/g, '$1');
  const hint = readCondition(bare, WHEN_ROOTS).ok
    ? `write \`${bare}\`: a condition takes its paths without \`\${}\``
    : 'a condition takes its paths without `${}`, as in `steps.extract.result.total > 10`';
  report('REF_WHEN', path, 'an expression inside of other text makes text, and that holds whatever it says', hint);
}

/** An instant that is written there can be held against the form now. */
function checkUntil(until: Json, reading: Reading): void {
  checkTexts(until, reading);
  if (typeof until !== 'string' || until.includes('${') || parseInstant(until) !== undefined) return;
  const hint = `write ${INSTANT_FORM}, or a template, as in \`\${input.at}\`; \`for\` waits for a time`;
  reading.report('REF_STEP_FORM', reading.path, `\`${until.slice(0, 80)}\` is no instant`, hint);
}

/** Text by text, so that each problem has its own place. */
export function checkTexts(template: Json, reading: Reading): void {
  if (typeof template === 'string') {
    for (const { steps } of templatePaths(template)) checkPath(steps, reading, template);
  } else if (typeof template === 'object' && template !== null) {
    const entries = Array.isArray(template)
      ? [...(template as readonly Json[]).entries()]
      : Object.entries(template as JsonObject);
    for (const [key, value] of entries) checkTexts(value, { ...reading, path: [...reading.path, key] });
  }
}

const HINT = 'a condition is as in `steps.extract.result.total > 10`, or one of success, failure and always';

function checkCondition(text: string, reading: Reading): void {
  const read = readCondition(text, WHEN_ROOTS);
  if (read.ok) for (const path of conditionPaths(read.condition)) checkPath(path, reading, text);
  else {
    const meant = nearest(text, ['success', 'failure', 'always']);
    const hint =
      meant === undefined ? (read.hint.includes('payload') ? HINT : read.hint) : `did you mean \`${meant}\`?`;
    reading.report('REF_WHEN', reading.path, `the condition cannot be read: ${read.message}`, hint);
  }
}

function checkPath([root, ...rest]: readonly string[], reading: Reading, text: string): void {
  if (root === 'steps') checkStepPath(rest, reading);
  else if (root === 'run') checkRunPath(rest, reading);
  else if (root === 'results' && reading.reader?.step.needs.length === 0) {
    const message = `\`${text.slice(0, 80)}\` reads results, and nothing stands before this step`;
    reading.report('REF_STEP', reading.path, message, '`${input}` is what the run was given');
  } else if ((root === 'item' || root === 'index') && isDoneOnce(reading)) {
    const message = `\`${root}\` is of a \`forEach\`, and this step has none`;
    reading.report('REF_STEP_FORM', reading.path, message);
  }
}

/** Where none could be, the roots of templates say so already. */
function isDoneOnce({ reader }: Reading): boolean {
  return reader !== null && reader.listKey !== null && reader.step.forEach === null;
}

const PARTS = ['state', 'result', 'results', 'total', 'completed', 'failed', 'error', 'ref'];

function checkStepPath([name, part]: readonly string[], { path, report, readable, reader }: Reading): void {
  if (name === undefined) return;
  const read = readable.get(name);
  if (read === undefined) {
    report('REF_STEP', path, `there is no step \`${name}\``, suggestion(name, readable.keys()));
  } else if (reader !== null && !reader.before.isBefore(name, reader.step)) {
    const own = reader.step.name === name;
    const message = own
      ? 'a step cannot read itself'
      : `\`${name}\` need not be over when \`${reader.step.name}\` begins`;
    report('REF_STEP', path, message, own || reader.listKey === null ? undefined : 'name it in `needs`');
  } else if (part !== undefined) checkPart(part, read, { path, report });
}

function checkPart(
  part: string,
  { name, forEach }: StepSpec,
  { path, report }: Pick<Reading, 'path' | 'report'>,
): void {
  if (part === 'results' && forEach === null) {
    const message = `\`${name}\` has no \`forEach\`, and so one result alone`;
    report('REF_STEP', path, message, `write \`\${steps.${name}.result}\``);
  } else if (!PARTS.includes(part)) {
    report('REF_STEP', path, `a step has no \`${part}\``, suggestion(part, PARTS));
  }
}

function checkRunPath([part]: readonly string[], { path, report }: Reading): void {
  if (part === undefined || part === 'id' || part === 'workflow') return;
  report('REF_TEMPLATE', path, `of a run \`id\` and \`workflow\` are known here, not \`${part}\``);
}
