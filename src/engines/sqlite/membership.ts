/**
 * This process among the others: its session, the renewal of its lease, the signals it gets.
 *
 * Modes: outside (not joined, or left) · member (a session holds) · lost (the lease ran out; a new session is
 * being begun, until then nothing is reserved).
 */
import type { EngineTimings, ProcessInfo, Signal } from '../../engine/index.ts';
import { type Clock, type IdSource, SkepError } from '../../foundation/index.ts';
import { leaveSession } from './change.ts';
import type { Committer, Transaction } from './committer.ts';
import { enter, type Entry, withdraw } from './in-force.ts';
import { Renewal } from './renewal.ts';
import { beginSession, refreshSession, type Session, sessionHolds } from './sessions.ts';
import { lastSignal, signalsAfter } from './signals.ts';
import type { Store } from './store.ts';

export interface MembershipOptions {
  readonly store: Store;
  readonly committer: Committer;
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly timings: EngineTimings;
  /** A session holds again: what was not reserved meanwhile may be reserved now. */
  readonly onRejoined: () => void;
}

/** Wait before a new session is tried again when the store failed. */
const REJOIN_MS = 500;

export class Membership {
  readonly #options: MembershipOptions;
  readonly #renewal: Renewal;
  readonly #listeners = new Set<(signal: Signal) => void>();
  /** Numbers of all sessions that this process ever had: their settlements may still come. */
  readonly #numbers = new Map<string, number>();
  #info: ProcessInfo | undefined;
  #session: Session | undefined;
  /** The manifest whose schedules this process has applied. */
  #entry: Entry | undefined;
  #signalsSeen = 0;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#renewal = new Renewal({ ...options, onLost: (number) => this.#lose(number) });
  }

  /** undefined while it has none. */
  get session(): string | undefined {
    return this.#session?.id;
  }

  numberOf(session: string): number | undefined {
    return this.#numbers.get(session);
  }

  async join(info: ProcessInfo): Promise<string> {
    await this.leave();
    this.#info = info;
    try {
      return (await this.#begin(info)).id;
    } catch (error) {
      this.#info = undefined;
      throw error;
    }
  }

  /** The session to reserve under; undefined while there is none. Notices when the lease is over. */
  holding(transaction: Transaction): Session | undefined {
    if (!this.#info) throw new SkepError('INTERNAL', 'a session is needed to consume; join() first');
    const session = this.#session;
    if (!session || sessionHolds(transaction, session)) return session;
    transaction.committed.push(() => this.#lose(session.number));
    return undefined;
  }

  /** The schedules of a manifest were applied in this transaction. */
  entered(transaction: Transaction, entry: Entry): void {
    if (this.#session) enter(transaction, this.#session.number, entry);
    transaction.committed.push(() => (this.#entry = entry));
  }

  /** This process fires no schedules any more. */
  async withdraw(): Promise<void> {
    this.#entry = undefined;
    const session = this.#session;
    if (session) await this.#options.committer.write((transaction) => withdraw(transaction, session.number));
  }

  async beat(info: ProcessInfo): Promise<void> {
    if (!this.#info) return;
    this.#info = info;
    const session = this.#session;
    if (!session) return;
    const held = await this.#options.committer.write((transaction) => {
      if (!refreshSession(transaction, session, info)) return false;
      if (this.#entry) enter(transaction, session.number, this.#entry);
      return true;
    });
    if (!held) this.#lose(session.number);
    this.lookForSignals();
  }

  async leave(): Promise<void> {
    this.#info = undefined;
    this.#entry = undefined;
    const session = this.#session;
    if (!session) return;
    await this.#renewal.stop();
    await this.#options.committer.write((transaction) => {
      withdraw(transaction, session.number);
      leaveSession(transaction, session);
    });
    this.#session = undefined;
  }

  /** Stops renewing; the session is left to run out. */
  async close(): Promise<void> {
    this.#info = undefined;
    this.#session = undefined;
    await this.#renewal.stop();
  }

  subscribe(listener: (signal: Signal) => void): () => void {
    const own = (signal: Signal): void => listener(signal);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Why leases are not renewed by the thread; undefined while all is well. */
  get renewalFailure(): unknown {
    return this.#renewal.failure;
  }

  /** @throws what the driver throws when the file cannot be read */
  lookForSignals(): void {
    if (!this.#session) return;
    const { upTo, signals } = signalsAfter(this.#options.store, this.#signalsSeen, this.#session);
    this.#signalsSeen = upTo;
    for (const signal of signals) this.#emit(signal);
  }

  async #begin(info: ProcessInfo): Promise<Session> {
    const { committer, newId, timings } = this.#options;
    const id = newId();
    const session = await committer.write((transaction) => {
      const begun = beginSession(transaction, { id, info, leaseMs: timings.leaseMs });
      if (this.#entry) enter(transaction, begun.number, this.#entry);
      // Signals go on from here; after a lost session, from where they were.
      const seen = this.#signalsSeen || lastSignal(transaction.store);
      transaction.committed.push(() => (this.#signalsSeen = seen));
      return begun;
    });
    this.#numbers.set(session.id, session.number);
    await this.#renewal.start(session.number);
    this.#session = session;
    return session;
  }

  #lose(number: number): void {
    const session = this.#session;
    const info = this.#info;
    if (!session || !info || session.number !== number) return;
    this.#session = undefined;
    void this.#rejoin(session);
  }

  async #rejoin(lost: Session): Promise<void> {
    if (!this.#info) return;
    try {
      await this.#begin(this.#info);
    } catch {
      this.#options.clock.after(REJOIN_MS, () => void this.#rejoin(lost));
      return;
    }
    this.#emit({ type: 'session-lost', session: lost.id });
    this.#options.onRejoined();
  }

  #emit(signal: Signal): void {
    for (const listener of this.#listeners) {
      try {
        listener(signal);
      } catch {
        // A listener's fault must not keep the signal from the others, and an engine never logs.
      }
    }
  }
}
