import type { Resolving } from './resolving.ts';
import { checkSchema } from './schema-check.ts';
import { pathOf } from './pointer.ts';

/** Input and output schemas that could not be used. */
export function resolveSchemas({ combined, problems, source }: Resolving): void {
  for (const [name, task] of Object.entries(source.tasks)) {
    for (const key of ['input', 'output'] as const) {
      const schema = task[key];
      if (schema === null) continue;
      for (const { pointer, message, hint } of checkSchema(schema)) {
        const spot = combined.spot(['tasks', name, key, ...pathOf(pointer, schema)]);
        problems.add('REF_SCHEMA', spot, message, hint);
      }
    }
  }
}
