import type { ResolvedTask, Resolving } from './resolving.ts';

/** Upcasts must lead, step by step, to the version that the task has. */
export function resolveTaskVersion(
  { combined, problems }: Resolving,
  name: string,
  { version, upcast }: ResolvedTask,
): void {
  const froms = Object.keys(upcast).map(Number);
  for (const from of froms.filter((one) => one >= version)) {
    const message = `\`${name}\` has version ${version}: nothing leads from ${from} to it`;
    problems.add('REF_UPCAST', combined.spot(['tasks', name, 'upcast', String(from)]), message);
  }
  const first = Math.min(version - 1, ...froms);
  for (let from = Math.max(1, first); from < version; from += 1) {
    if (froms.includes(from)) continue;
    const message = `\`${name}\` has version ${version} and no upcast from ${from} to ${from + 1}`;
    problems.add('REF_UPCAST', combined.spot(['tasks', name, 'version']), message);
    break;
  }
}
