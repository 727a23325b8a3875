/** Schedules: rows that all processes share. */
import type { Consequence, Effect } from '../../core/index.ts';
import {
  type Application,
  type Applied,
  CURSOR_AHEAD_MS,
  type SchedulesFacet,
  type InForce,
  type PauseWhy,
  recordOf,
  type ScheduleRow,
  type Standing,
  type TickClaim,
  type TickReceipt,
  type TickRecord,
  TICKS_KEPT,
} from '../../engine/index.ts';
import { reach } from '../../foundation/index.ts';
import type { Outbox } from './outbox/outbox.ts';
import { NO_QUEUE } from './outbox/outbox-entries.ts';
import type { Sessions } from './sessions.ts';
import type { RedisStore } from './store.ts';

export class Schedules {
  readonly #store: RedisStore;
  readonly #outbox: Outbox;
  readonly #sessions: Sessions;

  constructor(store: RedisStore, outbox: Outbox, sessions: Sessions) {
    this.#store = store;
    this.#outbox = outbox;
    this.#sessions = sessions;
  }

  /** A start or reload. */
  async apply(application: Application): ReturnType<SchedulesFacet['apply']> {
    const [turn = '', ...rows] = await this.#apply(application, ['', '']);
    this.#sessions.applied({ ...application, turn: Number(turn) });
    return { turn: Number(turn), rows: rows.map(rowOf) };
  }

  /** @returns null when something else has come into force meanwhile */
  async takeBack(
    application: Application,
    { turn, change }: Pick<InForce, 'turn' | 'change'>,
  ): Promise<readonly ScheduleRow[] | null> {
    const [taken, ...rows] = await this.#apply(application, [turn, change]);
    return taken === undefined ? null : rows.map(rowOf);
  }

  async standing(): Promise<Standing> {
    const { keys } = this.#store;
    const reply = await this.#store.run('producer', 'standing', [keys.applied], [keys.processLease('')]);
    const [force = '', ...entries] = reply as readonly string[];
    const processes: Applied[] = [];
    for (let i = 0; i < entries.length; i += 2) {
      const { hash, revision, turn } = JSON.parse(entries[i + 1] ?? '{}') as Applied;
      processes.push({ session: entries[i] ?? '', hash, revision, turn });
    }
    return { inForce: force === '' ? null : inForceOf(force), processes: processes.sort((a, b) => a.turn - b.turn) };
  }

  async #apply(
    { hash, revision, schedules }: Application,
    back: readonly [number | '', number | ''],
  ): Promise<readonly string[]> {
    const { keys } = this.#store;
    const args = [this.#sessions.current ?? '', hash, revision ?? '', keys.processLease(''), ...back];
    const specs = schedules.flatMap(({ name, spec }) => [name, spec]);
    const reply = await this.#store.run(
      'producer',
      'apply-schedules',
      [keys.schedules, keys.applied, keys.pausedAway, keys.ticks('')],
      [...args, ...specs],
    );
    return reply as readonly string[];
  }

  async all(): Promise<readonly ScheduleRow[]> {
    const { keys } = this.#store;
    const rows = await this.#store.guard(() => this.#store.client('producer').hvals(keys.schedules));
    return rows.map(rowOf).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async restore(rows: readonly ScheduleRow[]): Promise<readonly string[]> {
    const { keys } = this.#store;
    const names: string[] = [];
    for (const row of rows) {
      const stored = await this.#store.guard(() =>
        this.#store.client('producer').hsetnx(keys.schedules, row.name, JSON.stringify(row)),
      );
      if (stored === 1) names.push(row.name);
    }
    return names;
  }

  /** Those of one schedule in order; the schedules beside each other. */
  async claim(claims: readonly TickClaim[]): Promise<readonly TickReceipt[]> {
    const last = new Map<string, Promise<unknown>>();
    const receipts = claims.map((claim) => {
      const receipt = Promise.resolve(last.get(claim.schedule)).then(() => this.#claimOne(claim));
      last.set(claim.schedule, receipt);
      return receipt;
    });
    return Promise.all(receipts);
  }

  /** @returns null when unknown */
  async pause(name: string, paused: boolean, { text, until, by }: PauseWhy): Promise<ScheduleRow | null> {
    const row = await this.#store.run(
      'producer',
      'pause-schedule',
      [this.#store.keys.schedules, this.#store.keys.ticks(name)],
      [name, paused ? 1 : 0, CURSOR_AHEAD_MS, '', JSON.stringify({ text, until, by }), TICKS_KEPT],
    );
    return typeof row === 'string' ? rowOf(row) : null;
  }

  async endPause(name: string, until: number): Promise<ScheduleRow | null> {
    const { keys } = this.#store;
    const args = [name, 0, CURSOR_AHEAD_MS, until, '', TICKS_KEPT];
    const row = await this.#store.run('producer', 'pause-schedule', [keys.schedules, keys.ticks(name)], args);
    return typeof row === 'string' ? rowOf(row) : null;
  }

  async setBack(names: readonly string[], aheadMs: number): Promise<readonly ScheduleRow[]> {
    if (names.length === 0) return [];
    const rows = await this.#store.run('producer', 'set-back', [this.#store.keys.schedules], [aheadMs, ...names]);
    return (rows as readonly string[]).map(rowOf);
  }

  async history(name: string, limit: number): Promise<readonly TickRecord[]> {
    const { keys } = this.#store;
    if (limit <= 0) return [];
    const texts = await this.#store.guard(() => this.#store.client('producer').lrange(keys.ticks(name), 0, limit - 1));
    return texts.map(tickRecordOf);
  }

  async note(name: string, records: readonly Omit<TickRecord, 'at'>[]): Promise<void> {
    const { keys } = this.#store;
    if (records.length === 0) return;
    const texts = records.map((record) => JSON.stringify(record));
    await this.#store.run('producer', 'note-ticks', [keys.schedules, keys.ticks(name)], [name, TICKS_KEPT, ...texts]);
  }

  /**
   * The cursor moves, and what follows from it is in the outbox, since schedule and queue may lie on two servers. Then the
   * job is stored at once; whoever keeps house does it, should this process die before.
   */
  async #claimOne(claim: TickClaim): Promise<TickReceipt> {
    const { schedule, spec, from, to, job, run } = claim;
    const { keys } = this.#store;
    const effect = effectOf(job, run);
    const consequences: readonly Consequence[] = effect === null ? [] : [{ on: ['completed'], effect }];
    const made = job?.id ?? run?.id;
    const record = JSON.stringify(recordOf(claim, made));
    const args = [schedule, spec, from, to, made ?? '', JSON.stringify(consequences), record, TICKS_KEPT];
    const places = [keys.schedules, keys.global, keys.ticks(schedule)];
    const reply = await this.#store.run('worker', 'claim-tick', places, args);
    const [status = '', row = '', number = '', low = ''] = reply as readonly string[];
    if (number !== '') {
      reach('tick.claimed');
      await this.#outbox.make({ source: NO_QUEUE, number, low, state: 'completed', attempt: 0, consequences });
    }
    return { schedule, status: status as TickReceipt['status'], row: row === '' ? null : rowOf(row) };
  }
}

function effectOf(job: TickClaim['job'], run: TickClaim['run']): Effect | null {
  if (job !== null) return { kind: 'enqueue', job };
  return run === undefined ? null : { kind: 'start', run };
}

/** `INSTANT JSON`, see lua/claim-tick.lua. */
function tickRecordOf(text: string): TickRecord {
  const blank = text.indexOf(' ');
  return { ...(JSON.parse(text.slice(blank + 1)) as Omit<TickRecord, 'at'>), at: Number(text.slice(0, blank)) };
}

/** Rows from before cursors were set back do not tell how often, nor why they are paused, nor how often they ran. */
function rowOf(text: string): ScheduleRow {
  const row = JSON.parse(text) as Omit<ScheduleRow, 'setBack' | 'pause' | 'runs'> & Partial<ScheduleRow>;
  return { ...row, setBack: row.setBack ?? 0, pause: row.pause ?? null, runs: row.runs ?? 0 };
}

function inForceOf(text: string): InForce {
  const { hash, revision, turn, change } = JSON.parse(text) as InForce;
  return { hash, revision, turn, change };
}
