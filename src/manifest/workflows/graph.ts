import { dictionary } from '../../foundation/index.ts';
import { inOrder } from './order.ts';
import type { Unfolded } from './unfold.ts';
import type { StepSpec, WorkflowGraph } from './workflow-spec.ts';

/** Of a workflow in which nothing is wrong. */
export function orderedGraph({ steps, output }: Unfolded): WorkflowGraph {
  const byName = new Map(steps.map(({ step }) => [step.name, step]));
  const { names } = inOrder(new Map(steps.map(({ step }) => [step.name, step.needs])));
  const ordered = dictionary<StepSpec>();
  for (const name of names) {
    const step = byName.get(name);
    if (step !== undefined) ordered[name] = step;
  }
  return { steps: ordered, output };
}
