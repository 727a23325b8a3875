/** A queue as the consume loop sees it: raw records become leases, outcomes records; what it holds is compared with what the store says. */
import { unreadableError } from '../../../core/index.ts';
import {
  type Annotation,
  type ForeignTask,
  type Lane,
  type Lease,
  pieces,
  Portion,
  type Reserved,
  type Settlement,
  type SettleReceipt,
} from '../../../engine/index.ts';
import { Bag } from '../../../foundation/index.ts';
import { apartIn, readApart } from '../apart.ts';
import type { Reserved as Brought, Settled } from './bee-queue-lane.ts';
import { composeLive, withNews, withoutNews } from '../compose.ts';
import { endedIn } from '../outbox/ended-in-passing.ts';
import { Exchange } from '../exchange.ts';
import { type Arrival, HeldLease, sizeOf } from './held-lease.ts';
import { EXPIRED } from '../job-errors.ts';
import { readRecord, type Running, startOf } from '../records/record.ts';
import { endOf, joined } from '../reserve-end.ts';
import type { ConsumerLaneParts, Forget } from './lane-parts.ts';
import { notedEnds } from '../outbox/noted-ends.ts';
import type { ScriptArgument } from '../scripts.ts';
import { addReceipts } from '../records/settle-receipts.ts';
import { type Ending, mayBeFollowed, settleArguments } from '../records/settlements.ts';

interface Found {
  readonly running: Arrival;
  readonly foreign: ForeignTask | null;
  readonly storedId: string;
  readonly text: string;
  readonly apart: string | undefined;
}

/** Settlements per script: more hold Redis up for too long. */
const SETTLE_BATCH = 256;
const LOST: SettleReceipt = { status: 'lost', state: null, runAt: null };

export class ConsumerLane implements Lane {
  readonly reserves = 2;
  readonly #parts: ConsumerLaneParts;
  readonly #exchange: Exchange;
  readonly #held = new Bag<HeldLease>();
  readonly #portion = new Portion();
  /** Ids may lie on the active hash that this process does not know (a reply was lost). */
  #suspect = false;
  /** Reserves under way. */
  #underWay = 0;
  /** Of strangers, not handed out yet. */
  #found: Lease[] = [];
  #hadForeign = false;

  constructor(parts: ConsumerLaneParts) {
    this.#parts = parts;
    this.#exchange = new Exchange(parts.bee);
    parts.store.onInterrupted(this.suspect);
  }

  /** Look at the next reserve whether the store and this process agree on what it holds. */
  readonly suspect = (): void => {
    this.#suspect = true;
  };

  onWake(listener: () => void): () => void {
    return this.#parts.signals.onWake(this.#parts.queue, listener);
  }

  async reserve(count: number): Promise<Reserved> {
    // What another reserve is about to bring must not be taken for strangers: one compares when it is alone.
    if (this.#suspect && this.#underWay > 0) return { leases: [], more: false };
    this.#underWay += 1;
    try {
      return await this.#reserve(count);
    } catch (error) {
      // It may have been done, and only its answer was lost.
      this.#suspect = true;
      throw error;
    } finally {
      this.#underWay -= 1;
    }
  }

  /** @param again a session was lost on the way already */
  async #reserve(count: number, again = false): Promise<Reserved> {
    const { sessions, bee, store } = this.#parts;
    store.admit();
    const session = sessions.leased(bee.queue) ?? (await sessions.lease(bee.queue));
    if (session === null) return { leases: [], more: false };
    const foreign = this.#parts.foreign();
    // A reload may take the task away and give one again: what was held in between is freed then.
    if (!foreign) this.#hadForeign = false;
    else if (!this.#hadForeign) {
      await bee.freeForeign();
      this.#hadForeign = true;
    }
    if (this.#suspect) this.#found.push(...(await this.#compare(session, foreign)));
    const leases = this.#found.splice(0, count);
    while (leases.length < count) {
      const asked = this.#portion.of(count - leases.length);
      const reserved = await this.#reserveOnce(session, asked);
      if (reserved.status === 'lost') {
        await this.#parts.sessions.lose(session);
        // Nothing else would wake the loop for what waits: it is asked for at once under the session that follows.
        return again ? { leases, more: false } : joined(leases, await this.#reserve(count - leases.length, true));
      }
      await this.#take(leases, { session, ...reserved }, foreign);
      const more = endOf(reserved, leases.length, asked);
      if (more !== undefined) return { leases, more };
    }
    return { leases, more: true };
  }

  async #take(
    leases: Lease[],
    { session, token, records }: Pick<Brought, 'token' | 'records'> & Pick<Running, 'session'>,
    foreign: ForeignTask | null,
  ): Promise<void> {
    const running = { session, token, since: this.#parts.clock.monotonic() };
    const payloads = await this.#apart(apartIn(records));
    let bytes = 0;
    for (let i = 1; i < records.length; i += 2) bytes += records[i]?.length ?? 0;
    for (const text of payloads.values()) bytes += text.length;
    this.#portion.took(records.length / 2, bytes);
    for (let i = 0; i < records.length; i += 2) {
      const storedId = records[i] ?? '';
      const apart = payloads.get(storedId);
      const lease = this.#lease({ running, foreign, storedId, text: records[i + 1] ?? '', apart });
      if (lease instanceof HeldLease) leases.push(lease);
      else await lease;
    }
  }

  #apart(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { store, bee } = this.#parts;
    return readApart({ store, role: 'worker', base: bee.base }, ids);
  }

  async settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    if (this.#parts.store.closed) return batch.map(() => LOST);
    const receipts: SettleReceipt[] = [];
    for (const piece of pieces(batch, SETTLE_BATCH, sizeOf)) receipts.push(...(await this.#settleSome(piece)));
    return receipts;
  }

  /** Resolves when the queue's server answers. */
  async ask(): Promise<void> {
    const { store, bee } = this.#parts;
    await store.guard(() => store.client('worker').exists(`${bee.base}paused`));
  }

  /** The job id of what is stored as `id`; null when this process does not hold it. */
  publicId(storedId: string): string | null {
    for (const { stored } of this.#held) if (stored.storedId === storedId) return stored.job.id;
    return null;
  }

  /**
   * Saves progress and log lines; those whose lease is lost are left out.
   * @param forget gets what is to be done, the last first, where they are to be brought again
   */
  async annotate(notes: readonly Annotation[], forget: Forget[]): Promise<void> {
    for (const piece of pieces(notes, SETTLE_BATCH, sizeOf)) await this.#annotateSome(piece, forget);
  }

  async #annotateSome(notes: readonly Annotation[], forget: Forget[]): Promise<void> {
    const bySession = new Map<string, ScriptArgument[]>();
    for (const note of notes) {
      const held = this.#heldBy(note.lease);
      if (!held || held.settling) continue;
      const args = bySession.get(note.lease.session) ?? [];
      bySession.set(note.lease.session, args);
      args.push(held.stored.storedId, held.stored.token, composeLive(held.stored, note));
      // Before it is stored: what comes meanwhile is written behind it.
      const { progress } = held.stored.job;
      held.stored = withNews(held.stored, note);
      forget.push(() => (held.stored = withoutNews(held.stored, note, progress)));
    }
    for (const [session, args] of bySession) {
      await this.#parts.store.run('worker', 'annotate', this.#parts.bee.keys, [session, ...args]);
    }
  }

  #heldBy(lease: Lease): HeldLease | undefined {
    return lease instanceof HeldLease && this.#held.has(lease) ? lease : undefined;
  }

  async #reserveOnce(session: string, count: number): Promise<Brought> {
    const wish = { count, expired: EXPIRED, weighted: this.#parts.weighted() };
    const reserved = await this.#exchange.reserve(session, wish);
    if (reserved.asked) await this.#parts.judgement.decide(this.#parts.bee, this.#parts.queue);
    if (reserved.expired.length > 0) {
      const ended = endedIn(reserved.expired, this.#parts.bee.queue);
      this.#parts.onExpired(ended.map(({ job }) => job));
      for (const { physical } of ended) this.#parts.onFollowed(physical);
    }
    return reserved;
  }

  /** @returns a promise when it is not to run: it is held or buried at once, where a person sees it */
  #lease({ running, foreign, storedId, text, apart }: Found): HeldLease | Promise<void> {
    const { queue } = this.#parts;
    try {
      const lease = new HeldLease(readRecord({ queue, storedId, text, running, foreign, apart }), running);
      this.#held.add(lease);
      return lease.job.task === '' ? this.#end(lease, { kind: 'hold', reason: 'task' }) : lease;
    } catch (error) {
      const replacement = JSON.stringify({ data: text, options: {} });
      const stored = readRecord({ queue, storedId, text: replacement, running, foreign });
      const lease = new HeldLease(stored, running);
      this.#held.add(lease);
      return this.#end(lease, { kind: 'dead', error: unreadableError(error) });
    }
  }

  async #end(lease: Lease, outcome: Settlement['outcome']): Promise<void> {
    await this.#settleSome([{ lease, outcome, traceId: null, spanId: null, progress: null, logs: [] }]);
  }

  async #settleSome(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    const receipts = batch.map(() => LOST);
    for (const [session, endings] of this.#bySession(batch)) {
      addReceipts(receipts, endings, await this.#send(session, endings));
    }
    for (const { lease } of batch) if (lease instanceof HeldLease) this.#held.delete(lease);
    return receipts;
  }

  async #send(session: string, endings: readonly Ending[]): Promise<Settled> {
    const { bee, runs, onFollowed } = this.#parts;
    const ahead = runs?.ahead(endings) ?? null;
    const turns = ahead?.map(({ args }) => args) ?? null;
    const settled = await this.#exchange.settle(session, settleArguments(endings, turns));
    if (settled.noted.length > 0) runs?.noted(notedEnds(settled.noted, endings), ahead ?? []);
    if (settled.posted && endings.some(mayBeFollowed)) onFollowed(bee.queue);
    return settled;
  }

  /** Those that this process holds, by session: one as a rule, two just after a session was lost. */
  #bySession(batch: readonly Settlement[]): Map<string, Ending[]> {
    const endings = new Map<string, Ending[]>();
    const now = this.#parts.clock.monotonic();
    for (let place = 0; place < batch.length; place += 1) {
      const settlement = batch[place];
      const lease = settlement && this.#heldBy(settlement.lease);
      if (!lease) continue;
      lease.settling = true;
      const finishedAt = Math.floor(startOf(lease.stored) + now - lease.since);
      const ending = { stored: lease.stored, settlement, place, finishedAt };
      const list = endings.get(lease.session);
      if (list) list.push(ending);
      else endings.set(lease.session, [ending]);
    }
    return endings;
  }

  /**
   * The store's account against ours. What it says we hold and we do not know is taken up (its reply was lost);
   * what we hold and it does not say is over (cancelled or rescued, and the signal was lost).
   * @returns leases of the strangers
   */
  async #compare(session: string, foreign: ForeignTask | null): Promise<readonly Lease[]> {
    const { store, bee, signals } = this.#parts;
    const before = [...this.#held].filter((held) => !held.settling);
    const active = await store.guard(() => store.client('worker').hgetall(`${bee.base}active:${session}`));
    this.#suspect = false;
    const known = new Set<string>();
    for (const held of this.#held) if (held.session === session) known.add(held.stored.storedId);
    const over = before.filter((one) => !one.settling && one.session === session && !(one.stored.storedId in active));
    if (over.length > 0) signals.emit({ type: 'leases-ended', ids: over.map(({ job }) => job.id) });
    const strangers = Object.keys(active).filter((id) => !known.has(id));
    if (strangers.length === 0) return [];
    const replies = (await store.run('worker', 'read', bee.keys, strangers)) as readonly string[];
    const texts = strangers.flatMap((id, index) => [id, replies[index * 4] ?? '']);
    const payloads = await this.#apart(apartIn(texts));
    const leases: Lease[] = [];
    for (const [index, id] of strangers.entries()) {
      const [text, holder, token] = replies.slice(index * 4, index * 4 + 4);
      if (!text || holder !== session || !token) continue;
      const lease = this.#lease({
        running: { session, token, since: this.#parts.clock.monotonic() },
        foreign,
        storedId: id,
        text,
        apart: payloads.get(id),
      });
      if (lease instanceof HeldLease) leases.push(lease);
      else await lease;
    }
    return leases;
  }
}
