import { distance } from 'fastest-levenshtein';

/** The known name that `wanted` was most likely meant to be; undefined when none is near. */
export function nearest(wanted: string, known: Iterable<string>): string | undefined {
  const limit = Math.min(4, Math.ceil(wanted.length / 3));
  const lower = wanted.toLowerCase();
  let best: { name: string; score: number } | undefined;
  for (const name of known) {
    // The distance is at least the difference in length: most names need no comparison.
    if (Math.abs(name.length - wanted.length) > limit) continue;
    const score = distance(lower, name.toLowerCase());
    if (score <= limit && (best === undefined || score < best.score)) best = { name, score };
  }
  return best?.name;
}

/** "did you mean `x`?", else the names there are (when they are few), else `otherwise`. */
export function suggestion(wanted: string, known: Iterable<string>, otherwise?: string): string | undefined {
  const names = [...known];
  const near = nearest(wanted, names);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (names.length > 0 && names.length <= 16) return `known here: ${names.join(', ')}`;
  return otherwise;
}
