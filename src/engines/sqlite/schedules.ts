/** Schedules: the durable cursor of each, and the claim that moves it and stores the tick's job in one step. */
import type { ScheduleRow, ScheduleSpecRow, TickClaim, TickReceipt } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { insertJobs, prepareJobs, type PreparedJob } from './enqueue.ts';
import { sendSignal } from './signals.ts';
import type { Row, Store } from './store.ts';

const COLUMNS = 'name, spec, cursor_at, activated_at, paused, last_tick_at, last_job_id';

function scheduleOf(row: Row): ScheduleRow {
  return {
    name: String(row[0]),
    spec: String(row[1]),
    cursorAt: Number(row[2]),
    activatedAt: Number(row[3]),
    paused: row[4] === 1,
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

/** One statement each way, so that ten thousand schedules cost two statements. */
export function applySchedules(transaction: Transaction, specs: readonly ScheduleSpecRow[]): ScheduleRow[] {
  const { store, now } = transaction;
  const given = JSON.stringify(specs);
  store.run(`DELETE FROM schedules WHERE name NOT IN (SELECT value ->> 'name' FROM json_each(?))`, given);
  store.run(
    `INSERT INTO schedules (name, spec, cursor_at, activated_at)
     SELECT value ->> 'name', value ->> 'spec', ?2, ?2 FROM json_each(?1) WHERE true
     ON CONFLICT (name) DO UPDATE
       SET spec = excluded.spec, cursor_at = excluded.cursor_at, activated_at = excluded.activated_at
       WHERE spec <> excluded.spec`,
    given,
    now,
  );
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
  const after: ScheduleRow = {
    ...row,
    cursorAt: claim.to,
    ...(claim.job && { lastTickAt: claim.to, lastJobId: claim.job.id }),
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

/** Resuming what is paused moves the cursor to now, never back; anything else leaves it. */
export function pauseSchedule(transaction: Transaction, name: string, paused: boolean): ScheduleRow | null {
  const { store, now } = transaction;
  const row = scheduleRow(store, name);
  if (!row || row.paused === paused) return row;
  const after = { ...row, paused, cursorAt: paused ? row.cursorAt : Math.max(row.cursorAt, now) };
  store.run('UPDATE schedules SET paused = ?, cursor_at = ? WHERE name = ?', paused ? 1 : 0, after.cursorAt, name);
  sendSignal(transaction, { type: 'controls-changed', owner: null, ids: null });
  return after;
}
