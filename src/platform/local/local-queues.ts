/** The operations on queues. */
import type { Engine, ProcessRow } from '../../engine/index.ts';
import type { GenerationSource, Manifest } from '../../manifest/index.ts';
import type { PauseRequest, QueueDetailView, QueueView } from '../../api/index.ts';
import { aroundQueue } from './around.ts';
import { unknownName } from './refusals.ts';
import { pauseWhy } from '../views/standing.ts';
import { queueView } from '../views/views.ts';

export interface QueueParts {
  readonly engine: () => Engine;
  readonly generations: GenerationSource;
}

export class LocalQueues {
  readonly #parts: QueueParts;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  get #engine(): Engine {
    return this.#parts.engine();
  }

  get #manifest(): Manifest {
    return this.#parts.generations.current().manifest;
  }

  async queues(): Promise<readonly QueueView[]> {
    return this.#views(await this.#engine.fleet.processes());
  }

  async #views(processes: readonly ProcessRow[]): Promise<readonly QueueView[]> {
    const engine = this.#engine;
    const [counts, now] = await Promise.all([engine.queues.counts(), engine.now()]);
    const specs = this.#manifest.queues;
    const names = new Set([...Object.keys(specs), ...counts.map(({ queue }) => queue)]);
    return [...names].map((name) =>
      queueView(name, {
        spec: Object.hasOwn(specs, name) ? specs[name] : undefined,
        counts: counts.find(({ queue }) => queue === name),
        processes,
        now,
      }),
    );
  }

  async queue(name: string): Promise<QueueDetailView> {
    const engine = this.#engine;
    const processes = await engine.fleet.processes();
    const view = this.#named(name, await this.#views(processes));
    return { ...view, ...(await aroundQueue(name, { manifest: this.#manifest, processes, engine })) };
  }

  #named(name: string, views: readonly QueueView[]): QueueView {
    const found = views.find((queue) => queue.name === name);
    if (found === undefined) throw unknownName('QUEUE_UNKNOWN', 'queue', name, Object.keys(this.#manifest.queues));
    return found;
  }

  async pauseQueue(name: string, paused: boolean, why: PauseRequest = {}, by?: string | null): Promise<QueueView> {
    this.#named(name, await this.queues());
    await this.#engine.queues.pause(name, paused, pauseWhy(why, by ?? null, await this.#engine.now()));
    return this.#named(name, await this.queues());
  }
}
