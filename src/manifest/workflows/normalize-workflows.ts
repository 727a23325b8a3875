import type { RetryPolicy } from '../../core/index.ts';
import { dictionary } from '../../foundation/index.ts';
import type { ExpandedSource } from '../expand.ts';
import { runHooksOf } from '../normalize-hooks.ts';
import { policyOf } from '../normalize-tasks.ts';
import { orderedGraph } from './graph.ts';
import { unfold } from './unfold.ts';
import type { WorkflowSpec } from './workflow-spec.ts';

export function normalizeWorkflows(
  { workflows }: ExpandedSource,
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
  return result;
}
