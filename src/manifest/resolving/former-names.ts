/** A name that stands where another has taken its place by now. */
import type { Resolving } from './resolving.ts';

/** @returns a hint; undefined of what is no former name, or leads to none that is declared */
export function nameByNow(
  { combined, source }: Pick<Resolving, 'combined' | 'source'>,
  section: string,
  name: string,
): string | undefined {
  if (section !== 'tasks' && section !== 'queues' && section !== 'workflows') return undefined;
  const moved = source.moved[section];
  const seen = new Set<string>();
  let now = name;
  while (!seen.has(now) && Object.hasOwn(moved, now)) {
    seen.add(now);
    now = moved[now]?.movedTo ?? now;
  }
  return seen.size > 0 && combined.declares(section, now) ? `\`${name}\` is \`${now}\` by now: write that` : undefined;
}
