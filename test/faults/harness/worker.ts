/** A real `skep run` process of a scenario; what is done to it is written into the ledger. */
import { readdirSync, readFileSync } from 'node:fs';
import type { FaultPoint } from '../../../src/foundation/index.ts';
import { freeze, thaw } from '../../support/freezing.ts';
import { SkepProcess, type SkepResult } from '../../support/skep-process.ts';
import type { Ledger } from './ledger.ts';

export interface Fault {
  readonly point: FaultPoint;
  /** At which time the point is reached, from 1. */
  readonly nth: number;
  readonly act: 'kill' | 'stop' | `block:${number}`;
}

export interface ClockShift {
  /** Wall clock of the process against the machine's, milliseconds. */
  readonly offsetMs?: number;
  /** Offsets that replace it so long after the process' start. */
  readonly jumps?: readonly { readonly afterMs: number; readonly offsetMs: number }[];
}

export interface WorkerOptions {
  /** Of `skep run`; default: --only worker. */
  readonly args?: readonly string[];
  readonly faults?: readonly Fault[];
  readonly clock?: ClockShift;
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments that run it, in the same process at the end: `prlimit --fsize=65536:`. */
  readonly within?: readonly string[];
}

const PRELOAD = new URL('./fixture-faults.mjs', import.meta.url).href;

export class WorkerProcess extends SkepProcess {
  readonly #ledger: Ledger;

  constructor(cwd: string, ledger: Ledger, options: WorkerOptions = {}) {
    const { args = ['--only', 'worker'], faults = [], clock, env = {}, within = [] } = options;
    super(['run', ...args], {
      ...{ cwd, within },
      env: {
        SKEP_LEDGER: ledger.file,
        NODE_OPTIONS: `--import=${PRELOAD}`,
        ...(faults.length > 0 && { SKEP_FAULTS: JSON.stringify(faults) }),
        ...(clock && { SKEP_CLOCK: JSON.stringify(clock) }),
        ...env,
      },
    });
    this.#ledger = ledger;
    const pid = this.pid;
    // One that ends before it is ready has its own line.
    this.ready()
      .then(() => ledger.process('ready', pid))
      .catch(() => undefined);
    void this.ended.then(
      () => ledger.process('gone', pid),
      () => undefined,
    );
  }

  /** kill -9, and waits until it is gone. */
  override async kill(): Promise<void> {
    if (this.alive) this.#ledger.process('kill', this.pid);
    await super.kill();
  }

  /** SIGSTOP: the process and its threads sleep. */
  async freeze(): Promise<void> {
    this.#ledger.process('stall', this.pid);
    await freeze(this.pid);
  }

  /** SIGCONT. */
  thaw(): void {
    this.#ledger.process('resume', this.pid);
    thaw(this.pid);
  }

  /** SIGTERM. @returns how it ended */
  terminate(): Promise<SkepResult> {
    this.#ledger.process('term', this.pid);
    this.signal('SIGTERM');
    return this.ended;
  }

  /** Resident memory in MiB, open descriptors, threads. */
  usage(): { readonly residentMib: number; readonly descriptors: number; readonly threads: number } {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    const descriptors = readdirSync(`/proc/${this.pid}/fd`).length;
    return { residentMib: number('VmRSS') / 1024, descriptors, threads: number('Threads') };
  }

  /** Pids of its child processes. */
  children(): number[] {
    return childrenOf(this.pid);
  }
}

/** Pids of the processes whose parent is that one. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    // "pid (name, which may hold spaces) state ppid …"
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Whether a process of that id lives (a zombie does not). */
export function lives(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') === false;
  } catch {
    return false;
  }
}
