/**
 * Systems written in Python: one program of theirs stores jobs as it is told, their own workers run them, and what is
 * finished is read from their store.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { Redis } from 'ioredis';

import { BULK, type Consumption, type Contestant, type Graph, type Place } from '../contestant.ts';
import { polled } from '../tally.ts';

/** Debian's, which its packages are for. */
const PYTHON = '/usr/bin/python3';
const FOLDER = path.join(import.meta.dirname, 'python');

export interface PythonSystem {
  /** In ./python. */
  readonly program: string;
  /** Arguments for Python that run a worker, for the port of a Redis server. */
  readonly worker: (redisPort: number) => readonly string[];
  /** Worker processes: one per core, however a worker makes use of them. */
  readonly workers: number;
  /** Ends a worker without waiting for jobs. */
  readonly signal: NodeJS.Signals;
  /** How to count finished jobs whose results are stored. */
  readonly finished: (port: number) => { readonly client: Redis; readonly count: (client: Redis) => Promise<number> };
}

/** @returns whether Debian's Python has these modules */
export function hasModules(...names: readonly string[]): boolean {
  try {
    execFileSync(PYTHON, ['-c', names.map((name) => `import ${name}`).join('; ')], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export class PythonPeer implements Contestant {
  readonly #system: PythonSystem;
  #port = 0;
  #folder = '';
  #program: ChildProcess | undefined;
  #workers: ChildProcess[] = [];
  #client: Redis | undefined;
  /** Graphs under way, by number. */
  readonly #graphs = new Map<string, () => void>();
  #started = 0;

  constructor(system: PythonSystem) {
    this.#system = system;
  }

  async open({ redisPort, folder }: Place): Promise<void> {
    this.#port = redisPort ?? 0;
    this.#folder = folder;
    this.#program = this.#spawn([path.join(FOLDER, this.#system.program)]);
    if (this.#program.stdout) {
      createInterface(this.#program.stdout).on('line', (line) => this.#graphs.get(line.replace('done ', ''))?.());
    }
    await this.enqueueLoop(0, BULK);
  }

  async enqueue(): Promise<void> {
    throw new Error('stores jobs in its own loop');
  }

  async enqueueLoop(count: number, perCall: number): Promise<void> {
    const { stdin, stdout } = this.#program ?? {};
    if (!stdin || !stdout) throw new Error('not open');
    const answer = once(stdout, 'data');
    stdin.write(`${count} ${perCall}\n`);
    await answer;
  }

  /** Only where its program knows graphs. */
  async graph({ kind, size }: Graph): Promise<void> {
    this.#started += 1;
    const id = String(this.#started);
    const over = new Promise<void>((resolve) => this.#graphs.set(id, resolve));
    this.#program?.stdin?.write(`graph ${id} ${kind} ${size}\n`);
    await over;
    this.#graphs.delete(id);
  }

  async consume(): Promise<Consumption> {
    const { workers, worker, finished } = this.#system;
    const { client, count } = finished(this.#port);
    this.#client = client;
    this.#workers = Array.from({ length: workers }, () => this.#spawn(worker(this.#port)));
    const settled = (jobs: number): Promise<void> => polled(jobs, () => count(client));
    return { started: settled, settled, pause: () => this.#stopWorkers() };
  }

  async close(): Promise<void> {
    await this.#stopWorkers();
    await this.#client?.quit();
    if (this.#program) await ended(this.#program, 'SIGTERM');
  }

  async #stopWorkers(): Promise<void> {
    await Promise.all(this.#workers.map((child) => ended(child, this.#system.signal)));
    this.#workers = [];
  }

  #spawn(args: readonly string[]): ChildProcess {
    const env = {
      ...process.env,
      BENCH_REDIS_PORT: String(this.#port),
      PYTHONPATH: FOLDER,
      PYTHONDONTWRITEBYTECODE: '1',
    };
    return spawn(PYTHON, args, { cwd: this.#folder, env, stdio: ['pipe', 'pipe', 'ignore'] });
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

export const CELERY: PythonSystem = {
  program: 'celery_app.py',
  worker: () => [
    ...['-m', 'celery', '--app', 'celery_app', 'worker', '--loglevel', 'ERROR'],
    ...['--without-gossip', '--without-mingle', '--without-heartbeat'],
  ],
  // Its pool has a process per core by itself.
  workers: 1,
  signal: 'SIGQUIT',
  finished: (port) => ({ client: new Redis(port, { db: 1 }), count: (client) => client.dbsize() }),
};

export const RQ: PythonSystem = {
  program: 'rq_app.py',
  worker: (port) => ['-m', 'rq.cli', 'worker', '--quiet', '--url', `redis://127.0.0.1:${port}`, 'default'],
  workers: os.availableParallelism(),
  signal: 'SIGTERM',
  finished: (port) => ({ client: new Redis(port), count: (client) => client.zcard('rq:finished:default') }),
};
