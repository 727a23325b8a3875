/** The queues that this process consumes: one lane each, whatever the number of consumers, which knows what is held. */
import type { Annotation } from '../../../engine/index.ts';
import type { Forget } from './lane-parts.ts';
import { ShardedLane, type ShardedLaneParts } from './sharded-lane.ts';

export class ConsumedLanes {
  readonly #parts: Omit<ShardedLaneParts, 'queue'>;
  readonly #lanes = new Map<string, ShardedLane>();

  constructor(parts: Omit<ShardedLaneParts, 'queue'>) {
    this.#parts = parts;
  }

  laneFor(queue: string): ShardedLane {
    const lane = this.#lanes.get(queue) ?? new ShardedLane({ ...this.#parts, queue });
    this.#lanes.set(queue, lane);
    return lane;
  }

  async annotate(notes: readonly Annotation[]): Promise<void> {
    const queues = new Set(notes.map(({ lease }) => lease.job.queue));
    const forget: Forget[] = [];
    try {
      for (const queue of queues) {
        await this.#lanes.get(queue)?.annotate(
          notes.filter(({ lease }) => lease.job.queue === queue),
          forget,
        );
      }
    } catch (error) {
      // All of them are brought again, those too that are stored: a record is written with all that is known of it.
      for (const one of forget.reverse()) one();
      throw error;
    }
  }

  /** News may have been lost: all lanes look for themselves. */
  suspect(): void {
    for (const lane of this.#lanes.values()) lane.suspect();
  }

  publicId(queue: string, id: string): string {
    return this.#lanes.get(queue)?.publicId(id) ?? id;
  }
}
