/**
 * Where jobs of tasks with `collect` wait for company, in one queue of a worker. They are reserved already, and have not begun.
 *
 *   gathering ──full, or its wait is over──▶ ready ──a place is free──▶ one call
 *        └──stop, reload, a last chance elsewhere──▶ given back, as if they had never been reserved
 *
 * Who waits here takes no place of the queue: others go on meanwhile. A gathering that is ready and finds no place still takes
 * in who comes. Where a key tells jobs apart, a task has at most KEYED_MOST of them here: then the gathering that began first goes.
 *
 * To get company in one step the queue asks for more jobs than it has places: as many as jobs of such tasks came in a row before.
 * A job of another task that comes along and finds no place is given back at once, and ends the row. So a queue that has only
 * such tasks fills a call in a few steps, and one that is mixed is asked for little beyond its places.
 */
import { type Job, KeyRing, lookUp } from '../../core/index.ts';
import type { AttemptResult, Lease } from '../../engine/index.ts';
import type { Clock, Json, Timer } from '../../foundation/index.ts';
import type { BoundTask, CollectSpec, Manifest } from '../../manifest/index.ts';
import { readied } from './readied.ts';

export interface CollectorParts {
  readonly clock: Clock;
  /** Places of the queue where no handler runs. */
  readonly free: () => number;
  /** Begins one call, which takes a place. @returns what comes of each, in order */
  readonly begin: (leases: readonly Lease[]) => readonly Promise<AttemptResult>[];
}

interface Waiting {
  readonly lease: Lease;
  readonly resolve: (result: AttemptResult | Promise<AttemptResult>) => void;
}

interface Gathering {
  readonly task: string;
  /** Of the payload; those with another wait elsewhere. */
  readonly key: string;
  readonly spec: CollectSpec;
  waiting: Waiting[];
  /** What ends its wait. */
  timer: Timer | undefined;
}

/** Leases that keys may keep waiting, so that ten thousand of them do not make a process reserve without end. */
const KEYED_MOST = 1_000;

export const GIVEN_BACK: AttemptResult = {
  ...{ outcome: { kind: 'release', unstarted: true }, traceId: null, spanId: null, progress: null, logs: [] },
};

/** @returns with whom the job may be in one call: jobs of the same text. Where its payload cannot be got, its attempt will say so */
export function collectKey(job: Job, task: BoundTask, { encryption }: Pick<Manifest, 'encryption'>): string {
  const key = task.spec.collect?.key ?? null;
  if (key === null) return '';
  let payload: Json;
  try {
    ({ payload } = readied(job, task, KeyRing.of(encryption)));
  } catch {
    return '';
  }
  return JSON.stringify(lookUp({ kind: 'path', steps: key.split('.'), fallback: undefined }, { payload }) ?? null);
}

export class Collector {
  readonly #parts: CollectorParts;
  /** In the order in which they began; the ready ones among them while they are not full. */
  readonly #open = new Set<Gathering>();
  /** Those that only want a place, in the order in which they get one. */
  readonly #ready: Gathering[] = [];
  /** Jobs of such tasks that came since the last of another. */
  #row = 0;

  constructor(parts: CollectorParts) {
    this.#parts = parts;
  }

  /** Calls that wait for a place. */
  get ready(): number {
    return this.#ready.length;
  }

  /** How many jobs are worth asking for beyond the free places: company for those that wait. */
  get wanted(): number {
    if (this.#ready.length > 0) return 0;
    let room = 0;
    const seen = new Set<string>();
    for (const { task, spec } of this.#open) {
      if (seen.has(task)) continue;
      seen.add(task);
      room += Math.max(0, mostOf(spec) - this.#waitingOf(task));
    }
    return Math.min(this.#row, room);
  }

  /** @param key only jobs of the same one get into one call */
  add(lease: Lease, spec: CollectSpec, key: string): Promise<AttemptResult> {
    this.#row += 1;
    const { task } = lease.job;
    const gathering = this.#find(task, key) ?? this.#begin({ task, key, spec });
    const result = new Promise<AttemptResult>((resolve) => gathering.waiting.push({ lease, resolve }));
    if (gathering.waiting.length >= gathering.spec.size) this.#full(gathering);
    else if (this.#waitingOf(task) >= mostOf(spec)) this.#due(this.#first(task) ?? gathering);
    return result;
  }

  /** A job of a task that collects nothing has come. @returns whether there is no place for it */
  crowds(): boolean {
    this.#row = 0;
    return this.#parts.free() <= 0;
  }

  /** To be called when a place may be free. */
  look(): void {
    while (this.#ready.length > 0 && this.#parts.free() > 0) {
      const gathering = this.#ready.shift();
      if (gathering === undefined) return;
      this.#close(gathering);
      const { waiting } = gathering;
      const results = this.#parts.begin(waiting.map(({ lease }) => lease));
      for (const [index, { resolve }] of waiting.entries()) resolve(results[index] ?? GIVEN_BACK);
    }
  }

  /** Another manifest is in force: those who wait by other rules are given back. @param specOf what it says of a task */
  reload(specOf: (task: string) => CollectSpec | null): void {
    const changed = [...this.#open, ...this.#ready].filter(({ task, spec }) => !isSame(spec, specOf(task)));
    const leases = new Set(changed.flatMap(({ waiting }) => waiting.map(({ lease }) => lease)));
    if (leases.size > 0) this.giveBack((lease) => leases.has(lease));
  }

  /** Gives back those whose lease passes the test. */
  giveBack(test: (lease: Lease) => boolean): void {
    for (const gathering of new Set([...this.#open, ...this.#ready])) {
      const [leaving, staying]: [Waiting[], Waiting[]] = [[], []];
      for (const one of gathering.waiting) (test(one.lease) ? leaving : staying).push(one);
      gathering.waiting = staying;
      for (const { resolve } of leaving) resolve(GIVEN_BACK);
      if (staying.length === 0) this.#forget(gathering);
    }
  }

  #begin(of: Pick<Gathering, 'task' | 'key' | 'spec'>): Gathering {
    const gathering: Gathering = { ...of, waiting: [], timer: undefined };
    gathering.timer = this.#parts.clock.after(of.spec.waitMs, () => this.#due(gathering));
    this.#open.add(gathering);
    return gathering;
  }

  #full(gathering: Gathering): void {
    this.#open.delete(gathering);
    this.#due(gathering);
  }

  #due(gathering: Gathering): void {
    gathering.timer?.cancel();
    if (!this.#ready.includes(gathering)) this.#ready.push(gathering);
    this.look();
  }

  #close(gathering: Gathering): void {
    gathering.timer?.cancel();
    this.#open.delete(gathering);
  }

  #forget(gathering: Gathering): void {
    this.#close(gathering);
    const place = this.#ready.indexOf(gathering);
    if (place >= 0) this.#ready.splice(place, 1);
  }

  #find(task: string, key: string): Gathering | undefined {
    for (const gathering of this.#open) if (gathering.task === task && gathering.key === key) return gathering;
    return undefined;
  }

  /** The first that waits for company and not for a place. */
  #first(task: string): Gathering | undefined {
    for (const gathering of this.#open) {
      if (gathering.task === task && !this.#ready.includes(gathering)) return gathering;
    }
    return undefined;
  }

  #waitingOf(task: string): number {
    let count = 0;
    for (const gathering of this.#open) if (gathering.task === task) count += gathering.waiting.length;
    return count;
  }
}

function mostOf({ size, key }: CollectSpec): number {
  return key === null ? size : KEYED_MOST;
}

function isSame(one: CollectSpec, other: CollectSpec | null): boolean {
  return one.size === other?.size && one.waitMs === other.waitMs && one.key === other.key;
}
