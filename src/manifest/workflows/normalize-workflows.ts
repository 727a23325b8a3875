import type { RetryPolicy } from '../../core/index.ts';
import { dictionary } from '../../foundation/index.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import { runHooksOf } from '../normalizing/normalize-hooks.ts';
import { policyOf } from '../normalizing/normalize-tasks.ts';
import { orderedGraph } from './graph.ts';
import { unfold } from './unfold.ts';
import type { WorkflowSpec } from './workflow-spec.ts';

export function normalizeWorkflows(
  { workflows, moved }: ExpandedSource,
  policies: Readonly<Record<string, RetryPolicy>>,
): Record<string, WorkflowSpec> {
  const result = dictionary<WorkflowSpec>();
  for (const [name, source] of Object.entries(workflows)) {
    const unfolded = unfold(source, ['workflows', name], (retry) =>
      retry === null ? null : policyOf(retry, policies),
    );
    const { description, input, tags, on } = source;
    result[name] = { name, description, input, tags, on: on && runHooksOf(on), ...orderedGraph(unfolded) };
  }
  // Whoever starts a former name begins a run of the workflow that has another one now.
  for (const [name, { movedTo }] of Object.entries(moved.workflows)) {
    const spec = result[movedTo];
    if (spec !== undefined) result[name] = { ...spec, name };
  }
  return result;
}
