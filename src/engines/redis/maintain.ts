/** Keeping house: what is due, what is dead, what is over. Physical queue by physical queue, each step one script. */
import type { FinishedState, JobRef } from '../../core/index.ts';
import type {
  EngineTimings,
  ExpireReport,
  Keep,
  PromoteReport,
  RescuedJob,
  RescueReport,
  RulesInForce,
  SweepReport,
} from '../../engine/index.ts';
import { CRASHED, EXPIRED } from './job-errors.ts';
import type { Lanes } from './lanes/lanes.ts';
import type { Outbox } from './outbox/outbox.ts';
import { unplace } from './lanes/placements.ts';
import { Rates } from './gates/rates.ts';
import { readRecord } from './records/record.ts';
import { SCRIPT_BYTES } from './scripts.ts';
import type { Sessions } from './sessions.ts';
import { queueOf } from './lanes/shards.ts';
import type { RedisStore } from './store.ts';
import { Troubles } from './troubles.ts';
import type { UnfinishedMoves } from './unfinished.ts';

export interface MaintainParts {
  readonly store: RedisStore;
  readonly lanes: Lanes;
  readonly sessions: Sessions;
  readonly timings: EngineTimings;
  readonly unfinished: UnfinishedMoves;
  readonly rules: RulesInForce;
  readonly outbox: Outbox;
}

/** @param pairs id, task, id, task, … @param physical where they are */
export function refsOf(physical: string, pairs: readonly string[]): JobRef[] {
  const refs: JobRef[] = [];
  const queue = queueOf(physical);
  for (let i = 0; i < pairs.length; i += 2) refs.push({ id: pairs[i] ?? '', task: pairs[i + 1] ?? '', queue });
  return refs;
}

interface Past {
  readonly queue: string;
  readonly state: FinishedState;
  readonly keep: Keep;
}

/** Jobs per script: a thousand deleted at once hold Redis up for 10 to 40 ms, measured. */
const CHUNK = 200;
/** A result that something may still read is looked at again. */
const RESULT_AGAIN_MS = 5_000;

export class Maintenance {
  readonly #parts: MaintainParts;
  readonly #rates: Rates;

  constructor(parts: MaintainParts) {
    this.#parts = parts;
    this.#rates = new Rates(parts.store);
  }

  async promote(limit: number): Promise<PromoteReport> {
    const { store, lanes } = this.#parts;
    const troubles = new Troubles();
    const heads = await this.#dueHeads(troubles);
    const now = await store.now('worker');
    const promoted = new Map<string, number>();
    const left = new Map(heads.map(({ queue, dueAt }) => [queue, dueAt]));
    let room = limit;
    // The queue whose first job is due longest goes first.
    for (const { queue, dueAt } of heads.toSorted((a, b) => a.dueAt - b.dueAt)) {
      if (room <= 0 || dueAt > now) break;
      const done = await troubles.past(() => lanes.of(queue).promote(room));
      if (!done) continue;
      const { count, nextDueAt } = done;
      if (count > 0) promoted.set(queueOf(queue), (promoted.get(queueOf(queue)) ?? 0) + count);
      room -= count;
      if (nextDueAt === null) left.delete(queue);
      else left.set(queue, nextDueAt);
    }
    const openAt = await this.#rates.open(limit, now, troubles);
    const next = Math.min(...left.values(), openAt ?? Infinity);
    const nextDueAt = next === Infinity ? null : next;
    troubles.tell(room < limit);
    return { promoted: Object.fromEntries(promoted), nextDueAt, more: nextDueAt !== null && nextDueAt <= now };
  }

  async rescue(limit: number): Promise<RescueReport> {
    const { store, sessions } = this.#parts;
    const rescued: RescuedJob[] = [];
    const troubles = new Troubles();
    let left = 0;
    for (const queue of await store.queues('worker')) {
      const room = limit - rescued.length;
      if (room <= 0) return { rescued, more: true };
      left += (await troubles.past(() => this.#rescueQueue(queue, room, rescued))) ?? 0;
    }
    await troubles.past(() => sessions.forgetEnded());
    troubles.tell(rescued.length > 0);
    return { rescued, more: left > 0 };
  }

  async expire(limit: number): Promise<ExpireReport> {
    const { store, outbox } = this.#parts;
    const expired: JobRef[] = [];
    const report = await this.#sweep(limit, async (queue, room) => {
      const reply = await store.run('worker', 'expire', store.keys.of(queue), [room, EXPIRED, SCRIPT_BYTES]);
      const [more, ...pairs] = reply as readonly [number, ...string[]];
      expired.push(...refsOf(queue, pairs));
      if (pairs.length > 0) outbox.soon(queue);
      return { count: pairs.length / 2, more: more === 1 };
    });
    return { ...report, count: expired.length, expired };
  }

  async unblock(limit: number): Promise<SweepReport> {
    const { store, rules } = this.#parts;
    const wanted = new Set(rules.current.tasks);
    return this.#sweep(limit, async (queue, room) => {
      const base = store.keys.base(queue);
      const held = await store.guard(() => store.client('worker').smembers(`${base}held`));
      let count = 0;
      for (const task of held.filter((one) => wanted.has(one))) {
        if (count >= room) return { count, more: true };
        const reply = await store.run('worker', 'unblock', store.keys.of(queue), [task, room - count, SCRIPT_BYTES]);
        const [done, left] = reply as readonly number[];
        count += done ?? 0;
        if (left) return { count, more: true };
      }
      return { count, more: false };
    });
  }

  async prune(limit: number): Promise<SweepReport> {
    const { retention } = this.#parts.rules.current;
    if (retention === null) return { count: 0, more: false };
    const states = [
      ['completed', retention.completed],
      ['cancelled', retention.cancelled],
      ['dead', retention.dead],
    ] as const;
    const shards = countOf((await this.#parts.store.queues('worker')).map(queueOf));
    return this.#sweep(limit, async (queue, room) => {
      let count = 0;
      for (const [state, whole] of states) {
        // Each shard keeps its share.
        const share = whole.count === null ? null : Math.ceil(whole.count / (shards.get(queueOf(queue)) ?? 1));
        const keep = { ...whole, count: share };
        const report = await this.#pruneState({ queue, state, keep }, room - count);
        count += report.count;
        if (report.more) return { count, more: true };
      }
      return { count, more: false };
    });
  }

  async forgetResults(limit: number): Promise<SweepReport> {
    const { store } = this.#parts;
    return this.#sweep(limit, async (queue, room) => {
      const args = [Math.min(room, CHUNK), SCRIPT_BYTES, RESULT_AGAIN_MS];
      const reply = await store.run('worker', 'forget-results', store.keys.of(queue), args);
      const [count = 0, more = 0] = reply as readonly number[];
      return { count, more: more === 1 };
    });
  }

  /** In scripts of a few milliseconds each. @param room how many entries are looked at, at most */
  async #pruneState(past: Past, room: number): Promise<SweepReport> {
    const { store } = this.#parts;
    const keys = store.keys.of(past.queue);
    let count = 0;
    for (let left = room; left > 0; left -= CHUNK) {
      const { state, keep } = past;
      const args = [state, keep.forMs, Math.min(left, CHUNK), keep.count ?? -1, store.idsHere, SCRIPT_BYTES];
      const reply = (await store.run('worker', 'prune', keys, args)) as readonly [number, number, ...string[]];
      const [done, more, ...ids] = reply;
      await unplace(store, 'worker', { queue: past.queue, ids });
      count += done;
      if (more !== 1) return { count, more: false };
    }
    return { count, more: true };
  }

  /** Goes over all queues until the limit is used up. */
  async #sweep(limit: number, step: (queue: string, room: number) => Promise<SweepReport>): Promise<SweepReport> {
    let count = 0;
    let more = false;
    const troubles = new Troubles();
    for (const queue of await this.#parts.store.queues('worker')) {
      if (count >= limit) return { count, more: true };
      const report = await troubles.past(() => step(queue, limit - count));
      if (!report) continue;
      count += report.count;
      more ||= report.more;
    }
    troubles.tell(count > 0);
    return { count, more };
  }

  /** The first planned job of every queue that has one. */
  async #dueHeads(troubles: Troubles): Promise<readonly { readonly queue: string; readonly dueAt: number }[]> {
    const { store } = this.#parts;
    const client = store.client('worker');
    const queues = await store.queues('worker');
    const heads = await Promise.all(
      queues.map((queue) =>
        troubles.past(() => store.guard(() => client.zrange(`${store.keys.base(queue)}delayed`, 0, '0', 'WITHSCORES'))),
      ),
    );
    return queues.flatMap((queue, index) => {
      const score = heads[index]?.[1];
      return score === undefined ? [] : [{ queue, dueAt: Number(score) }];
    });
  }

  /** @returns how many jobs of ended sessions are left there */
  async #rescueQueue(physical: string, room: number, into: RescuedJob[]): Promise<number> {
    const { lanes, timings, unfinished, outbox } = this.#parts;
    const { left, moves, records } = await lanes.of(physical).rescue(room, timings.maxRescues, CRASHED);
    const queue = queueOf(physical);
    for (let i = 0; i < records.length; i += 2) {
      const source = { queue, storedId: records[i] ?? '', text: records[i + 1] ?? '', running: null, foreign: null };
      const { job } = readRecord(source);
      into.push({
        id: job.id,
        task: job.task,
        queue,
        attempt: job.attempt,
        rescues: job.rescues,
        state: job.state === 'dead' ? 'dead' : 'available',
      });
    }
    if (records.length > 0) outbox.soon(physical);
    await unfinished.look(physical, moves);
    return left;
  }
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
