/** Schedules: the durable cursor of each, and the claim that moves it and stores the tick's job in one step. */
import {
  CURSOR_AHEAD_MS,
  type PauseWhy,
  recordOf,
  type ScheduleRow,
  type ScheduleSpecRow,
  type TickClaim,
  type TickReceipt,
  type TickRecord,
  TICKS_KEPT,
} from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { insertJobs, prepareJobs, type PreparedJob } from './enqueue.ts';
import { pauseIn, pauseText } from './pause.ts';
import { startRuns } from './runs/run-changes.ts';
import { sendSignal } from './signals.ts';
import type { Row, Store } from './store.ts';

const COLUMNS = 'name, spec, cursor_at, activated_at, paused, last_tick_at, last_job_id, set_back, pause, runs';

function scheduleOf(row: Row): ScheduleRow {
  return {
    name: String(row[0]),
    spec: String(row[1]),
    cursorAt: Number(row[2]),
    setBack: Number(row[7]),
    activatedAt: Number(row[3]),
    paused: row[4] === 1,
    pause: pauseIn(row[8]),
    lastTickAt: typeof row[5] === 'number' ? row[5] : null,
    lastJobId: typeof row[6] === 'string' ? row[6] : null,
    runs: Number(row[9]),
  };
}

export function scheduleRows(store: Store): ScheduleRow[] {
  return store.all(`SELECT ${COLUMNS} FROM schedules ORDER BY name`).map(scheduleOf);
}

function scheduleRow(store: Store, name: string): ScheduleRow | null {
  const row = store.get(`SELECT ${COLUMNS} FROM schedules WHERE name = ?`, name);
  return row ? scheduleOf(row) : null;
}

/** A pause outlives the removal of its schedule for so long. */
const PAUSE_KEPT_MS = 30 * 24 * 3_600_000;

/**
 * One statement each way, so that ten thousand schedules cost five statements.
 * @param from where new and changed ones begin, at most now; a changed one no earlier than what is decided already
 */
export function applySchedules(
  { store, now }: Transaction,
  specs: readonly ScheduleSpecRow[],
  from: number,
): ScheduleRow[] {
  const given = JSON.stringify(specs);
  const absent = `name NOT IN (SELECT value ->> 'name' FROM json_each(?1))`;
  store.run('DELETE FROM paused_away WHERE removed_at < ?', now - PAUSE_KEPT_MS);
  store.run(`INSERT OR REPLACE INTO paused_away SELECT name, ?2 FROM schedules WHERE paused AND ${absent}`, given, now);
  store.run(`DELETE FROM schedules WHERE ${absent}`, given);
  store.run(`DELETE FROM schedule_ticks WHERE schedule NOT IN (SELECT value ->> 'name' FROM json_each(?1))`, given);
  store.run(
    `INSERT INTO schedules (name, spec, cursor_at, activated_at, paused)
     SELECT value ->> 'name', value ->> 'spec', ?2, ?2, value ->> 'name' IN (SELECT name FROM paused_away)
     FROM json_each(?1) WHERE true
     ON CONFLICT (name) DO UPDATE
       SET spec = excluded.spec, activated_at = excluded.activated_at,
         cursor_at = iif(cursor_at > ?3, ?2, max(cursor_at, ?2))
       WHERE spec <> excluded.spec`,
    given,
    from,
    now,
  );
  store.run(`DELETE FROM paused_away WHERE NOT ${absent}`, given);
  return scheduleRows(store);
}

export interface PreparedClaim {
  readonly claim: TickClaim;
  readonly job: PreparedJob | undefined;
}

export function prepareClaims(claims: readonly TickClaim[]): PreparedClaim[] {
  return claims.map((claim) => ({ claim, job: claim.job ? prepareJobs([claim.job])[0] : undefined }));
}

export function claimTick(transaction: Transaction, { claim, job }: PreparedClaim): TickReceipt {
  const { store } = transaction;
  const row = scheduleRow(store, claim.schedule);
  const made = claim.job?.id ?? claim.run?.id;
  const status = statusOf(claim, row, made);
  if (row === null || status !== 'claimed') return { schedule: claim.schedule, status, row };
  if (job) insertJobs(transaction, [job]);
  if (claim.run) startRuns(transaction, [claim.run]);
  const after: ScheduleRow = {
    ...row,
    cursorAt: claim.to,
    ...(made !== undefined && { lastTickAt: claim.to, lastJobId: made, runs: row.runs + 1 }),
  };
  store.run(
    'UPDATE schedules SET cursor_at = ?, last_tick_at = ?, last_job_id = ?, runs = ? WHERE name = ?',
    after.cursorAt,
    after.lastTickAt,
    after.lastJobId,
    after.runs,
    after.name,
  );
  addTickRecords(transaction, after.name, [recordOf(claim, made)]);
  return { schedule: claim.schedule, status, row: after };
}

/** @param made id of its job or run: at one instant there is one */
function statusOf(claim: TickClaim, row: ScheduleRow | null, made: string | undefined): TickReceipt['status'] {
  if (!row || row.paused || row.spec !== claim.spec) return 'refused';
  const again = made !== undefined && claim.to === row.lastTickAt;
  return row.cursorAt !== claim.from || claim.to < claim.from || again ? 'stale' : 'claimed';
}

/** Resuming moves the cursor to now, and back only from where a wrong clock has left it. */
export function pauseSchedule(
  transaction: Transaction,
  name: string,
  paused: boolean,
  why: PauseWhy,
): ScheduleRow | null {
  const { store, now } = transaction;
  const [ahead] = paused ? [] : setBackCursors(transaction, [name], CURSOR_AHEAD_MS);
  const row = ahead ?? scheduleRow(store, name);
  if (!row || (!paused && !row.paused)) return row;
  return standing(transaction, row, {
    pause: paused ? pauseText(why, now) : null,
    cursorAt: paused ? row.cursorAt : Math.max(row.cursorAt, now),
  });
}

/** Its tick at that very instant is none of the pause. */
export function endSchedulePause(transaction: Transaction, name: string, until: number): ScheduleRow | null {
  const row = scheduleRow(transaction.store, name);
  if (row?.pause?.until !== until) return row;
  return standing(transaction, row, { pause: null, cursorAt: Math.max(row.cursorAt, until - 1) });
}

function standing(
  transaction: Transaction,
  row: ScheduleRow,
  { pause, cursorAt }: { readonly pause: string | null; readonly cursorAt: number },
): ScheduleRow {
  const after = { ...row, paused: pause !== null, pause: pauseIn(pause ?? undefined), cursorAt };
  if (pause === null) addTickRecords(transaction, row.name, [pausedRecord(row, cursorAt)]);
  transaction.store.run(
    'UPDATE schedules SET paused = ?, pause = ?, cursor_at = ? WHERE name = ?',
    pause === null ? 0 : 1,
    pause,
    cursorAt,
    row.name,
  );
  sendSignal(transaction, { type: 'controls-changed', owner: null, ids: null });
  return after;
}

function pausedRecord({ cursorAt: from }: ScheduleRow, plannedAt: number): Omit<TickRecord, 'at'> {
  return { plannedAt, from, id: null, by: null, why: 'paused', blockedBy: null };
}

/** Of each schedule the newest are kept. */
export function addTickRecords(
  { store, now }: Transaction,
  schedule: string,
  records: readonly Omit<TickRecord, 'at'>[],
): void {
  for (const record of records) {
    const text = JSON.stringify({ ...record, at: now });
    store.run('INSERT INTO schedule_ticks (schedule, record) VALUES (?, ?)', schedule, text);
  }
  store.run(
    `DELETE FROM schedule_ticks WHERE schedule = ?1 AND number <=
       (SELECT number FROM schedule_ticks WHERE schedule = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)`,
    schedule,
    TICKS_KEPT,
  );
}

export function noteTicks(
  transaction: Transaction,
  schedule: string,
  records: readonly Omit<TickRecord, 'at'>[],
): void {
  if (scheduleRow(transaction.store, schedule) !== null) addTickRecords(transaction, schedule, records);
}

export function tickRecords(store: Store, schedule: string, limit: number): TickRecord[] {
  return store
    .all('SELECT record FROM schedule_ticks WHERE schedule = ? ORDER BY number DESC LIMIT ?', schedule, limit)
    .map((row) => JSON.parse(String(row[0])) as TickRecord);
}

/** @returns the rows of those that were beyond now by more than `aheadMs` */
export function setBackCursors(transaction: Transaction, names: readonly string[], aheadMs: number): ScheduleRow[] {
  const { store, now } = transaction;
  const rows = store
    .all(
      `UPDATE schedules SET cursor_at = ?1, set_back = set_back + 1
       WHERE name IN (SELECT value FROM json_each(?2)) AND cursor_at > ?1 + ?3 RETURNING ${COLUMNS}`,
      now,
      JSON.stringify(names),
      aheadMs,
    )
    .map(scheduleOf);
  if (rows.length > 0) sendSignal(transaction, { type: 'controls-changed', owner: null, ids: null });
  return rows;
}
