/**
 * Whether holds that ask an expression mean a job: decided here, by a process that works, for scripts read no payload. Until then the job
 * lies before the first of them, so that nobody starts it; who dies in between leaves it to the next reserve of any process.
 */
import { type HoldJudge, type StandingHold } from '../../engine/index.ts';
import { apartIn, readApart } from './apart.ts';
import type { BeeQueueLane } from './lanes/bee-queue-lane.ts';
import { readRecord } from './records/record.ts';
import { SCRIPT_BYTES } from './scripts.ts';
import type { RedisStore } from './store.ts';

const AT_ONCE = 200;

interface Asked {
  readonly id: string;
  readonly gates: readonly string[];
  readonly text: string;
}

export class Judgement {
  judge: HoldJudge | null = null;
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  /** Some of those that are asked for, one at least. */
  async decide(bee: BeeQueueLane, queue: string): Promise<void> {
    const reply = await this.#store.run('worker', 'asked', bee.keys, [AT_ONCE, SCRIPT_BYTES]);
    const [version, told, ...rest] = reply as readonly [string, readonly string[], ...string[]];
    const holds = new Map<string, StandingHold>();
    for (let at = 0; at < told.length; at += 2) {
      holds.set(told[at] ?? '', JSON.parse(told[at + 1] ?? '') as StandingHold);
    }
    const asked: Asked[] = [];
    for (let at = 0; at < rest.length; at += 3) {
      asked.push({ id: rest[at] ?? '', gates: (rest[at + 1] ?? '').split('\n'), text: rest[at + 2] ?? '' });
    }
    if (asked.length === 0) return;
    const payloads = await readApart(
      { store: this.#store, role: 'worker', base: bee.base },
      apartIn(asked.flatMap(({ id, text }) => [id, text])),
    );
    const answers = asked.flatMap((one) => [one.id, this.#meaning(one, { holds, queue, apart: payloads.get(one.id) })]);
    await this.#store.run('worker', 'answer', bee.keys, [version, ...answers]);
  }

  /** @returns the gate of the hold that means it, '' for none. What nobody can read is buried when it is made a lease */
  #meaning({ id, gates, text }: Asked, { holds, queue, apart }: Surroundings): string {
    try {
      const { job } = readRecord({ queue, storedId: id, text, running: null, foreign: null, apart });
      const found = gates.find((gate) => {
        const where = holds.get(gate)?.where ?? null;
        return holds.has(gate) && (where === null || this.judge === null || this.judge(job, where));
      });
      return found ?? '';
    } catch {
      return '';
    }
  }
}

interface Surroundings {
  readonly holds: ReadonlyMap<string, StandingHold>;
  readonly queue: string;
  readonly apart: string | undefined;
}
