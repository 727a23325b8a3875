/** Who died of what, over all physical queues: lua/faults.lua and lua/identify.lua. */
import { fatal, type JobError } from '../../core/index.ts';
import type { Fault, FaultPage, FaultFilter, SweepReport } from '../../engine/index.ts';
import { SCRIPT_BYTES } from './scripts.ts';
import { queueOf } from './lanes/shards.ts';
import type { RedisStore } from './store.ts';

/** Fingerprints of one script, jobs of one look. */
const STEP = 200;

/** The newest faults of a queue. */
interface Heads {
  readonly queue: string;
  readonly last: ReadonlyMap<string, number>;
  /** Beyond this instant there are more; null: these are all. */
  readonly rest: number | null;
}

export class Deaths {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  async list({ queue, task, fingerprint: only, before }: FaultFilter, limit: number): Promise<FaultPage> {
    const all = await this.#store.queues('producer');
    const queues = all.filter((physical) => queue === undefined || queueOf(physical) === queue);
    if (only !== undefined) {
      const parts = await Promise.all(queues.map((physical) => this.#tell(physical, [only], task)));
      return { faults: [...together(parts.flat()).values()], next: null };
    }
    const heads = await Promise.all(queues.map((physical) => this.#headsOf(physical, before, limit)));
    // What lies beyond may have killed later in a queue of which not all were seen.
    const sure = Math.max(...heads.map(({ rest }) => rest ?? -1), -1);
    const last = new Map<string, number>();
    for (const head of heads) {
      for (const [fingerprint, at] of head.last) last.set(fingerprint, Math.max(at, last.get(fingerprint) ?? 0));
    }
    const shown = [...last].filter(([, at]) => at >= sure);
    const newest = shown.sort(([a, at], [b, bt]) => bt - at || (a < b ? -1 : 1));
    const edge = newest[limit - 1]?.[1] ?? sure;
    const page = newest.filter(([, at]) => at >= edge).map(([fingerprint]) => fingerprint);
    const parts = await Promise.all(queues.map((physical) => this.#tell(physical, page, task)));
    const told = together(parts.flat());
    const faults = page.flatMap((fingerprint) => told.get(fingerprint) ?? []).filter(isFirstSeen(last, before));
    const more = newest.length > page.length || sure >= 0;
    return { faults, next: more ? edge : null };
  }

  /** A bounded step over all queues. */
  async identify(limit: number): Promise<SweepReport> {
    let count = 0;
    let more = false;
    for (const physical of await this.#store.queues('worker')) {
      if (count >= limit) return { count, more: true };
      const step = await this.#identifyIn(physical, Math.min(STEP, limit - count));
      count += step.count;
      more ||= step.more;
    }
    return { count, more };
  }

  async #identifyIn(physical: string, limit: number): Promise<SweepReport> {
    const store = this.#store;
    const keys = store.keys.of(physical);
    const reply = await store.run('worker', 'identify', keys, [limit, SCRIPT_BYTES]);
    const [end = '', ...pairs] = reply as readonly string[];
    if (end === '') return { count: 0, more: false };
    const args: string[] = [end];
    for (let i = 0; i < pairs.length; i += 2) {
      const text = pairs[i + 1] ?? '';
      args.push(pairs[i] ?? '', text, fatal(JSON.parse(text) as JobError).fingerprint ?? '');
    }
    // Two arguments would be a look.
    const given = await store.run('worker', 'identify', keys, args);
    return { count: Number(given), more: end !== 'all' };
  }

  async #headsOf(queue: string, before: number | undefined, limit: number): Promise<Heads> {
    const client = this.#store.client('producer');
    const key = `${this.#store.keys.base(queue)}faults`;
    const high = before === undefined ? '+inf' : `(${before}`;
    const found = await this.#store.guard(() =>
      client.zrevrangebyscore(key, high, '-inf', 'WITHSCORES', 'LIMIT', 0, limit + 1),
    );
    const last = new Map<string, number>();
    for (let i = 0; i < found.length; i += 2) last.set(found[i] ?? '', Number(found[i + 1]));
    const rest = last.size > limit ? Number(found.at(-1)) : null;
    if (rest === null) return { queue, last, rest };
    const same = await this.#store.guard(() => client.zrangebyscore(key, rest, rest));
    for (const fingerprint of same) last.set(fingerprint, rest);
    return { queue, last, rest };
  }

  async #tell(queue: string, fingerprints: readonly string[], task = ''): Promise<readonly Fault[]> {
    const faults: Fault[] = [];
    for (let from = 0; from < fingerprints.length; from += STEP) {
      const args = [task, ...fingerprints.slice(from, from + STEP)];
      const reply = await this.#store.run('producer', 'faults', this.#store.keys.of(queue), args);
      const parts = reply as readonly string[];
      for (let i = 0; i < parts.length; i += 6) {
        const [fingerprint = '', of = '', count, firstAt, lastAt, job = ''] = parts.slice(i, i + 6);
        const times = { firstAt: Number(firstAt), lastAt: Number(lastAt) };
        faults.push({ fingerprint, count: Number(count), tasks: [of], ...times, job });
      }
    }
    return faults;
  }
}

/** One that killed later in a queue that was not asked for this page stood on a page before. */
function isFirstSeen(last: ReadonlyMap<string, number>, before = Infinity): (fault: Fault) => boolean {
  return ({ fingerprint, lastAt }) => Math.max(lastAt, last.get(fingerprint) ?? 0) < before;
}

function together(parts: readonly Fault[]): ReadonlyMap<string, Fault> {
  const sum = new Map<string, Fault>();
  for (const part of parts) {
    const known = sum.get(part.fingerprint);
    sum.set(part.fingerprint, known === undefined ? part : merged(known, part));
  }
  return sum;
}

function merged(a: Fault, b: Fault): Fault {
  return {
    fingerprint: a.fingerprint,
    count: a.count + b.count,
    tasks: [...new Set([...a.tasks, ...b.tasks])],
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    job: a.lastAt >= b.lastAt ? a.job : b.job,
  };
}
