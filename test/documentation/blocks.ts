/** The code in the pages: fenced blocks with their place, and the commands in them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');

export interface Block {
  /** As in `docs/cli.md:12`. */
  readonly place: string;
  /** First word after the fence; '' for none. */
  readonly language: string;
  /** What follows it: `file=jobs.yaml`, `background`. */
  readonly notes: string;
  readonly text: string;
}

/** README.md and every page of docs/, relative to the repository. Decisions tell of what was, not of what is. */
export function pages(): string[] {
  const docs = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...docs.map((name) => `docs/${name}`)];
}

export function textOf(page: string): string {
  return readFileSync(path.join(ROOT, page), 'utf8');
}

export function blocksOf(page: string): Block[] {
  const text = textOf(page);
  return [...text.matchAll(/^( *)```(\w*)([^\n]*)\n([^]*?)\n\1```$/gm)].map((match) => {
    const [, indent = '', language = '', notes = '', body = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    return { place: `${page}:${line}`, language, notes: notes.trim(), text: body.replaceAll(`\n${indent}`, '\n') };
  });
}

/** Commands of a block for a shell: a line each, joined where a line ends in a backslash, without comments. */
export function commandsOf(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Words of a command, quotes taken off. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_all, single?: string, double?: string) => single ?? double ?? ''),
  );
}
