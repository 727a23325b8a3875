/** The session of this process: its lease, what it tells about itself, and what the others tell. */
import { type Applied, type EngineTimings, leftKey, type ProcessInfo, type ProcessRow } from '../../engine/index.ts';
import type { Clock, IdSource } from '../../foundation/index.ts';
import type { RedisTarget } from './connection.ts';
import { newerFormat } from './records/format.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { onceOf } from './once.ts';
import { asList, SCRIPT_BYTES } from './scripts.ts';
import type { Signals } from './signals.ts';
import type { RedisStore } from './store.ts';

export interface SessionsParts {
  readonly store: RedisStore;
  readonly signals: Signals;
  readonly target: RedisTarget;
  readonly timings: EngineTimings;
  readonly clock: Clock;
  readonly newId: IdSource;
}

export class Sessions {
  readonly #parts: SessionsParts;
  readonly #keeper: LeaseKeeper;
  #current: string | null = null;
  #info: ProcessInfo | null = null;
  /** What this process has applied, as it is stored; a new session after a lost one is entered with it at once. */
  #entry = '';
  #losing: Promise<void> | undefined;
  /** Physical queues in which the current session has a lease. */
  #leased = new Set<string>();
  #leasing = new Map<string, Promise<string | null>>();

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    this.#keeper = new LeaseKeeper(parts.clock);
  }

  /** null before join() and after leave(). */
  get current(): string | null {
    return this.#current;
  }

  /** The session when it has a lease in that queue; else null, and lease() gets one. */
  leased(queue: string): string | null {
    return this.#leased.has(queue) ? this.#current : null;
  }

  /**
   * A lease in the queue's own slot, made before the first reserve there: without it nothing can be reserved, and when
   * it is gone what the session holds there is taken back. @returns the session; null without one
   */
  lease(queue: string): Promise<string | null> {
    let leasing = this.#leasing.get(queue);
    if (!leasing) {
      leasing = this.#lease(queue).finally(() => this.#leasing.delete(queue));
      this.#leasing.set(queue, leasing);
    }
    return leasing;
  }

  async join(info: ProcessInfo): Promise<string> {
    await this.leave();
    await this.#keeper.prepare();
    const session = await this.#begin(info);
    this.#removeLibraries(info).catch(() => undefined);
    return session;
  }

  /** Those of versions that no process of this store has; a user without the right leaves them there. */
  async #removeLibraries({ version }: ProcessInfo): Promise<void> {
    const others = (await this.processes()).some((row) => row.version !== version);
    if (!others) await this.#parts.store.client('producer').functions.removeOthers();
  }

  /** The schedules of a manifest were applied. */
  applied({ hash, revision, turn }: Omit<Applied, 'session'>): void {
    this.#entry = JSON.stringify({ hash, revision, turn });
  }

  /** This process fires no schedules any more. */
  async withdraw(): Promise<void> {
    this.#entry = '';
    if (this.#current !== null) await this.#withdraw(this.#current);
  }

  async #withdraw(session: string): Promise<void> {
    const { store } = this.#parts;
    await store.run('worker', 'withdraw', [store.keys.applied], [session]);
  }

  async beat(info: ProcessInfo): Promise<void> {
    await this.#losing;
    const session = this.#current;
    if (session === null) {
      // Joined, but the session that should follow a lost one could not begin (a full Redis): now perhaps.
      if (this.#info) await this.#begin(info);
      return;
    }
    this.#info = info;
    const [holds, controls, reloads] = await this.#tell(session, info, '');
    if (holds !== 1) {
      await this.lose(session);
      return;
    }
    this.#parts.signals.compare(Number(controls), Number(reloads), false);
    this.#parts.signals.probe();
  }

  /** The lease ran out: everything held is lost, and a new session begins. Called twice, it happens once. */
  lose(session: string): Promise<void> {
    if (this.#current !== session) return this.#losing ?? Promise.resolve();
    this.#current = null;
    this.#losing = this.#renew(session).finally(() => {
      this.#losing = undefined;
    });
    return this.#losing;
  }

  async leave(): Promise<void> {
    const session = this.#current;
    if (session === null) return;
    const { store, signals } = this.#parts;
    const { keys } = store;
    this.#current = null;
    this.#entry = '';
    this.#info = null;
    signals.session = null;
    this.#keeper.drop();
    const queues = [...this.#leased];
    this.#leased = new Set();
    await this.#withdraw(session);
    // Before it is gone: whoever misses it then asks whether it took leave. A full Redis refuses this, and nothing of the rest.
    await onceOf(store)
      .done(leftKey(session), '', '')
      .catch(() => undefined);
    await store.guard(() => store.client('worker').del(keys.processLease(session)));
    // Without its lease nothing more is reserved in a queue; where that does not happen, it is rescued like the dead.
    await Promise.all(queues.map((queue) => this.#giveBack(queue, session)));
    await store.guard(() => store.client('worker').hdel(keys.sessions, session));
  }

  async left(session: string): Promise<boolean> {
    return (await onceOf(this.#parts.store).look(leftKey(session))) !== null;
  }

  async #giveBack(queue: string, session: string): Promise<void> {
    const { store } = this.#parts;
    while ((await store.run('worker', 'give-back', store.keys.of(queue), [session, SCRIPT_BYTES])) !== 0);
  }

  /** Ends the renewal without leaving: what close() does. */
  close(): void {
    this.#keeper.drop();
    this.#current = null;
    this.#leased = new Set();
  }

  async processes(): Promise<readonly ProcessRow[]> {
    const { store } = this.#parts;
    const { keys } = store;
    const client = store.client('producer');
    const rows = Object.values(await store.guard(() => client.hgetall(keys.sessions))).map(
      (text) => JSON.parse(text) as Omit<ProcessRow, 'leaseUntil'>,
    );
    const now = await store.now();
    const left = await Promise.all(rows.map((row) => store.guard(() => client.pttl(keys.processLease(row.session)))));
    return rows
      .map((row, index): ProcessRow => ({ ...row, leaseUntil: now + (left[index] ?? -1) }))
      .filter((_row, index) => (left[index] ?? -1) > 0)
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  /** Processes that are gone are listed no more. What they held in the queues is rescued there, listed or not. */
  async forgetEnded(): Promise<void> {
    const { store } = this.#parts;
    const { keys } = store;
    await store.run('worker', 'forget-sessions', [keys.sessions, keys.signals], [keys.processLease('')]);
  }

  async #lease(queue: string): Promise<string | null> {
    const { store, signals, timings } = this.#parts;
    const session = this.#current;
    if (session === null || this.#leased.has(queue)) return session;
    const key = store.keys.lease(queue, session);
    const client = store.client('worker');
    // Not waited for: without signals jobs start later, without a subscriber's connection they would not at all.
    signals.watch(queue).catch(() => undefined);
    await store.guard(() => client.set(key, session, 'PX', timings.leaseMs));
    // Lost meanwhile: nobody renews that lease.
    if (this.#current !== session) return null;
    this.#leased.add(queue);
    this.#keeper.add(key);
    return session;
  }

  async #renew(lost: string): Promise<void> {
    const { store } = this.#parts;
    this.#keeper.drop();
    // Its other leases would run out by themselves; so its jobs are taken back sooner.
    for (const queue of this.#leased) {
      store
        .client('worker')
        .del(store.keys.lease(queue, lost))
        .catch(() => undefined);
    }
    this.#leased = new Set();
    this.#parts.signals.emit({ type: 'session-lost', session: lost });
    if (this.#info) await this.#begin(this.#info);
  }

  async #begin(info: ProcessInfo): Promise<string> {
    const { store, signals, target, timings, newId } = this.#parts;
    const session = newId();
    this.#info = info;
    const [, controls, reloads] = await this.#tell(session, info, timings.leaseMs);
    signals.compare(Number(controls), Number(reloads), true);
    signals.session = session;
    this.#current = session;
    this.#keeper.hold(
      {
        ...{ session, key: store.keys.processLease(session), target },
        ...{ leaseMs: timings.leaseMs, blockedLimitMs: timings.blockedLimitMs },
      },
      () => void this.lose(session).catch(() => undefined),
    );
    return session;
  }

  async #tell(session: string, info: ProcessInfo, leaseMs: number | ''): Promise<readonly (string | number | null)[]> {
    const { store } = this.#parts;
    const { keys } = store;
    const told = JSON.stringify({ ...info, session }).slice(1);
    const reply = asList(
      await store.run(
        'worker',
        'beat',
        [keys.sessions, keys.processLease(session), keys.notices, keys.applied, keys.format],
        [session, told, leaseMs, this.#entry],
      ),
    );
    store.refusal = newerFormat(String(reply[4]), store.where);
    return reply;
  }
}
