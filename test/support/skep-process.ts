/** The command line as users run it: a child process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { entry, LOADING } from './built.ts';
import { waitFor } from './wait-for.ts';

export interface SkepOptions {
  readonly cwd: string;
  /** Added to PATH, HOME and the like; nothing else of this process' environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments that run it, in the same process at the end: `ip netns exec NAME`. */
  readonly within?: readonly string[];
  /** What is run instead of this version's command line. */
  readonly entry?: readonly string[];
  /** Standard input; none by default. */
  readonly input?: string;
}

export interface SkepResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A line of the JSON log on stderr. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export class SkepProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<SkepResult>;
  #stdout = '';
  #stderr = '';
  /** What was parsed of it, and how far. */
  readonly #lines: LogLine[] = [];
  #parsed = 0;

  constructor(args: readonly string[], { cwd, env = {}, within = [], entry = ENTRY, input }: SkepOptions) {
    const { PATH = '', HOME = '', TMPDIR = '', NODE_V8_COVERAGE } = process.env;
    const coverage = NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE };
    const [program = process.execPath, ...all] = [...within, process.execPath, ...entry, ...args];
    this.#child = spawn(program, all, {
      cwd,
      env: { PATH, HOME, ...(TMPDIR === '' ? {} : { TMPDIR }), ...coverage, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdin?.end(input ?? '');
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code, signal) => {
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The log so far; what is written of a line that has not ended yet is no line. */
  log(): readonly LogLine[] {
    const end = this.#stderr.lastIndexOf('\n') + 1;
    const lines = this.#stderr.slice(this.#parsed, end).split('\n');
    this.#lines.push(...lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine));
    this.#parsed = Math.max(this.#parsed, end);
    // A copy: whoever keeps it, keeps what was there then.
    return [...this.#lines];
  }

  /** The first log line with that message; waits for it. */
  async logged(message: string): Promise<LogLine> {
    return waitFor(`the log line "${message}"; so far: ${this.#stderr}`, () => {
      const found = this.log().find(({ msg }) => msg === message);
      if (!found && !this.alive) throw new Error(`the process ended: ${this.#stderr}`);
      return found;
    });
  }

  /** Waits until `skep run` is ready. @returns the base URL of its admin API, '' when it serves none */
  async ready(): Promise<string> {
    const line = await this.logged('ready');
    return typeof line['admin'] === 'string' ? line['admin'] : '';
  }

  /** As a reader that has seen enough: what is written from now on meets a closed pipe. */
  closeStdout(): void {
    this.#child.stdout?.destroy();
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.alive) this.#child.kill('SIGKILL');
    await this.ended;
  }
}

/** Runs one command to its end. */
export function skep(args: readonly string[], options: SkepOptions): Promise<SkepResult> {
  return new SkepProcess(args, options).ended;
}

/** What Node is given to be the command. */
export const ENTRY: readonly string[] = [...LOADING, entry('cli/main')];
