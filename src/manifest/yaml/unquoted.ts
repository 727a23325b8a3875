import { shownLine } from './shown-line.ts';
import type { Range, SourceFile } from './source-file.ts';

/** Text that YAML reads as something else because of its first character, most often a cron expression. */
export interface Unquoted {
  readonly range: Range;
  readonly message: string;
  readonly hint: string;
}

/** What the first characters mean to YAML. */
const MEANINGS: Readonly<Record<string, string>> = {
  '*': 'an alias',
  '@': 'a character that it reserves',
  '`': 'a character that it reserves',
  '%': 'a directive',
  '?': 'a key',
};
/** Part of a line that is looked at, before and behind the place. */
const WIDTH = 200;

/**
 * Whether a problem at this place comes from a value that should have been quoted: a bare `@daily`, or a cron that begins with a star.
 * @param offset where the library saw it, which may be in the middle of the value
 */
export function unquotedAt(file: SourceFile, offset: number): Unquoted | undefined {
  const { line, column } = file.position(offset);
  const text = file.lineText(line);
  const from = Math.max(0, column - WIDTH);
  const before = text.slice(from, column);
  // After the key, or after what separates the items of a list.
  const start = from + Math.max(...[': ', ', ', '[', '- '].map((mark) => endOf(before, mark)));
  const indent = text.slice(start, start + WIDTH).search(/\S/);
  const sign = text.charAt(start + indent);
  const meaning = Object.hasOwn(MEANINGS, sign) ? MEANINGS[sign] : undefined;
  if (indent < 0 || meaning === undefined) return undefined;
  // Stars for a secret take as many columns as it.
  const shown = shownLine(file, line).slice(start + indent, start + indent + WIDTH);
  const value = valueIn(shown, /[{[]/.test(before));
  const begin = offset - column + 1 + start + indent;
  return {
    range: { start: begin, end: begin + value.length },
    message: `text that begins with ${sign === '`' ? 'a backtick' : `\`${sign}\``} must be quoted: YAML reads it as ${meaning}`,
    hint: `write "${value}"`,
  };
}

function endOf(text: string, mark: string): number {
  const at = text.lastIndexOf(mark);
  return at < 0 ? 0 : at + mark.length;
}

/** Up to a comment, or up to where a flow collection ends. */
function valueIn(rest: string, isFlow: boolean): string {
  const [beforeComment = ''] = rest.split(' #', 1);
  const [value = ''] = isFlow ? beforeComment.split(/[}\]]/, 1) : [beforeComment];
  return value.trim();
}
