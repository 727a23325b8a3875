import { placedRunHooks } from '../placed-hooks.ts';
import { checkPlacedHooks } from '../resolving/resolve-hooks.ts';
import type { Resolving } from '../resolving/resolving.ts';
import type { Path } from '../yaml/source-file.ts';
import { checkWorkflow } from './check-workflow.ts';
import { inOrder } from './order.ts';
import type { Report } from './report.ts';
import { unfold, type WorkflowSource } from './unfold.ts';

/** Steps, what they read, workflows that begin each other, and hooks. */
export function resolveWorkflows(context: Resolving): void {
  const { source, combined, problems } = context;
  const report: Report = (code, path, message, hint) => problems.add(code, combined.spot(path), message, hint);
  const outlines = new Map(Object.entries(source.workflows).map(([name, one]) => [name, outlineOf(name, one)]));
  const loops = checkLoops(outlines, report);
  const known = { task: (name: string) => source.tasks[name], stepsOf: loops ? () => 0 : counting(outlines) };
  for (const [name, workflow] of Object.entries(source.workflows)) {
    const path = ['workflows', name];
    checkWorkflow(workflow, { path, known, report });
    checkPlacedHooks(context, placedRunHooks(workflow.on), path);
  }
}

interface Outline {
  readonly steps: number;
  /** The workflows that its steps begin. */
  readonly begins: readonly { readonly workflow: string; readonly path: Path }[];
}

function outlineOf(name: string, source: WorkflowSource): Outline {
  const { steps } = unfold(source, ['workflows', name], () => null);
  const begins = steps.flatMap(({ step: { work }, path }) =>
    work.kind === 'workflow' ? [{ workflow: work.workflow, path: [...path, 'workflow'] }] : [],
  );
  return { steps: steps.length, begins };
}

/** @returns whether there are any */
function checkLoops(outlines: ReadonlyMap<string, Outline>, report: Report): boolean {
  const { loops } = inOrder(
    new Map([...outlines].map(([name, { begins }]) => [name, begins.map(({ workflow }) => workflow)])),
  );
  for (const loop of loops) {
    const [first = '', second = first] = loop;
    const path = outlines.get(first)?.begins.find(({ workflow }) => workflow === second)?.path ?? ['workflows', first];
    const way = [...loop, first].map((name) => `\`${name}\``).join(' begins ');
    const message = loop.length === 1 ? `\`${first}\` begins itself` : `a run would never end: ${way}`;
    report('REF_WORKFLOW_LOOP', path, message);
  }
  return loops.length > 0;
}

/** @returns how many steps a workflow has, with those of all that it begins */
function counting(outlines: ReadonlyMap<string, Outline>): (name: string) => number {
  const counts = new Map<string, number>();
  const count = (name: string): number => {
    const known = counts.get(name);
    if (known !== undefined) return known;
    const { steps = 0, begins = [] } = outlines.get(name) ?? {};
    const all = begins.reduce((sum, { workflow }) => sum + count(workflow), steps);
    counts.set(name, all);
    return all;
  };
  return count;
}
