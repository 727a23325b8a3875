/** Schedules: the durable cursor of each, and the claim that moves it and stores the tick's job in one step. */
import {
  CURSOR_AHEAD_MS,
  type PauseWhy,
  type ScheduleRow,
  type ScheduleSpecRow,
  type TickClaim,
  type TickReceipt,
} from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { insertJobs, prepareJobs, type PreparedJob } from './enqueue.ts';
import { pauseIn, pauseText } from './pause.ts';
import { startRuns } from './run-changes.ts';
import { sendSignal } from './signals.ts';
import type { Row, Store } from './store.ts';

const COLUMNS = 'name, spec, cursor_at, activated_at, paused, last_tick_at, last_job_id, set_back, pause';

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
  if (!row || row.paused || row.spec !== claim.spec) return { schedule: claim.schedule, status: 'refused', row };
  if (row.cursorAt !== claim.from || claim.to < claim.from) return { schedule: claim.schedule, status: 'stale', row };
  if (job) insertJobs(transaction, [job]);
  if (claim.run) startRuns(transaction, [claim.run]);
  const made = claim.job?.id ?? claim.run?.id;
  const after: ScheduleRow = {
    ...row,
    cursorAt: claim.to,
    ...(made !== undefined && { lastTickAt: claim.to, lastJobId: made }),
  };
  store.run(
    'UPDATE schedules SET cursor_at = ?, last_tick_at = ?, last_job_id = ? WHERE name = ?',
    after.cursorAt,
    after.lastTickAt,
    after.lastJobId,
    after.name,
  );
  return { schedule: claim.schedule, status: 'claimed', row: after };
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
