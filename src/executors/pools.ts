/** The pools of a process of Skep, and the executors of tasks whose handlers run in them. */
import os from 'node:os';

import type { Executor } from '../core/index.ts';
import { type Clock, type Logger } from '../foundation/index.ts';
import type { ExecutorsSpec } from '../manifest/index.ts';
import { FarExecution } from './far-execution.ts';
import type { FarSetting, FarWork } from './messages.ts';
import { Pool, type PoolSettings, type PoolView } from './pool.ts';
import { ProcessHost } from './process-host.ts';
import { ThreadHost } from './thread-host.ts';

export interface PoolsParts {
  readonly clock: Clock;
  readonly logger: () => Logger;
  /** What those are made with that are started now. */
  readonly setting: () => FarSetting;
}

export type PoolsView = Readonly<Partial<Record<FarWork['kind'], PoolView>>>;

export class Pools {
  readonly #thread: Pool;
  readonly #process: Pool;
  readonly #clock: Clock;
  /** Those that anything was asked of. */
  readonly #used = new Set<FarWork['kind']>();
  /** What those that are there were made for. */
  #made = '';

  constructor({ clock, logger, setting }: PoolsParts) {
    this.#clock = clock;
    const parts = { clock, logger };
    this.#thread = new Pool(threadSettings(UNSAID), {
      ...parts,
      kind: 'thread',
      start: (memoryBytes) => new ThreadHost(setting(), memoryBytes, clock),
    });
    this.#process = new Pool(processSettings(UNSAID), {
      ...parts,
      kind: 'process',
      start: () => new ProcessHost(setting(), clock),
    });
  }

  /** The code of a task, by identity: its files are named by what is in them. */
  executor(work: FarWork): Executor {
    const files = [work.code, ...work.resources.map(({ module }) => module)].map(({ file }) => file);
    const pool = this.#pool(work.kind);
    const clock = this.#clock;
    return {
      code: `${files.join(' ')}#${work.code.export}`,
      start: (_payload, ctx) => {
        this.#used.add(work.kind);
        return new FarExecution({ pool, work, clock }, ctx);
      },
    };
  }

  /**
   * Another manifest is in force. Those that ran code of the former one are replaced, as Node cannot forget code.
   * @param made changes when what they have loaded or opened does
   * @param warm kinds of which one is to be ready before it is needed
   */
  change(
    spec: ExecutorsSpec,
    { made, warm }: { readonly made: string; readonly warm: ReadonlySet<FarWork['kind']> },
  ): void {
    const renew = this.#made !== '' && this.#made !== made;
    this.#made = made;
    for (const kind of warm) this.#used.add(kind);
    this.#thread.change(threadSettings(spec), { renew, warm: warm.has('thread') });
    this.#process.change(processSettings(spec), { renew, warm: warm.has('process') });
  }

  get view(): PoolsView {
    return Object.fromEntries([...this.#used].map((kind) => [kind, this.#pool(kind).view]));
  }

  /** Ends all. @param signal nobody wants to wait any more */
  async close(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#thread.close(signal), this.#process.close(signal)]);
  }

  #pool(kind: FarWork['kind']): Pool {
    return kind === 'thread' ? this.#thread : this.#process;
  }
}

/** Before a manifest is in force. */
const UNSAID: ExecutorsSpec = {
  thread: { size: null },
  process: { size: null, recycle: { afterJobs: null, overMemoryBytes: null } },
};

function threadSettings({ thread }: ExecutorsSpec): PoolSettings {
  return { size: thread.size ?? os.availableParallelism(), afterJobs: null, overMemoryBytes: null };
}

function processSettings({ process: { size, recycle } }: ExecutorsSpec): PoolSettings {
  return { size: size ?? os.availableParallelism(), ...recycle };
}
