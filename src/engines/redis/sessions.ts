/** The session of this process: its lease, what it tells about itself, and what the others tell. */
import type { EngineTimings, ProcessInfo, ProcessRow } from '../../engine/index.ts';
import type { Clock, IdSource } from '../../foundation/index.ts';
import type { RedisTarget } from './connection.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { asList } from './scripts.ts';
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
  #losing: Promise<void> | undefined;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    this.#keeper = new LeaseKeeper(parts.clock);
  }

  /** null before join() and after leave(). */
  get current(): string | null {
    return this.#current;
  }

  async join(info: ProcessInfo): Promise<string> {
    await this.leave();
    await this.#keeper.prepare();
    return this.#begin(info);
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
    this.#info = null;
    signals.session = null;
    this.#keeper.drop();
    // Without its lease nothing more is reserved under it; should the rest not happen, it is rescued like the dead.
    await store.guard(() => store.client('worker').del(keys.lease(session)));
    for (const queue of await store.queues('worker')) {
      await store.run('worker', 'give-back', [keys.base(queue), keys.signals], [session]);
    }
    await store.guard(() => store.client('worker').hdel(keys.sessions, session));
  }

  /** Ends the renewal without leaving: what close() does. */
  close(): void {
    this.#keeper.drop();
    this.#current = null;
  }

  async processes(): Promise<readonly ProcessRow[]> {
    const { store } = this.#parts;
    const { keys } = store;
    const client = store.client('producer');
    const rows = Object.values(await store.guard(() => client.hgetall(keys.sessions))).map(
      (text) => JSON.parse(text) as Omit<ProcessRow, 'leaseUntil'>,
    );
    const now = await store.now();
    const left = await Promise.all(rows.map((row) => store.guard(() => client.pttl(keys.lease(row.session)))));
    return rows
      .map((row, index): ProcessRow => ({ ...row, leaseUntil: now + (left[index] ?? -1) }))
      .filter((_row, index) => (left[index] ?? -1) > 0)
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  /** Sessions that are written down but whose lease is over. */
  async ended(): Promise<readonly string[]> {
    const { store } = this.#parts;
    const client = store.client('worker');
    const sessions = await store.guard(() => client.hkeys(store.keys.sessions));
    const held = await Promise.all(sessions.map((one) => store.guard(() => client.exists(store.keys.lease(one)))));
    return sessions.filter((_session, index) => held[index] === 0);
  }

  /** Nothing of that session is left anywhere. */
  async forget(session: string): Promise<void> {
    const { store } = this.#parts;
    await store.guard(() => store.client('worker').hdel(store.keys.sessions, session));
  }

  async #renew(lost: string): Promise<void> {
    this.#keeper.drop();
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
      { key: store.keys.lease(session), target, leaseMs: timings.leaseMs, blockedLimitMs: timings.blockedLimitMs },
      () => void this.lose(session).catch(() => undefined),
    );
    return session;
  }

  async #tell(session: string, info: ProcessInfo, leaseMs: number | ''): Promise<readonly (string | number | null)[]> {
    const { store } = this.#parts;
    const { keys } = store;
    const told = JSON.stringify({ ...info, session }).slice(1);
    return asList(
      await store.run('worker', 'beat', [keys.sessions, keys.lease(session), keys.notices], [session, told, leaseMs]),
    );
  }
}
