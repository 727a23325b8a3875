import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Command } from 'commander';

import { createProgram } from '../../src/cli/cli.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { OUTPUTS } from '../../src/cli/printer.ts';

const PAGE = path.join(import.meta.dirname, '../../docs/cli.md');

/** A command as its heading shows it: `skep jobs show <id>`. */
interface Entry {
  readonly heading: string;
  readonly flags: readonly string[];
}

function entries(command: Command, name: string): Entry[] {
  const verbs = command.commands.filter((verb) => verb.name() !== 'help');
  if (verbs.length > 0) return verbs.flatMap((verb) => entries(verb, `${name} ${verb.name()}`));
  const args = command.registeredArguments.map((argument) => {
    const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? ` <${text}>` : ` [${text}]`;
  });
  return [{ heading: `${name}${args.join('')}`, flags: flagsOf(command) }];
}

const flagsOf = (command: Command): string[] => command.options.map(({ flags }) => flags);

/** The options that a section of the page lists. */
const listed = (section: string): string[] =>
  [...section.matchAll(/^- `(-[^`]+)`: \S/gm)].map(([, flags = '']) => flags);

describe('docs/cli.md', () => {
  let page: string;
  const program = createProgram({ code: undefined });

  before(async () => {
    page = await readFile(PAGE, 'utf8');
  });

  const between = (start: string, end: string): string => page.split(start)[1]?.split(end)[0] ?? '';

  it('shows every command with every option, and no other', () => {
    const shown = between('\n## Commands\n', '\n## ')
      .split('\n### ')
      .slice(1)
      .map((section) => ({ heading: section.split('\n')[0]?.replaceAll('`', ''), flags: listed(section) }));
    const inOrder = (list: readonly { readonly heading?: string | undefined }[]): unknown[] =>
      [...list].sort((one, other) => (one.heading ?? '').localeCompare(other.heading ?? ''));
    assert.deepEqual(inOrder(shown), inOrder(entries(program, 'skep')));
  });

  it('shows the options of every command', () => {
    assert.deepEqual(listed(between('\n## Options of every command\n', '\n## ')), flagsOf(program));
  });

  it('shows every form of the results', () => {
    const forms = [...between('\n## Outputs\n', '\n## ').matchAll(/^\| `(\w+)`/gm)].map(([, form]) => form);
    assert.deepEqual(forms, OUTPUTS);
  });

  it('shows every exit code', () => {
    const codes = [...between('\n## Exit codes\n', '\n## ').matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
    assert.deepEqual(codes, Object.values(EXIT));
  });
});
