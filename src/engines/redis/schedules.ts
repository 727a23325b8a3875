/** Schedules and manifest revisions: rows that all processes share. */
import type { Revision, ScheduleRow, ScheduleSpecRow, TickClaim, TickReceipt } from '../../engine/index.ts';
import { insertArguments } from './compose.ts';
import type { RedisStore } from './store.ts';

/** Numbers of revisions go on; older ones are forgotten. */
const REVISIONS_KEPT = 1_000;

export class Schedules {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  async apply(specs: readonly ScheduleSpecRow[]): Promise<readonly ScheduleRow[]> {
    const args = specs.flatMap(({ name, spec }) => [name, spec]);
    const rows = (await this.#store.run('producer', 'apply-schedules', [this.#store.keys.schedules], args)) as string[];
    return rows.map(rowOf);
  }

  async all(): Promise<readonly ScheduleRow[]> {
    const { keys } = this.#store;
    const rows = await this.#store.guard(() => this.#store.client('worker').hvals(keys.schedules));
    return rows.map(rowOf).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The scripts leave together and Redis runs them in order; each is one atomic step. */
  async claim(claims: readonly TickClaim[]): Promise<readonly TickReceipt[]> {
    return Promise.all(claims.map((claim) => this.#claimOne(claim)));
  }

  /** @returns null when unknown */
  async pause(name: string, paused: boolean): Promise<ScheduleRow | null> {
    const row = await this.#store.run(
      'producer',
      'pause-schedule',
      [this.#store.keys.schedules],
      [name, paused ? 1 : 0],
    );
    return typeof row === 'string' ? rowOf(row) : null;
  }

  async recordRevision(hash: string, by: string): Promise<Revision> {
    const args = [hash, JSON.stringify(by), REVISIONS_KEPT];
    const text = await this.#store.run('producer', 'record-revision', [this.#store.keys.revisions], args);
    return JSON.parse(text as string) as Revision;
  }

  async revisions(limit: number): Promise<readonly Revision[]> {
    const { keys } = this.#store;
    if (limit <= 0) return [];
    const rows = await this.#store.guard(() => this.#store.client('producer').lrange(keys.revisions, 0, limit - 1));
    return rows.map((text) => JSON.parse(text) as Revision);
  }

  async #claimOne({ schedule, spec, from, to, job }: TickClaim): Promise<TickReceipt> {
    const { keys } = this.#store;
    const rest = job ? insertArguments([job], keys) : [];
    const args = [schedule, spec, from, to, job ? 1 : 0, ...rest];
    const [status, row] = (await this.#store.run(
      'worker',
      'claim-tick',
      [keys.global, keys.signals],
      args,
    )) as string[];
    return { schedule, status: status as TickReceipt['status'], row: row ? rowOf(row) : null };
  }
}

function rowOf(text: string): ScheduleRow {
  return JSON.parse(text) as ScheduleRow;
}
