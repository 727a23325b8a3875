/**
 * Who is next where it is not first come, first served: tenants take turns inside of a priority, and priorities may share.
 *
 * Jobs with a tenant lie in jobs_turn, by tenant; those without in jobs_ready. `turns` has whose turn was last: the next one
 * is the first tenant behind it in the order of names that has a job, then come those without a tenant, then the first name
 * again. So nothing has to be kept when jobs come and go, and each step is a look at an index.
 */
import { Shares } from '../../../engine/index.ts';
import { IS_IN_TURN, IS_READY } from '../schema.ts';
import type { Row, Store } from '../store.ts';

/** Whether in some queue jobs of tenants wait. */
export function anyTenants(store: Store, queue: string): boolean {
  return store.get(ANY_TENANT, queue) !== undefined;
}

const ANY_TENANT = `SELECT 1 FROM jobs INDEXED BY jobs_turn_age WHERE queue = ? AND ${IS_IN_TURN} LIMIT 1`;

const ALIVE = '(expires_at IS NULL OR expires_at > ?)';
const PLACE = 'ORDER BY run_at, seq LIMIT ?';
const READY = `SELECT seq FROM jobs INDEXED BY jobs_ready WHERE queue = ? AND ${IS_READY} AND priority = ? AND ${ALIVE} ${PLACE}`;
const OF_TENANT = `SELECT seq FROM jobs INDEXED BY jobs_turn WHERE queue = ? AND ${IS_IN_TURN} AND priority = ? AND ${ALIVE}
  AND fair = ? ${PLACE}`;
const NEXT_TENANT = `SELECT seq, fair FROM jobs INDEXED BY jobs_turn WHERE queue = ? AND ${IS_IN_TURN} AND priority = ? AND ${ALIVE}
  AND fair > ? ORDER BY fair, run_at, seq LIMIT 1`;
const priorityIn = (index: string, condition: string): string =>
  `SELECT priority FROM jobs INDEXED BY ${index} WHERE queue = ? AND ${condition} AND priority > ? AND ${ALIVE}
   ORDER BY priority LIMIT 1`;
const PRIORITY_READY = priorityIn('jobs_ready', IS_READY);
const PRIORITY_IN_TURN = priorityIn('jobs_turn', IS_IN_TURN);

export interface TurnsIn {
  readonly queue: string;
  /** Epoch milliseconds, by which jobs have expired. */
  readonly now: number;
  /** Whether its priorities share. */
  readonly weighted: boolean;
}

export class Turns {
  readonly #store: Store;
  readonly #in: TurnsIn;
  readonly #shares: Shares | null;
  /** Of which priority how many are still to be given. */
  #open = new Map<number, number>();
  /** By priority, as far as they were looked up. */
  readonly #last = new Map<number, string>();

  constructor(store: Store, turnsIn: TurnsIn) {
    this.#store = store;
    this.#in = turnsIn;
    const [passes = null] = turnsIn.weighted
      ? (store.get('SELECT passes FROM shares WHERE queue = ?', turnsIn.queue) ?? [])
      : [];
    this.#shares = turnsIn.weighted ? new Shares(typeof passes === 'string' ? passes : null) : null;
  }

  /**
   * @returns the next jobs, `count` at most and each of them once; none when none wait. They must be taken out of where they
   * wait before it is asked again
   */
  next(count: number): readonly number[] {
    if (this.#shares !== null) return this.#shared(this.#shares, count);
    const [first] = this.#priorities();
    return first === undefined ? [] : this.#round(first, count);
  }

  /** Whoever asks next goes on from here. */
  save(): void {
    const { queue } = this.#in;
    for (const [priority, tenant] of this.#last) {
      this.#store.run(
        'INSERT OR REPLACE INTO turns (queue, priority, tenant) VALUES (?, ?, ?)',
        queue,
        priority,
        tenant,
      );
    }
    if (this.#shares === null) return;
    this.#store.run('INSERT OR REPLACE INTO shares (queue, passes) VALUES (?, ?)', queue, this.#shares.text);
  }

  /** What was divided is given, as far as it is there, before it is divided again: or who is given last would lose of it. */
  #shared(shares: Shares, count: number): readonly number[] {
    for (;;) {
      if (this.#open.size === 0) this.#open = new Map(shares.divide([...this.#priorities()], count));
      const [entry] = this.#open;
      if (entry === undefined) return [];
      const [priority, wanted] = entry;
      const seqs = this.#round(priority, wanted);
      shares.charge(priority, seqs.length);
      if (seqs.length === 0 || seqs.length === wanted) this.#open.delete(priority);
      else this.#open.set(priority, wanted - seqs.length);
      if (seqs.length > 0) return seqs;
    }
  }

  /** Those at which jobs wait, the most urgent first. */
  *#priorities(): Generator<number> {
    const { queue, now } = this.#in;
    for (let after = -1; ;) {
      const found = [PRIORITY_READY, PRIORITY_IN_TURN].flatMap((sql) => this.#store.get(sql, queue, after, now) ?? []);
      if (found.length === 0) return;
      after = Math.min(...found.map(Number));
      yield after;
    }
  }

  /** One job of each tenant from the one that is next to the end of the round; of only one that waits, as many as are wanted. */
  #round(priority: number, wanted: number): readonly number[] {
    const before = this.#lastOf(priority);
    const seqs = this.#restOfRound(priority, wanted);
    if (seqs.length > 0 && (before !== '' || seqs.length > 1)) return seqs;
    if (seqs.length === 0) return before === '' ? [] : this.#round(priority, wanted);
    const last = this.#lastOf(priority);
    // The round was whole, and only one had a job.
    return wanted === 1 || last !== '' ? seqs : this.#ofOne(priority, wanted);
  }

  #restOfRound(priority: number, wanted: number): readonly number[] {
    const { queue, now } = this.#in;
    const seqs: number[] = [];
    let last = this.#lastOf(priority);
    while (seqs.length < wanted) {
      const row = this.#store.get(NEXT_TENANT, queue, priority, now, last);
      if (row === undefined) break;
      seqs.push(Number(row[0]));
      last = String(row[1]);
    }
    if (seqs.length < wanted) {
      seqs.push(...numbers(this.#store.all(READY, queue, priority, now, 1)));
      last = '';
    }
    this.#last.set(priority, last);
    return seqs;
  }

  #ofOne(priority: number, wanted: number): readonly number[] {
    const { queue, now } = this.#in;
    const [, tenant] = this.#store.get(NEXT_TENANT, queue, priority, now, '') ?? [];
    if (tenant === undefined) return numbers(this.#store.all(READY, queue, priority, now, wanted));
    return numbers(this.#store.all(OF_TENANT, queue, priority, now, String(tenant), wanted));
  }

  #lastOf(priority: number): string {
    let last = this.#last.get(priority);
    if (last === undefined) {
      const [tenant] = this.#store.get(
        'SELECT tenant FROM turns WHERE queue = ? AND priority = ?',
        this.#in.queue,
        priority,
      ) ?? [''];
      last = String(tenant);
      this.#last.set(priority, last);
    }
    return last;
  }
}

function numbers(rows: readonly Row[]): readonly number[] {
  return rows.map(([seq]) => Number(seq));
}
