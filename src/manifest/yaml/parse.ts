import type { YAMLError } from 'yaml';

import { type DiagnosticCode, type Json, messageOf } from '../../foundation/index.ts';
import { DataReader } from '../data.ts';
import type { EntryMemory } from './entry-memory.ts';
import { isBottomless } from './nesting.ts';
import { readHardEntry } from './hard-entry.ts';
import { type PlainReading, readPlainYaml } from './plain-yaml.ts';
import type { Problems } from '../problems.ts';
import { maskSecrets } from '../redact.ts';
import { slipOf, withoutSwallowed } from './slips.ts';
import type { SourceFile } from './source-file.ts';
import { unquotedAt } from './unquoted.ts';

/** What no text file needs, before the parser sees it. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;
const MAX_CONTROLS_SHOWN = 20;
/** Errors far behind the first say nothing. */
const MAX_ISSUES = 20;
/** Longer messages of the library repeat the file. */
const MAX_TEXT = 200;
/** Part of a line that is searched for a likely cause. */
const HINT_WIDTH = 200;

/**
 * Characters from which on the fast reader is asked first. The library takes some 0.7 ms for a KiB, in one piece: at this
 * size, 300 tasks, that is half of the 50 ms for which nothing may keep a process from its jobs. Below it there is one grammar.
 */
const LARGE = 32 * 1024;

/** @returns undefined where the library is to read it */
export function* readLarge(text: string, memory?: EntryMemory): Generator<void, PlainReading | undefined> {
  if (text.length < LARGE) return undefined;
  yield;
  return yield* readPlainYaml(text, readHardEntry, memory);
}

export interface Parsed {
  readonly data: Json;
  /** Of what the fast reader has read. */
  readonly memory: EntryMemory | undefined;
}

/**
 * The text as plain JSON.
 * @param memory of the former text of the file, if the fast reader has read it
 * @returns undefined when it has problems; they are in `problems`
 */
export function* parse(
  file: SourceFile,
  problems: Problems,
  memory?: EntryMemory,
): Generator<void, Parsed | undefined> {
  const before = problems.count;
  if (findControls(file, problems)) return undefined;
  const plain = yield* readLarge(file.text, memory);
  if (plain !== undefined) return plain;
  if (isBottomless(file.text)) {
    problems.add('YAML_DEPTH', { file, path: [], range: { start: 0, end: 0 } }, 'values are nested too deeply');
    return undefined;
  }
  try {
    const { document } = file;
    const issues = tellingIssues([...document.errors, ...document.warnings], file);
    for (const issue of withoutSwallowed(issues, file)) addIssue(issue, file, problems);
    checkDirectives(file, problems);
    // Positions of a broken document mislead, so its values are not looked at.
    if (problems.count > before) return undefined;
    const data = new DataReader(file, problems).read(document.contents);
    if (document.contents === null || (data === null && problems.count === before)) addEmpty(file, problems);
    return problems.count > before ? undefined : { data, memory: undefined };
  } catch (thrown) {
    addCrash(thrown, file, problems);
    return undefined;
  }
}

function findControls(file: SourceFile, problems: Problems): boolean {
  let found = 0;
  for (const match of file.text.matchAll(CONTROL)) {
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    const range = { start: match.index, end: match.index + 1 };
    problems.add('YAML_CHARACTER', { file, path: [], range }, `the control character U+${code} is in the text`);
    if (++found >= MAX_CONTROLS_SHOWN) break;
  }
  return found > 0;
}

/** The first issue of each line, and behind it nothing that only could not be placed: one slip makes a train of them. */
function tellingIssues(issues: readonly YAMLError[], file: SourceFile): readonly YAMLError[] {
  const deep = issues.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (deep) return [deep];
  const lines = new Set<number>();
  return issues.slice(0, MAX_ISSUES).filter(({ code, message, pos }) => {
    if (lines.size > 0 && code === 'UNEXPECTED_TOKEN' && message.includes('in YAML stream')) return false;
    const { line } = file.position(pos[0]);
    return !lines.has(line) && lines.add(line);
  });
}

const CODES: Readonly<Record<string, DiagnosticCode>> = {
  MULTIPLE_DOCS: 'YAML_DOCUMENTS',
  TAG_RESOLVE_FAILED: 'YAML_TAG',
  BAD_DIRECTIVE: 'YAML_DIRECTIVE',
  BAD_ALIAS: 'YAML_ALIAS',
  RESOURCE_EXHAUSTION: 'YAML_DEPTH',
};

/** What the library says of a value that begins with an indicator. */
const MEANS_ANOTHER: ReadonlySet<string> = new Set([
  'BAD_ALIAS',
  'BAD_SCALAR_START',
  'BLOCK_IN_FLOW',
  'BLOCK_AS_IMPLICIT_KEY',
  'MISSING_CHAR',
  'UNEXPECTED_TOKEN',
]);

function addIssue(issue: YAMLError, file: SourceFile, problems: Problems): void {
  const code = CODES[issue.code] ?? 'YAML_SYNTAX';
  // Where the parser runs out of stack depends on the machine.
  const range = code === 'YAML_DEPTH' ? { start: 0, end: 0 } : { start: issue.pos[0], end: issue.pos[1] };
  const unquoted = MEANS_ANOTHER.has(issue.code) ? unquotedAt(file, issue.pos[0]) : undefined;
  if (unquoted) problems.add(code, { file, path: [], range: unquoted.range }, unquoted.message, unquoted.hint);
  else {
    const slip = code === 'YAML_SYNTAX' ? slipOf(issue, file) : undefined;
    if (slip) problems.add(code, { file, path: [], range: slip.range }, slip.message, slip.hint);
    else problems.add(code, { file, path: [], range }, describe(code, issue), hintFor(issue, file));
  }
}

function describe(code: DiagnosticCode, issue: YAMLError): string {
  if (code === 'YAML_DOCUMENTS') return 'a second document begins here; a manifest is one';
  if (code === 'YAML_DEPTH') return 'values are nested too deeply';
  // Some messages repeat the whole value, which may be many lines, and hold a secret. Its place is shown anyway.
  const [text = ''] = issue.message.split(': "', 1);
  return text.charAt(0).toLowerCase() + maskSecrets(text.slice(1, MAX_TEXT));
}

function hintFor(issue: YAMLError, file: SourceFile): string | undefined {
  if (issue.code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (issue.code === 'MULTIPLE_DOCS') return 'put the other one into a file of its own, under `include`';
  if (issue.code === 'TAG_RESOLVE_FAILED') return 'remove the tag; quote the value when text is meant';
  const around = file.lineText(file.position(issue.pos[0]).line).slice(0, HINT_WIDTH);
  if (/[{[,][^"'{[,]*\$\{/.test(around)) return 'quote references inside of { } and [ ]: "${NAME}"';
  if (/:\s+[^"'\s|>{[].*:(\s|$)/.test(around)) return 'quote text in which a colon stands before a space or at the end';
  return undefined;
}

function checkDirectives(file: SourceFile, problems: Problems): void {
  // The library reads `%YAML 1.1` as a wish for the older rules (yes = true, 010 = 8), and takes any `%TAG`.
  const head = /^\uFEFF?(?:[ \t\r]*(?:#[^\n]*)?\n)*(%[^\n\r]*)/.exec(file.text);
  const directive = head?.[1];
  if (head === null || directive === undefined || /^%YAML[ \t]+1\.2\s*(#.*)?$/.test(directive)) return;
  const start = head[0].length - directive.length;
  const range = { start, end: start + directive.length };
  problems.add('YAML_DIRECTIVE', { file, path: [], range }, 'directives are not allowed', 'remove the line');
}

function addEmpty(file: SourceFile, problems: Problems): void {
  problems.add('YAML_EMPTY', { file, path: [] }, 'the file holds no data', 'begin with `version: 1`');
}

/** The library throws where it runs out of stack or meets what it did not foresee. */
function addCrash(thrown: unknown, file: SourceFile, problems: Problems): void {
  const deep = thrown instanceof RangeError;
  const message = deep ? 'values are nested too deeply' : `the text cannot be read: ${messageOf(thrown)}`;
  problems.add(deep ? 'YAML_DEPTH' : 'YAML_SYNTAX', { file, path: [], range: { start: 0, end: 0 } }, message);
}
