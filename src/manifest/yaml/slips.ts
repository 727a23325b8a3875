/** The commonest slips of those who write YAML, where they were made: the library tells of them where it noticed, which may be the end of the file. */
import { Lexer, type YAMLError } from 'yaml';

import { shownLine } from './shown-line.ts';
import type { Range, SourceFile } from './source-file.ts';

export interface Slip {
  readonly range: Range;
  readonly message: string;
  readonly hint: string;
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"', "'": "'" };
/** What the library's lexer puts between the tokens: the end of a flow collection that was not closed. */
const FLOW_CUT_OFF = '\u0018';
/** Its marks are no part of the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u001F', FLOW_CUT_OFF]);
/** Lines, or characters, that are looked at around a place. */
const AROUND = 200;

/** @returns undefined where it is another one */
export function slipOf(issue: YAMLError, file: SourceFile): Slip | undefined {
  const { message, pos } = issue;
  return SLIPS.find(([begin]) => begin.test(message))?.[1](file, pos[0], pos[1]);
}

/** Without the brackets for whose end a quote stands that is not closed: what comes behind it is part of its text. */
export function withoutSwallowed(issues: readonly YAMLError[], file: SourceFile): readonly YAMLError[] {
  const opening = (issue: YAMLError, signs: string): number | undefined => {
    const { start, end } = slipOf(issue, file)?.range ?? { start: 0, end: 0 };
    return end === start + 1 && signs.includes(file.text.charAt(start)) ? start : undefined;
  };
  const quotes = issues.flatMap((issue) => opening(issue, `"'`) ?? []);
  return issues.filter((issue) => {
    const bracket = opening(issue, '{[');
    return bracket === undefined || !quotes.some((quote) => bracket < quote && issue.pos[1] > quote);
  });
}

type Explain = (file: SourceFile, from: number, to: number) => Slip | undefined;

/** By what the library says, which differs more than its codes. */
const SLIPS: readonly (readonly [RegExp, Explain])[] = [
  [/^(?:Missing closing|Flow (?:map|sequence) )/, unclosed],
  [/^(?:All (?:mapping|sequence) items must start|Sequence item without)/, misaligned],
  [/^Nested mappings/, deeper],
  [/^Unexpected flow-map-start/, bareReference],
  [/^Unexpected flow-(?:map|seq)-end/, closesNothing],
  [/^Block collections are not allowed within/, withoutComma],
  [/^Implicit keys need to be on a single line/, withoutColon],
];

/** What was opened last before the place and is not closed there. */
function unclosed(file: SourceFile, from: number, to: number): Slip | undefined {
  const start = openBefore(file.text, from, to);
  const sign = start === undefined ? '' : file.text.charAt(start);
  const closing = CLOSING[sign];
  if (start === undefined || closing === undefined) return undefined;
  const kind = sign === closing ? 'quote' : 'bracket';
  return {
    range: { start, end: start + 1 },
    message: `the ${kind} \`${sign}\` that begins here is not closed`,
    hint:
      kind === 'quote'
        ? `end the text with \`${closing}\``
        : `write \`${closing}\` behind what belongs to it; lines within are indented deeper than the key`,
  };
}

function openBefore(text: string, from: number, to: number): number | undefined {
  const open: number[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (at > to || (token === FLOW_CUT_OFF && at >= from)) break;
    if (MARKS.has(token)) continue;
    const end = at + token.length;
    // A text that goes up to the place where its end is missing.
    if (/^["']/.test(token) && at < from && end >= from) return at;
    const odd = follow(token, at, open, text);
    if (odd !== undefined) return odd;
    at = end;
  }
  return open.at(-1);
}

/** @param open where brackets begin that are not closed yet. @returns the last of them where the token closes another kind */
function follow(token: string, at: number, open: number[], text: string): number | undefined {
  if (token === '{' || token === '[') open.push(at);
  if (token !== '}' && token !== ']') return undefined;
  const last = open.pop();
  return last !== undefined && CLOSING[text.charAt(last)] !== token ? last : undefined;
}

function misaligned(file: SourceFile, offset: number): Slip | undefined {
  const { line } = file.position(offset);
  const text = file.lineText(line);
  const indent = indentOf(text);
  if (indent < 0) return undefined;
  const start = file.lineStart(line);
  const expected = indentsBefore(file, line).filter((one) => one !== indent);
  if (expected.length === 0) return undefined;
  const columns = expected.slice(0, 2).sort((one, other) => one - other);
  return {
    range: { start: start + indent, end: start + text.trimEnd().length },
    message: `this line begins after ${spaces(indent)}, what it could belong to after ${columns.join(' or ')}`,
    hint: 'lines of one mapping or list begin in the same column',
  };
}

/** Of the line before and of all that it is within, the innermost first. */
function indentsBefore(file: SourceFile, line: number): number[] {
  const found: number[] = [];
  for (let at = line - 1; at >= Math.max(1, line - AROUND); at -= 1) {
    const text = file.lineText(at);
    const indent = indentOf(text);
    if (indent < 0 || text.charAt(indent) === '#') continue;
    const [dash = ''] = /^- +(?=[^\s#])/.exec(text.slice(indent)) ?? [];
    for (const one of [indent + dash.length, indent]) if (one < (found.at(-1) ?? Infinity)) found.push(one);
    if (indent === 0) break;
  }
  return found;
}

/** `key: text`, and the next line is indented as if it were below that text. */
function deeper(file: SourceFile, offset: number): Slip | undefined {
  const { line } = file.position(offset);
  const above = file.lineText(line);
  const below = file.lineText(line + 1);
  const [indent, wanted] = [indentOf(below), indentOf(above)];
  if (/:(?:\s|$)/.test(above.slice(file.position(offset).column - 1)) || indent <= wanted) return undefined;
  const start = file.lineStart(line + 1);
  return {
    range: { start: start + indent, end: start + below.trimEnd().length },
    message: `this line is indented deeper than the one above, whose key has a value already`,
    hint: `begin it after ${spaces(wanted)}, as the line above`,
  };
}

/** `{ port: ${PORT} }` */
function bareReference(file: SourceFile, offset: number): Slip | undefined {
  if (file.text.charAt(offset - 1) !== '$' || file.text.charAt(offset) !== '{') return undefined;
  const { line } = file.position(offset);
  const end = file.text.indexOf('}', offset);
  const within = end > 0 && file.position(end).line === line;
  const range = { start: offset - 1, end: within ? end + 1 : offset + 1 };
  return {
    range,
    message: 'a reference inside of { } or [ ] must be quoted: YAML reads its `{` as the begin of a mapping',
    hint: `write "${within ? shown(file, range) : '${NAME}'}"`,
  };
}

function closesNothing(file: SourceFile, start: number): Slip {
  const sign = file.text.charAt(start);
  const range = { start, end: start + 1 };
  return { range, message: `\`${sign}\` closes nothing that is open`, hint: 'remove it, or open what it closes' };
}

/** `{ task: greet queue: mails }` */
function withoutComma(file: SourceFile, from: number, to: number): Slip | undefined {
  const text = file.text.slice(from, Math.min(to, from + AROUND));
  const found = /^[^\n]*?[ \t]([\w.-]+):(?:\s|$)/.exec(text);
  const key = found?.[1];
  if (found === null || key === undefined) return undefined;
  const start = from + found[0].lastIndexOf(`${key}:`);
  return {
    range: { start, end: start + key.length + 1 },
    message: 'a key begins here, and no comma stands before it',
    hint: 'inside of { } and [ ] write a comma between two entries, and quote text in which a colon stands before a space',
  };
}

function withoutColon(file: SourceFile, start: number): Slip {
  const { line } = file.position(start);
  const end = file.lineStart(line) + file.lineText(line).trimEnd().length;
  return {
    range: { start, end: Math.max(start, end) },
    message: 'a key goes on in the next line',
    hint: 'write a colon behind it; quote a key of several lines',
  };
}

/** Part of one line, secrets covered: a reference may have one as its default. */
function shown(file: SourceFile, { start, end }: Range): string {
  const { line, column } = file.position(start);
  return shownLine(file, line).slice(column - 1, column - 1 + end - start);
}

function indentOf(text: string): number {
  return text.search(/\S/);
}

function spaces(count: number): string {
  return count === 1 ? 'one space' : `${count} spaces`;
}
