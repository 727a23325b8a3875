/**
 * A queue as the consume loop sees it: raw records become leases, outcomes become records, and what this process
 * holds in memory is compared with what the store says it holds.
 */
import type { JobError, JobRef } from '../../core/index.ts';
import type { Annotation, ForeignTask, Lane, Lease, Settlement, SettleReceipt } from '../../engine/index.ts';
import { messageOf, SkepError } from '../../foundation/index.ts';
import type { BeeQueueLane, Reserved } from './bee-queue-lane.ts';
import { addSettleArguments, composeLive, withNews } from './compose.ts';
import { EXPIRED, unreadable } from './job-errors.ts';
import { refsOf } from './maintain.ts';
import { readRecord, type Stored, stateOf } from './record.ts';
import type { ScriptArgument } from './scripts.ts';
import type { Sessions } from './sessions.ts';
import type { Signals } from './signals.ts';
import type { RedisStore } from './store.ts';

/** A lease with what its end will be written from. */
interface Held {
  readonly lease: Lease;
  stored: Stored;
  /** Its settlement is under way: the store may have let go of it already. */
  settling: boolean;
}

export interface ConsumerLaneParts {
  readonly queue: string;
  readonly bee: BeeQueueLane;
  readonly store: RedisStore;
  readonly sessions: Sessions;
  readonly signals: Signals;
  /** Told of jobs that were past their expiry. */
  readonly onExpired: (expired: readonly JobRef[]) => void;
}

/** Settlements per script: more would hold Redis up for longer than a millisecond or two. */
const SETTLE_BATCH = 256;
const LOST: SettleReceipt = { status: 'lost', state: null, runAt: null };

export class ConsumerLane implements Lane {
  readonly #parts: ConsumerLaneParts;
  readonly #held = new Map<Lease, Held>();
  /** Ids may lie on the active hash that this process does not know (a reply was lost). */
  #suspect = false;
  /** Leases of strangers that are not handed out yet. */
  #found: Lease[] = [];
  #hadForeign = false;
  /** Asked before each reserve; the newest consumer's word counts. */
  foreign: () => ForeignTask | null = () => null;

  constructor(parts: ConsumerLaneParts) {
    this.#parts = parts;
    parts.store.onInterrupted(this.suspect);
  }

  /** Look at the next reserve whether the store and this process agree on what it holds. */
  readonly suspect = (): void => {
    this.#suspect = true;
  };

  onWake(listener: () => void): () => void {
    return this.#parts.signals.onWake(this.#parts.queue, listener);
  }

  async reserve(count: number): Promise<readonly Lease[]> {
    const { sessions, bee } = this.#parts;
    const session = sessions.leased(bee.queue) ?? (await sessions.lease(bee.queue));
    if (session === null) return [];
    const foreign = this.foreign();
    // A reload may take the task away and give one again: what was held in between is freed then.
    if (!foreign) this.#hadForeign = false;
    else if (!this.#hadForeign) await this.#freeForeign();
    if (this.#suspect) this.#found.push(...(await this.#compare(session, foreign)));
    const leases = this.#found.splice(0, count);
    while (leases.length < count) {
      const reserved = await this.#reserveOnce(session, count - leases.length);
      if (reserved.status === 'lost') {
        await this.#parts.sessions.lose(session);
        break;
      }
      leases.push(...(await this.#leases(session, reserved.token, reserved.records, foreign)));
      if (!reserved.more) break;
    }
    return leases;
  }

  async settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    if (this.#parts.store.closed) return batch.map(() => LOST);
    const receipts: SettleReceipt[] = [];
    for (let from = 0; from < batch.length; from += SETTLE_BATCH) {
      receipts.push(...(await this.#settleSome(batch.slice(from, from + SETTLE_BATCH))));
    }
    return receipts;
  }

  /** Resolves when the queue's server answers. */
  async ask(): Promise<void> {
    const { store, bee } = this.#parts;
    await store.guard(() => store.client('worker').exists(`${bee.base}paused`));
  }

  /** The job id of what is stored as `id`; null when this process does not hold it. */
  publicId(storedId: string): string | null {
    for (const { stored } of this.#held.values()) if (stored.storedId === storedId) return stored.job.id;
    return null;
  }

  /** Saves progress and log lines; those whose lease is lost are left out. */
  async annotate(notes: readonly Annotation[]): Promise<void> {
    const bySession = new Map<string, ScriptArgument[]>();
    for (const note of notes) {
      const held = this.#held.get(note.lease);
      if (!held || held.settling) continue;
      const args = bySession.get(note.lease.session) ?? [];
      bySession.set(note.lease.session, args);
      args.push(held.stored.storedId, held.stored.token, composeLive(held.stored, note));
      held.stored = withNews(held.stored, note);
    }
    for (const [session, args] of bySession) {
      await this.#parts.store.run('worker', 'annotate', this.#parts.bee.keys, [session, ...args]);
    }
  }

  async #reserveOnce(session: string, count: number): Promise<Reserved> {
    try {
      const reserved = await this.#parts.bee.reserve(session, count, EXPIRED);
      if (reserved.expired.length > 0) this.#parts.onExpired(refsOf(this.#parts.queue, reserved.expired));
      return reserved;
    } catch (error) {
      this.#suspect = true;
      throw error;
    }
  }

  async #leases(
    session: string,
    token: string,
    records: readonly string[],
    foreign: ForeignTask | null,
  ): Promise<Lease[]> {
    const leases: Lease[] = [];
    for (let i = 0; i < records.length; i += 2) {
      const storedId = records[i] ?? '';
      const lease = await this.#lease({ session, token }, storedId, records[i + 1] ?? '', foreign);
      if (lease) leases.push(lease);
    }
    return leases;
  }

  /** @returns null for a record that nobody can read: it is buried at once, where a person sees it */
  #lease(
    running: { readonly session: string; readonly token: string },
    storedId: string,
    text: string,
    foreign: ForeignTask | null,
  ): Lease | Promise<null> {
    const { queue } = this.#parts;
    try {
      const stored = readRecord({ queue, storedId, text, running, foreign });
      const lease: Lease = { job: stored.job, session: running.session };
      this.#held.set(lease, { lease, stored, settling: false });
      if (stored.job.task === '') return this.#end(lease, { kind: 'hold', reason: 'task' });
      return lease;
    } catch (error) {
      const replacement = JSON.stringify({ data: text, options: {} });
      const stored = readRecord({ queue, storedId, text: replacement, running, foreign });
      const lease: Lease = { job: stored.job, session: running.session };
      this.#held.set(lease, { lease, stored, settling: false });
      return this.#end(lease, { kind: 'dead', error: unreadable(messageOf(error)) });
    }
  }

  async #end(
    lease: Lease,
    outcome: { kind: 'hold'; reason: 'task' } | { kind: 'dead'; error: JobError },
  ): Promise<null> {
    await this.#settleSome([{ lease, outcome, traceId: null, spanId: null, progress: null, logs: [] }]);
    return null;
  }

  async #settleSome(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    const receipts: SettleReceipt[] = batch.map(() => LOST);
    for (const [session, places] of this.#bySession(batch)) {
      const args: ScriptArgument[] = [];
      for (const place of places) this.#addArguments(args, batch[place]);
      const replies = await this.#parts.bee.settle(session, places.length, args);
      places.forEach((place, index) => {
        receipts[place] = receiptOf(replies[index] ?? 'l-');
      });
    }
    for (const { lease } of batch) this.#held.delete(lease);
    return receipts;
  }

  /** Places in the batch by the session that holds the lease: one as a rule, two just after a session was lost. */
  #bySession(batch: readonly Settlement[]): Map<string, number[]> {
    const places = new Map<string, number[]>();
    batch.forEach(({ lease }, place) => {
      const held = this.#held.get(lease);
      if (!held) return;
      held.settling = true;
      const list = places.get(lease.session);
      if (list) list.push(place);
      else places.set(lease.session, [place]);
    });
    return places;
  }

  #addArguments(args: ScriptArgument[], settlement: Settlement | undefined): void {
    const held = settlement && this.#held.get(settlement.lease);
    if (!held) throw new SkepError('INTERNAL', 'A settlement for a lease that is not held');
    addSettleArguments(args, held.stored, settlement);
  }

  /**
   * The store's account against ours. What it says we hold and we do not know is taken up (its reply was lost);
   * what we hold and it does not say is over (cancelled or rescued, and the signal was lost).
   * @returns leases of the strangers
   */
  async #compare(session: string, foreign: ForeignTask | null): Promise<readonly Lease[]> {
    const { store, bee, signals } = this.#parts;
    const before = new Set([...this.#held.values()].filter((held) => !held.settling));
    const active = await store.guard(() => store.client('worker').hgetall(`${bee.base}active:${session}`));
    this.#suspect = false;
    const known = new Set<string>();
    for (const { lease, stored } of this.#held.values()) if (lease.session === session) known.add(stored.storedId);
    const over = [...before].filter(
      ({ lease, stored, settling }) => !settling && lease.session === session && !(stored.storedId in active),
    );
    if (over.length > 0) signals.emit({ type: 'leases-ended', ids: over.map(({ lease }) => lease.job.id) });
    const strangers = Object.keys(active).filter((id) => !known.has(id));
    if (strangers.length === 0) return [];
    const replies = (await store.run('worker', 'read', bee.keys, strangers)) as readonly string[];
    const leases: Lease[] = [];
    for (const [index, id] of strangers.entries()) {
      const [text, holder, token] = replies.slice(index * 3, index * 3 + 3);
      if (!text || holder !== session || !token) continue;
      const lease = await this.#lease({ session, token }, id, text, foreign);
      if (lease) leases.push(lease);
    }
    return leases;
  }

  /** Jobs of plain bee-queue that were held because the queue had no task for them. */
  async #freeForeign(): Promise<void> {
    const { store, bee } = this.#parts;
    for (;;) {
      const reply = await store.run('worker', 'unblock', bee.keys, ['', 100]);
      if ((reply as readonly number[])[1] === 0) break;
    }
    this.#hadForeign = true;
  }
}

/** 'sSTATE RUN' or 'lSTATE', see lua/settle.lua. */
function receiptOf(reply: string): SettleReceipt {
  const state = stateOf(reply.charAt(1));
  if (reply.startsWith('l')) return { status: 'lost', state, runAt: null };
  return {
    status: 'settled',
    state,
    runAt: state === 'retryable' || state === 'scheduled' ? Number(reply.slice(3)) : null,
  };
}
