/**
 * One bulk operation on its way. After each step the store knows how far it is, and says whether it goes on: so it may be left at
 * any instant, and whoever takes it up begins with the step that was under way. What that had changed already does not match any more.
 */
import { isFinished, seesJob } from '../../core/index.ts';
import type { ChangeReceipt, Engine, ListedJob } from '../../engine/index.ts';
import { type Clock, pause, reach } from '../../foundation/index.ts';
import type { JobView } from '../../api/index.ts';
import { addReceipt, type BulkRecord } from './bulk-record.ts';
import { BulkSearch } from './bulk-search.ts';
import { BulkSteps, turn } from './bulk-step.ts';

export interface BulkRunParts {
  readonly engine: Pick<Engine, 'jobs' | 'bulks' | 'now'>;
  readonly view: (job: ListedJob) => JobView;
  readonly clock: Clock;
  /** Who carries it. */
  readonly carrier: string;
  readonly signal: AbortSignal;
}

/** Jobs of a step, which is changed in parts of some milliseconds. */
const STEP = 100;
/** Longer than a step takes, even with a store that is slow. */
export const LEASE_MS = 15_000;
/** At least so often the store is told that it goes on. */
const BREATH_MS = 1_000;
const LOOK_MS = 250;
/** Jobs whose end is waited for, and of these looked at in one step. */
const WATCHED_MAX = 1_000;
const LOOKED_AT = 100;
/** A share says something from so many ends on. */
const SHARE_FROM = 10;
/** What is put behind others keeps its order. */
const ORDERED: ReadonlySet<BulkRecord['action']> = new Set(['move', 'prioritize']);
const REASON = 'cancelled on request, with others';

/** It goes on no more: it was asked to end, another has it, or this process stops. */
class Left extends Error {}

export class BulkRun {
  readonly #parts: BulkRunParts;
  readonly #record: BulkRecord;
  readonly #steps: BulkSteps;
  readonly #search: BulkSearch;

  constructor(record: BulkRecord, parts: BulkRunParts) {
    this.#record = record;
    this.#parts = parts;
    this.#steps = new BulkSteps(parts.clock);
    this.#search = new BulkSearch(record, { jobs: parts.engine.jobs, view: parts.view });
  }

  /** Resolves when it is over, or left to others. Rejects when the store does. */
  async carry(): Promise<void> {
    const record = this.#record;
    try {
      if (ORDERED.has(record.action) && !record.dryRun) await this.#oldestFirst();
      else await this.#newestFirst();
      if (record.state === 'running') record.state = 'completed';
    } catch (error) {
      if (!(error instanceof Left)) throw error;
      if (record.state === 'running') return;
    }
    await this.#end();
  }

  /** It cannot be done. */
  async fail(message: string): Promise<void> {
    this.#record.state = 'failed';
    this.#record.error = message;
    await this.#end();
  }

  async #end(): Promise<void> {
    const { engine } = this.#parts;
    this.#record.finishedAt = await engine.now();
    this.#record.watched = [];
    await this.#save(true);
  }

  async #save(done = false): Promise<'held' | 'cancelled' | 'lost'> {
    const { engine, carrier, signal } = this.#parts;
    // One that stops leaves it to whoever comes first.
    const hold = { carrier, leaseMs: signal.aborted ? 0 : LEASE_MS };
    return engine.bulks.save(this.#record.id, JSON.stringify(this.#record), hold, done);
  }

  /** Between two steps. */
  async #breathe(): Promise<void> {
    const answer = await this.#save();
    if (answer === 'cancelled') this.#record.state = 'cancelled';
    if (answer !== 'held' || this.#parts.signal.aborted) throw new Left();
  }

  async #newestFirst(): Promise<void> {
    const record = this.#record;
    for (;;) {
      await this.#breathe();
      const most = this.#size();
      const page = await this.#search.page(this.#search.looks ? STEP : most, most, record.cursor);
      record.looked = (record.looked ?? 0) + page.looked;
      const changed = await this.#act(page.found);
      record.cursor = page.next;
      if (!record.proven && (page.next === null || record.changed >= (record.canary?.jobs ?? 0))) await this.#prove();
      if (page.next === null) return;
      await this.#look();
      if (record.rate !== null) await this.#wait((changed / record.rate.count) * record.rate.perMs);
    }
  }

  /**
   * Lists show the newest first, and those that wait longest are to go first: so the pages are gone through once to know
   * where each begins, and then from the last one backwards. A million jobs are ten thousand cursors.
   */
  async #oldestFirst(): Promise<void> {
    const { filter } = this.#record;
    const { jobs } = this.#parts.engine;
    const begins: (string | null)[] = [];
    for (let cursor: string | null = null, more = true; more;) {
      if (begins.length % 50 === 0) await this.#breathe();
      const page: Awaited<ReturnType<typeof jobs.list>> = await jobs.list(filter, STEP, cursor);
      await turn();
      if (page.jobs.length > 0) begins.push(cursor);
      cursor = page.next;
      more = cursor !== null;
    }
    for (const begin of begins.toReversed()) {
      await this.#breathe();
      const page = await jobs.list(filter, STEP, begin);
      await turn();
      this.#record.looked = (this.#record.looked ?? 0) + page.jobs.length;
      const found = await this.#search.among(page.jobs);
      const changed = await this.#act(found.toReversed());
      const { rate } = this.#record;
      if (rate !== null) await this.#wait((changed / rate.count) * rate.perMs);
    }
  }

  /** Jobs of the next step: a rate is kept smooth. */
  #size(): number {
    const { canary, proven, changed, rate } = this.#record;
    if (!proven) return Math.min(STEP, Math.max(1, (canary?.jobs ?? 0) - changed));
    if (rate === null) return STEP;
    return Math.min(STEP, Math.max(1, Math.floor((rate.count / rate.perMs) * BREATH_MS)));
  }

  /** @returns how many were changed */
  async #act(listed: readonly ListedJob[]): Promise<number> {
    const record = this.#record;
    const found = listed.filter((job) => this.#changes(job));
    record.met += found.length;
    record.running += found.filter(({ state }) => state === 'running').length;
    if (record.dryRun || found.length === 0) return 0;
    const before = record.changed;
    const ids = found.map(({ id }) => id);
    await this.#steps.each(ids, async (part) => {
      for (const receipt of await this.#change(part)) this.#note(receipt);
    });
    reach('bulk.changed');
    return record.changed - before;
  }

  #note(receipt: ChangeReceipt): void {
    const record = this.#record;
    const changed = addReceipt(record, receipt);
    const watches = !record.proven || record.stop !== null;
    if (changed && watches && record.watched.length < WATCHED_MAX) record.watched.push(receipt.id);
  }

  /** Not one that is already what it is to be. */
  #changes(job: ListedJob): boolean {
    const record = this.#record;
    const { queue, priority } = job;
    if (!seesJob(record.scope ?? null, job)) return false;
    if (record.action === 'move') return queue !== record.to;
    return record.action !== 'prioritize' || priority !== record.priority;
  }

  #change(ids: readonly string[]): ReturnType<Engine['jobs']['retry']> {
    const { jobs } = this.#parts.engine;
    switch (this.#record.action) {
      case 'cancel':
        return jobs.cancel(ids, REASON);
      case 'move':
        return jobs.move(ids, this.#record.to ?? '');
      case 'prioritize':
        return jobs.prioritize(ids, this.#record.priority ?? 0);
      case 'remove':
        return jobs.remove(ids);
      case 'retry':
        return jobs.retry(ids);
    }
  }

  /** Waits for the end of the canary. */
  async #prove(): Promise<void> {
    const record = this.#record;
    for (let told = 0; ; told += LOOK_MS) {
      await this.#lookAtWatched();
      if (record.watched.length === 0) break;
      if (told % BREATH_MS === 0) await this.#breathe();
      await this.#rest(LOOK_MS);
    }
    record.proven = true;
    if (record.failures * 100 > (record.canary?.percent ?? 0) * record.ended) this.#stop();
  }

  /** How those end that were retried, where that may stop it. */
  async #look(): Promise<void> {
    const { stop } = this.#record;
    if (stop === null) return;
    await this.#lookAtWatched();
    const { ended, failures } = this.#record;
    const many = stop.count !== null && failures >= stop.count;
    const share = stop.percent !== null && ended >= SHARE_FROM && failures * 100 > stop.percent * ended;
    if (many || share) this.#stop();
  }

  #stop(): never {
    this.#record.state = 'stopped';
    throw new Left();
  }

  async #lookAtWatched(): Promise<void> {
    const record = this.#record;
    const some = record.watched.slice(0, LOOKED_AT);
    const jobs = await Promise.all(some.map((id) => this.#parts.engine.jobs.get(id)));
    const over = new Set<string>();
    for (const [index, job] of jobs.entries()) {
      if (job !== null && !isFinished(job.state)) continue;
      over.add(some[index] ?? '');
      record.ended += 1;
      // One that is gone had ended well: dead ones are kept longest.
      if (job !== null && job.state !== 'completed') record.failures += 1;
    }
    const left = record.watched.filter((id) => !over.has(id));
    // Others come to be looked at next time.
    const [first, rest] = [left.slice(0, some.length - over.size), left.slice(some.length - over.size)];
    record.watched = [...rest, ...first];
  }

  async #wait(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= BREATH_MS) {
      await this.#rest(Math.min(left, BREATH_MS));
      if (left > BREATH_MS) await this.#breathe();
      if (this.#parts.signal.aborted) return;
    }
  }

  async #rest(ms: number): Promise<void> {
    await pause(this.#parts.clock, ms, this.#parts.signal);
  }
}
