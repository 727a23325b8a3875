/** A condition in `${…}`, as other programs write it: here a template reads a path, and a condition stands as it is. */
import { readCondition, WHEN_ROOTS } from '../core/index.ts';
import type { Json } from '../foundation/index.ts';
import type { Path } from './yaml/source-file.ts';

/** @returns how a template at a `when` is written as the condition that it holds; undefined where it holds none */
export function conditionHint(path: Path, template: Json): string | undefined {
  if (path.at(-1) !== 'when' || typeof template !== 'string') return undefined;
  if (!template.startsWith('${') || template.indexOf('}') !== template.length - 1) return undefined;
  const condition = template.slice(2, -1).trim();
  if (!readCondition(condition, WHEN_ROOTS).ok) return undefined;
  return `a condition stands as it is: \`${condition}\``;
}
