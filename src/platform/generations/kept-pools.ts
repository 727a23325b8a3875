/** The pools of threads and processes: their code is loaded and they are made once a task needs them, which few do. */
import type { FarWork } from '../../binding/index.ts';
import type { Executor } from '../../core/index.ts';
import type { FarTracing, Pools, PoolsView } from '../../executors/index.ts';
import type { Clock, Logger } from '../../foundation/index.ts';
import type { Generation } from '../../manifest/index.ts';
import type { Telemetry } from '../../telemetry/index.ts';

export interface KeptPoolsParts {
  readonly clock: Clock;
  readonly logger: () => Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Attempts run here, so that one of each pool is kept ready. */
  readonly warm: boolean;
}

export class KeptPools {
  readonly #parts: KeptPoolsParts;
  #pools: Promise<Pools> | undefined;
  #made: Pools | undefined;
  #tracing: FarTracing | null = null;

  constructor(parts: KeptPoolsParts) {
    this.#parts = parts;
  }

  get view(): PoolsView {
    return this.#made?.view ?? {};
  }

  async executor(work: FarWork): Promise<Executor> {
    this.#pools ??= this.#make();
    return (await this.#pools).executor(work);
  }

  async #make(): Promise<Pools> {
    const { Pools } = await import('../../executors/index.ts');
    const { clock, logger } = this.#parts;
    this.#made = new Pools({ clock, logger, setting: () => ({ tracing: this.#tracing }) });
    return this.#made;
  }

  /** It is in force from now on. @param traces whose SDK makes the spans here */
  inForce(generation: Generation, traces: Telemetry['source']): void {
    const { manifest } = generation;
    this.#tracing = traces === 'off' ? null : this.#tracingOf(generation);
    const tasks = Object.values(manifest.tasks).filter(({ executor, handler }) => executor !== 'inline' && handler);
    // What is loaded and opened there stays as it is for the life of a thread or process.
    const loaded = tasks.map(({ name, use }) => [
      generation.task(name)?.executor.code,
      use.map((resource) => manifest.resources[resource]),
    ]);
    const kinds = new Set(tasks.flatMap(({ executor }) => (executor === 'inline' ? [] : [executor])));
    this.#made?.change(manifest.executors, {
      made: JSON.stringify([this.#tracing, loaded]),
      warm: this.#parts.warm ? kinds : new Set(),
    });
  }

  #tracingOf({ manifest: { telemetry, name } }: Generation): FarTracing {
    const own = Object.entries(this.#parts.env).filter(([key]) => key.startsWith('OTEL_'));
    return { spec: telemetry, serviceName: name, env: Object.fromEntries(own) };
  }

  /** Ends all. @param signal nobody wants to wait any more */
  async close(signal: AbortSignal): Promise<void> {
    await this.#made?.close(signal);
  }
}
