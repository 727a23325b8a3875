/** Completion, by the shells themselves. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createProgram } from '../../src/cli/cli.ts';
import { completionScript, type Shell } from '../../src/cli/completion-scripts.ts';
import { completionTable } from '../../src/cli/completion-table.ts';
import { PTY, Pty, shellWords, skepOf } from '../support/pty.ts';

const TABLE = completionTable(createProgram({ code: undefined }));
const MANIFEST = `version: 1
name: shop
queues: { emails: {}, reports: {} }
tasks: { emails.send: { request: { url: 'https://x.example' } }, emails.check: { request: { url: 'https://x.example' } } }
`;

/** What is written, the last word to be completed, and what is offered for it. */
const CASES: readonly (readonly [line: string, offers: readonly string[]])[] = [
  ['skep jo', ['jobs']],
  ['skep jobs p', ['priority']],
  ['skep --server http://h jobs l', ['ls']],
  ['skep jobs ls --st', ['--state']],
  ['skep jobs ls --state dea', ['dead']],
  ['skep jobs ls --state dead,canc', ['dead,cancelled']],
  ['skep jobs ls --state=dea', ['dead']],
  ['skep -o js', ['json', 'jsonl']],
  ['skep queues pause rep', ['reports']],
  ['skep enqueue emails.', ['emails.check', 'emails.send']],
  ['skep jobs show ', []],
  ['skep -f jo', ['jobs.yaml']],
  ['skep completion ', ['bash', 'fish', 'names', 'zsh']],
  ['skep queues resume emails ', []],
];

const has = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;

describe('completion', () => {
  let folder: string;
  let env: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-completion-'));
    await writeFile(path.join(folder, 'jobs.yaml'), MANIFEST);
    for (const shell of ['bash', 'zsh', 'fish'] as const) {
      await writeFile(path.join(folder, `completion.${shell}`), completionScript(shell, TABLE));
    }
    await writeFile(path.join(folder, 'skep'), `#!/bin/sh\nexec ${shellWords(skepOf([]))} "$@"\n`);
    await chmod(path.join(folder, 'skep'), 0o755);
    env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder, TERM: 'xterm' };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function run(shell: Shell, args: readonly string[]): string {
    const { stdout, stderr, status } = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8' });
    assert.deepEqual([stderr, status], ['', 0]);
    return stdout;
  }

  function needs(context: Mocha.Context, shell: Shell): void {
    if (has(shell)) return;
    process.stderr.write(`no ${shell} here: its completion is not tested\n`);
    context.skip();
  }

  it('in bash', function () {
    needs(this, 'bash');
    const asked = CASES.map(([line]) => {
      // As the shell splits it, for which `=` is a word.
      const words = line.replace('=', ' = ').split(' ');
      return `COMP_WORDS=(${shellWords(words)}); COMP_CWORD=${words.length - 1}; _skep; echo "\${COMPREPLY[*]}"`;
    });
    const lines = run('bash', ['--norc', '-c', ['source ./completion.bash', ...asked].join('\n')]).split('\n');
    for (const [index, [line, offers]] of CASES.entries()) {
      assert.deepEqual((lines[index] ?? '').split(' ').filter(Boolean).sort(), offers, line);
    }
  });

  it('in fish', function () {
    needs(this, 'fish');
    const asked = CASES.map(([line]) => `complete -C ${shellWords([line])}; echo ---`);
    const answers = run('fish', ['--no-config', '-c', ['source ./completion.fish', ...asked].join('\n')]).split(
      '---\n',
    );
    for (const [index, [line, offers]] of CASES.entries()) {
      const words = (answers[index] ?? '').split('\n').map((one) => one.split('\t')[0] ?? '');
      // It offers the whole word, and of a file its folder too.
      const shown = words.filter(Boolean).map((word) => word.replace(/^--state=/, ''));
      assert.deepEqual([...new Set(shown)].sort(), offers, line);
    }
  });

  it('in zsh', async function () {
    needs(this, 'zsh');
    if (!PTY) this.skip();
    const pty = new Pty(['zsh', '-f', '-i'], { cwd: folder, columns: 100, rows: 40, env });
    try {
      pty.press(`PS1='%% '; autoload -U compinit; compinit -u -D; source ./completion.zsh; echo rea''dy\r`);
      let at = await pty.shows('ready');
      // Each has one way to go on, and is wiped out again.
      for (const [line, offers] of CASES.filter(([, { length }]) => length === 1)) {
        pty.press(`${line}\t`);
        const whole = line.replace(/[^ =]*$/, offers[0] ?? '');
        at = await pty.shows(whole, at);
        pty.press('\u0015');
      }
    } finally {
      await pty.kill();
    }
  });
});
