/** A command on a pseudo-terminal, by the program `script` of util-linux: no package for it is needed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

import { ENTRY } from './skep-process.ts';
import { waitFor } from './wait-for.ts';

const probe = spawnSync('script', ['--version'], { encoding: 'utf8' });
/** Whether there is that program; others of that name take other options. */
export const PTY = probe.status === 0 && probe.stdout.includes('util-linux');

/** The words of a shell that run skep as a program of its own. */
export function skepOf(args: readonly string[]): readonly string[] {
  return [process.execPath, ...ENTRY, ...args];
}

export function shellWords(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

export interface PtyOptions {
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
}

export class Pty {
  readonly #child: ChildProcess;
  #seen = '';
  readonly ended: Promise<number | null>;

  /** @param words program and arguments, as `skepOf` has them */
  constructor(words: readonly string[], { cwd, columns, rows, env = {} }: PtyOptions) {
    const line = `stty cols ${columns} rows ${rows}; echo "tty=$(tty) pid=$$"; exec ${shellWords(words)}`;
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn('script', ['-qfec', line, '/dev/null'], {
      cwd,
      env: { PATH, HOME, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#seen += chunk.toString()));
    this.#child.stdin?.on('error', () => undefined);
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', resolve);
    });
  }

  /** All that was written to the terminal. */
  get seen(): string {
    return this.#seen;
  }

  /** Waits for what is written behind `from`. @returns where it ends */
  async shows(text: string | RegExp, from = 0): Promise<number> {
    return waitFor(`${String(text)} on the terminal; so far: ${JSON.stringify(this.#seen.slice(-2_000))}`, () => {
      const seen = this.#seen.slice(from);
      const found = typeof text === 'string' ? seen.indexOf(text) : seen.search(text);
      return found >= 0 && from + found + 1;
    });
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  resize(columns: number, rows: number): void {
    const terminal = /tty=(\S+)/.exec(this.#seen)?.[1] ?? '';
    spawnSync('stty', ['-F', terminal, 'cols', String(columns), 'rows', String(rows)]);
  }

  signal(name: NodeJS.Signals): void {
    process.kill(Number(/pid=(\d+)/.exec(this.#seen)?.[1]), name);
  }

  /** Ends it, whatever it does. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.ended;
  }
}
