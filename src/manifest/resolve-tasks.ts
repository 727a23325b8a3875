import type { Resolving } from './resolving.ts';

/** A task needs code to run, its own or that of a base. */
export function resolveTasks({ source, combined, problems }: Resolving): void {
  for (const [name, { handler, extends: bases }] of Object.entries(source.tasks)) {
    // A base that could not be read may have it.
    if (handler !== null || bases.some((base) => !Object.hasOwn(source.bases, base))) continue;
    const hint = bases.length === 0 ? undefined : 'no base that it extends has one';
    problems.add('SCHEMA_MISSING_KEY', combined.spot(['tasks', name], 'key'), 'the key `handler` is missing', hint);
  }
}
