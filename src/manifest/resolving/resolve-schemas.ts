import type { ResolvedTask, Resolving } from './resolving.ts';
import { checkSchema } from '../schemas/schema-check.ts';
import { pathOf } from '../pointer.ts';

/** Input and output schemas that could not be used. */
export function resolveTaskSchemas({ combined, problems }: Resolving, name: string, task: ResolvedTask): void {
  for (const key of ['input', 'output'] as const) {
    const schema = task[key];
    if (schema === null) continue;
    for (const { pointer, message, hint } of checkSchema(schema)) {
      const spot = combined.spot(['tasks', name, key, ...pathOf(pointer, schema)]);
      problems.add('REF_SCHEMA', spot, message, hint);
    }
  }
}
