/** available → running. */
import { fatal, type Given, type Job, unreadableError } from '../../core/index.ts';
import { type EndedInPassing, type HoldJudge, type Portion } from '../../engine/index.ts';

import type { Transaction } from './committer.ts';
import { conflictsOf } from './conflicts.ts';
import { noteDeath } from './faults.ts';
import { anyRules, letThrough, passUnasked } from './gates/gates.ts';
import { expireJobs } from './maintain.ts';
import { AT, FRESH_COLUMNS, JOB_COLUMNS, jobOf, MORE, type Standing, textOf } from './rows.ts';
import { IS_READY, ROOM_AT_START, stateCode } from './schema.ts';
import type { HeldLease, Session } from './sessions.ts';
import type { Row, SqlValue, Store } from './store.ts';
import type { Candidate } from './gates/tolls.ts';
import { anyTenants, Turns } from './runs/turns.ts';

const PAUSED = 'SELECT 1 FROM queues WHERE queue = ?1 AND paused = 1 AND (pause_until IS NULL OR pause_until > ?2)';

const CHOSEN = `
  FROM jobs INDEXED BY jobs_ready
  WHERE queue = ?1 AND ${IS_READY} AND (expires_at IS NULL OR expires_at > ?2)
    AND NOT EXISTS (${PAUSED})
  ORDER BY priority, run_at, seq LIMIT ?3`;

/** All rows as one text: the driver takes 0.1 µs for each value that it hands over, which was half of a reserve. */
const ROWS = `SELECT CAST(json_group_array(json_array(${FRESH_COLUMNS})) AS BLOB) FROM`;
const CHOOSE = `${ROWS} (SELECT * ${CHOSEN})`;
const READ = `${ROWS} jobs WHERE seq IN (SELECT value FROM json_each(?))`;
const CHOOSE_SEQ = `SELECT seq ${CHOSEN}`;

/** Measured 5.0 µs a job with what RETURNING gives, 3.5 µs this way. */
const RUN = `
  UPDATE jobs SET state = ${stateCode('running')}, owner = ?, attempt = attempt + 1, started_at = ?,
    room = substr(room, 1, ${ROOM_AT_START})
  WHERE seq`;
const RESERVE = `${RUN} IN (SELECT value FROM json_each(?))`;
/** A list costs more than the row of a lone job. */
const RESERVE_ONE = `${RUN} = ?`;

function run(store: Store, owner: number, now: number, seqs: readonly number[]): void {
  const [first] = seqs;
  if (first === undefined) return;
  if (seqs.length === 1) store.run(RESERVE_ONE, owner, now, first);
  else store.run(RESERVE, owner, now, JSON.stringify(seqs));
}

/** Expired jobs that one reserve buries in passing, so that they do not lie at the head of the queue for ever. */
const EXPIRE_LIMIT = 200;

/** Whether a reserve could bring anything: a look without the write lock. */
export function mayReserve(store: Store, queue: string): boolean {
  return (
    store.get(
      'SELECT 1 FROM queues WHERE queue = ? AND (paused = 0 OR pause_until IS NOT NULL) AND available > 0',
      queue,
    ) !== undefined
  );
}

/** So many jobs of a queue are wanted. */
export interface Want {
  readonly queue: string;
  readonly count: number;
  /** Told how large they were. */
  readonly portion?: Portion;
  /** Whether priorities share. */
  readonly weighted?: boolean;
  /** Whether anything waits is not known: the transaction may bring it. */
  readonly unsure?: boolean;
}

export interface Reservation {
  /** It holds: the caller has made sure. */
  readonly session: Session;
  readonly wants: readonly Want[];
  /** See HoldsFacet. */
  readonly judge: HoldJudge | null;
  /** Told of jobs that were cancelled on the way, once their end is stored. */
  readonly onExpired: (expired: readonly EndedInPassing[]) => void;
}

/** What a want got. */
export interface Got {
  readonly leases: readonly HeldLease[];
  /** It ended at a bound, not for want of jobs. */
  readonly more: boolean;
}

/** @returns what each want got, in order */
export function reserveJobs(transaction: Transaction, { session, wants, judge, onExpired }: Reservation): Got[] {
  const { store, now } = transaction;
  const { expired } = expireJobs(transaction, EXPIRE_LIMIT);
  const ended: EndedInPassing[] = [...expired];
  transaction.committed.push(() => {
    if (ended.length > 0) onExpired(ended);
  });
  const chosen = new Map<string, number[]>();
  const take = (): void => {
    const seqs = [...chosen.values()].flat();
    run(store, session.number, now, seqs);
    chosen.clear();
  };
  const gated = anyRules(store);
  const got = wants.map((want) => {
    const { queue } = want;
    // Two consumers of one queue must not get the same jobs.
    if (chosen.has(queue)) take();
    const inTurn = want.weighted === true || anyTenants(store, queue);
    const steps = { session, gated, inTurn, judge, ended };
    const { rows, more } = gated || inTurn ? chooseStepwise(transaction, want, steps) : chooseAtOnce(transaction, want);
    if (!gated && !inTurn) {
      chosen.set(
        queue,
        rows.map(([seq]) => seq),
      );
      passUnasked(transaction, candidatesOf(store, rows, queue), session.number);
    }
    transaction.moved(queue, 'available', 'running', rows.length);
    // What came into the queue is taken: there is nothing to wake anybody for.
    if (!more && rows.length < want.count) transaction.woken.delete(queue);
    return { queue, rows, more };
  });
  take();
  return got.map(({ queue, rows, more }) => {
    const leases: HeldLease[] = [];
    const standing: Standing = { queue, state: 'running', startedAt: now, begun: 1 };
    for (const row of rows) {
      const lease = leaseOf(transaction, row, { session, standing });
      if (lease) leases.push(lease);
    }
    return { leases, more };
  });
}

/** Jobs that one reserve holds before gates, so that a transaction stays short however many there are. */
const HELD_AT_ONCE = 1_000;

interface Choice {
  readonly rows: readonly Chosen[];
  /** It ended at a bound. */
  readonly more: boolean;
}

function chooseAtOnce({ store, now }: Transaction, { queue, count, portion }: Want): Choice {
  return { rows: choose(store, [queue, now, count], portion), more: false };
}

interface Steps {
  readonly session: Session;
  /** Whether there are gates. */
  readonly gated: boolean;
  /** Whether tenants take turns, or priorities share. */
  readonly inTurn: boolean;
  readonly judge: HoldJudge | null;
  /** Gets those that a conflict has ended. */
  readonly ended: EndedInPassing[];
}

/** What is chosen runs at once, so that the next look does not find it again. */
function chooseStepwise(transaction: Transaction, want: Want, steps: Steps): Choice {
  if (!steps.inTurn) return chooseThrough(transaction, want, steps, (wanted) => nextInLine(transaction, want, wanted));
  const { store, now } = transaction;
  const { queue, weighted = false } = want;
  if (store.get(PAUSED, queue, now)) return { rows: [], more: false };
  const turns = new Turns(store, { queue, now, weighted });
  const choice = chooseThrough(transaction, want, steps, (wanted) => read(store, turns.next(wanted), want.portion));
  turns.save();
  return choice;
}

function nextInLine({ store, now }: Transaction, { queue, portion }: Want, wanted: number): readonly Chosen[] {
  return choose(store, [queue, now, wanted], portion);
}

function chooseThrough(
  transaction: Transaction,
  { queue, count }: Want,
  { session, gated, judge, ended }: Steps,
  next: (wanted: number) => readonly Chosen[],
): Choice {
  const { store, now } = transaction;
  const through: Chosen[] = [];
  const reserver = { owner: session.number, judge, onConflict: conflictsOf(transaction, ended) };
  for (let held = 0; held < HELD_AT_ONCE;) {
    const wanted = count - through.length;
    const rows = wanted > 0 ? next(wanted) : [];
    if (rows.length === 0) return { rows: through, more: false };
    const candidates = candidatesOf(store, rows, queue);
    if (!gated) passUnasked(transaction, candidates, session.number);
    const passed = gated ? letThrough(transaction, candidates, reserver) : candidates;
    through.push(...passed.map(({ row }) => row));
    run(
      store,
      session.number,
      now,
      passed.map(({ seq }) => seq),
    );
    held += rows.length - passed.length;
  }
  return { rows: through, more: true };
}

function candidatesOf(store: Store, rows: readonly Chosen[], queue: string): (Candidate & { readonly row: Chosen })[] {
  return rows.map((row) => {
    const [task, given] =
      row.length > 1
        ? [row[AT.task], row[AT.given]]
        : (store.get('SELECT task, given FROM jobs WHERE seq = ?', row[0]) ?? []);
    const job = (): Job => jobOfChosen(store, row, { queue, state: 'available', startedAt: null, begun: 0 });
    return { row, seq: row[0], task: String(task), queue, gates: gatesIn(given), job };
  });
}

/** What nobody can read passes: it is buried when it is made a lease. */
function gatesIn(given: unknown): readonly string[] {
  if (typeof given !== 'string' || !given.includes('"gates":[')) return [];
  try {
    return (JSON.parse(given) as Partial<Given>).gates ?? [];
  } catch {
    return [];
  }
}

/** A row of FRESH_COLUMNS, or of the seq alone. */
type Chosen = readonly [seq: number, ...rest: unknown[]];

/** @returns the same jobs, in order */
function read(store: Store, seqs: readonly number[], portion: Portion | undefined): readonly Chosen[] {
  if (seqs.length === 0) return [];
  try {
    const rows = rowsOf(store.get(READ, JSON.stringify(seqs)), portion);
    const bySeq = new Map(rows.map((row) => [row[0], row]));
    return seqs.map((seq) => bySeq.get(seq) ?? [seq]);
  } catch {
    return seqs.map((seq) => [seq]);
  }
}

function rowsOf(aggregated: Row | undefined, portion: Portion | undefined): Chosen[] {
  const [all] = aggregated ?? [];
  const rows = JSON.parse(textOf(all as Uint8Array)) as Chosen[];
  portion?.took(rows.length, (all as Uint8Array).length);
  return rows;
}

/** @returns the most urgent jobs, in order */
function choose(store: Store, params: readonly SqlValue[], portion: Portion | undefined): readonly Chosen[] {
  let rows: Chosen[];
  try {
    rows = rowsOf(store.get(CHOOSE, ...params), portion);
  } catch {
    // Too long for one text, or damaged: no UTF-8, a value that JSON cannot hold. One by one, then.
    return store.all(CHOOSE_SEQ, ...params).map(([seq]) => [Number(seq)] as const);
  }
  // An aggregate promises no order.
  return rows.sort(
    (a, b) =>
      Number(a[AT.priority]) - Number(b[AT.priority]) || Number(a[AT.run_at]) - Number(b[AT.run_at]) || a[0] - b[0],
  );
}

/** @returns no lease for a row that nobody can read: it is buried at once, or the whole queue would stand before it */
function leaseOf(
  transaction: Transaction,
  row: Chosen,
  { session, standing }: { readonly session: Session; readonly standing: Standing },
): HeldLease | null {
  const { store, now } = transaction;
  try {
    return { job: jobOfChosen(store, row, standing), session: session.id, seq: row[0] };
  } catch (error) {
    const why = fatal(unreadableError(error));
    const [task] =
      store.get(
        `UPDATE jobs SET state = ${stateCode('dead')}, finished_at = ?, error = ?, owner = NULL WHERE seq = ? RETURNING CAST(task AS BLOB)`,
        now,
        JSON.stringify(why),
        row[0],
      ) ?? [];
    noteDeath(transaction, {
      seq: row[0],
      queue: standing.queue,
      task: Buffer.from(task as Uint8Array).toString(),
      error: why,
    });
    transaction.moved(standing.queue, 'running', 'dead');
    return null;
  }
}

function jobOfChosen(store: Store, row: Chosen, standing: Standing): Job {
  if (row.length > 1 && row[MORE] === 0) return jobOf(row as Row, standing);
  return jobOf(store.get(`SELECT ${JOB_COLUMNS} FROM jobs WHERE seq = ?`, row[0]) ?? []);
}
