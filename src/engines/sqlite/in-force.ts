/**
 * Whose schedules the file has (docs/decisions/0027): what each process applied, beside its session, and which of it is
 * in force. Processes are those of `processes`; the row of one that is gone says until when it was seen.
 */
import type { Application, Applied, InForce, Standing } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { IS_OVER, type Moment, overAt } from './moment.ts';
import type { Store } from './store.ts';

/** What a process has applied; kept in memory too, so that a new session after a lost one is entered at once. */
export type Entry = Omit<Applied, 'session'>;

interface ForceRow extends InForce {
  readonly lastTurn: number;
  /** When a process with it withdrew last; 0 = none did. */
  readonly endedAt: number;
}

const IS_LIVING = `EXISTS (SELECT 1 FROM processes p WHERE p.number = applications.number AND NOT ${IS_OVER})`;

export function standingOf(store: Store, moment: Moment): Standing {
  const force = forceRow(store);
  const rows = store.all(
    `SELECT p.session, a.hash, a.revision, a.turn FROM applications a JOIN processes p USING (number)
     WHERE NOT ${IS_OVER} ORDER BY a.turn`,
    ...overAt(moment),
  );
  return {
    inForce: force && { hash: force.hash, revision: force.revision, turn: force.turn, change: force.change },
    processes: rows.map(([session, hash, revision, turn]) => ({
      session: String(session),
      hash: String(hash),
      revision: revision === null ? null : Number(revision),
      turn: Number(turn),
    })),
  };
}

function forceRow(store: Store): ForceRow | null {
  const row = store.get('SELECT hash, revision, turn, change, last_turn, ended_at FROM in_force');
  if (!row) return null;
  const [hash, revision, turn, change, lastTurn, endedAt] = row;
  return {
    hash: String(hash),
    revision: revision === null ? null : Number(revision),
    turn: Number(turn),
    change: Number(change),
    lastTurn: Number(lastTurn),
    endedAt: Number(endedAt),
  };
}

/** The application of a start or reload. @returns the number of its turn */
export function begin({ store, moment }: Transaction, { hash, revision }: Application): number {
  const force = forceRow(store);
  const turn = (force?.lastTurn ?? 0) + 1;
  setForce(store, { hash, revision, turn, change: (force?.change ?? 0) + 1, lastTurn: turn, endedAt: 0 });
  store.run(`DELETE FROM applications WHERE NOT ${IS_LIVING}`, ...overAt(moment));
  return turn;
}

/**
 * What was applied at `turn` comes into force again.
 * @returns the instant at which what was in force until now was given up; null when the caller has seen another change
 */
export function takeBack(
  { store, moment, now }: Transaction,
  { hash, revision }: Application,
  { turn, change }: Pick<InForce, 'turn' | 'change'>,
): number | null {
  const force = forceRow(store);
  if (force?.change !== change) return null;
  const [seenAt, living] = (store.get(
    `SELECT max(seen_at), max(${IS_LIVING}) FROM applications WHERE hash = ?4`,
    ...overAt(moment),
    force.hash,
  ) ?? [null, null]) as [number | null, number | null];
  setForce(store, { ...force, hash, revision, turn, change: change + 1, endedAt: 0 });
  store.run(`DELETE FROM applications WHERE NOT ${IS_LIVING}`, ...overAt(moment));
  const endedAt = Math.max(force.endedAt, seenAt ?? 0);
  return living === 1 || endedAt === 0 ? now : Math.min(endedAt, now);
}

function setForce(store: Store, { hash, revision, turn, change, lastTurn, endedAt }: ForceRow): void {
  store.run(
    `INSERT OR REPLACE INTO in_force (one, hash, revision, turn, change, last_turn, ended_at)
     VALUES (1, ?, ?, ?, ?, ?, ?)`,
    hash,
    revision,
    turn,
    change,
    lastTurn,
    endedAt,
  );
}

/** Enters what the process of that number has applied, or that it was seen now. */
export function enter({ store, now }: Transaction, number: number, { hash, revision, turn }: Entry): void {
  store.run(
    'INSERT OR REPLACE INTO applications (number, hash, revision, turn, seen_at) VALUES (?, ?, ?, ?, ?)',
    number,
    hash,
    revision,
    turn,
    now,
  );
}

export function withdraw({ store, now }: Transaction, number: number): void {
  store.run(
    'UPDATE in_force SET ended_at = ? WHERE hash = (SELECT hash FROM applications WHERE number = ?)',
    now,
    number,
  );
  store.run('DELETE FROM applications WHERE number = ?', number);
}
