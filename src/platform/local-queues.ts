/** The operations on queues. */
import type { Engine } from '../engine/index.ts';
import type { GenerationSource, Manifest } from '../manifest/index.ts';
import type { PauseRequest, QueueView } from '../api/index.ts';
import { unknownName } from './refusals.ts';
import { pauseWhy } from './standing.ts';
import { queueView } from './views.ts';

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
    const engine = this.#engine;
    const [counts, processes, now] = await Promise.all([
      engine.queues.counts(),
      engine.fleet.processes(),
      engine.now(),
    ]);
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

  async queue(name: string): Promise<QueueView> {
    const found = (await this.queues()).find((queue) => queue.name === name);
    if (found === undefined) throw unknownName('QUEUE_UNKNOWN', 'queue', name, Object.keys(this.#manifest.queues));
    return found;
  }

  async pauseQueue(name: string, paused: boolean, why: PauseRequest = {}, by?: string | null): Promise<QueueView> {
    await this.queue(name);
    await this.#engine.queues.pause(name, paused, pauseWhy(why, by ?? null, await this.#engine.now()));
    return this.queue(name);
  }
}
