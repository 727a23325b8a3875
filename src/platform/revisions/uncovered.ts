/**
 * A text that somebody has changed where secrets are covered: lines that are as they were shown are what they cover. Whoever changes such a
 * line writes all of it.
 */
import { SkepError } from '../../foundation/index.ts';
import { coveredTexts, type ManifestText } from '../../manifest/index.ts';

/**
 * @param text as it was shown, and changed @param original the file in force
 * @throws SkepError REQUEST_INVALID where several lines look alike, and not all of them are there
 */
export function uncovered(text: string, original: ManifestText | undefined): string {
  if (original === undefined) return text;
  const [shown] = coveredTexts([original]);
  const written = original.text.split('\n');
  const covers = new Map<string, string[]>();
  for (const [index, line] of (shown?.text ?? '').split('\n').entries()) {
    const was = written[index] ?? '';
    if (line !== was) covers.set(line, [...(covers.get(line) ?? []), was]);
  }
  if (covers.size === 0) return text;
  const lines = text.split('\n');
  return lines.map((line, index) => lineOf(line, index, { covers, lines })).join('\n');
}

interface Around {
  readonly covers: ReadonlyMap<string, readonly string[]>;
  readonly lines: readonly string[];
}

function lineOf(line: string, index: number, { covers, lines }: Around): string {
  const meant = covers.get(line);
  if (meant === undefined) return line;
  if (new Set(meant).size === 1) return meant[0] ?? line;
  const alike = (some: readonly string[]): number => some.filter((other) => other === line).length;
  if (alike(lines) === meant.length) return meant[alike(lines.slice(0, index))] ?? line;
  const hint = 'Write that line anew, or take the value from the environment: ${NAME}';
  throw new SkepError('REQUEST_INVALID', `line ${index + 1}: several secrets are covered alike`, { hint });
}
