/** What `skep doctor` finds about schedules: whose are in force, and cursors that a wrong clock has left in the future. */
import {
  type Applied,
  CURSOR_AHEAD_MS,
  type Engine,
  type ProcessRow,
  type ScheduleRow,
  type Standing,
  type StoreCheck,
  type StoreRepair,
} from '../../engine/index.ts';
import { iso } from '../../foundation/index.ts';

export async function examineSchedules(engine: Engine): Promise<readonly StoreCheck[]> {
  const [standing, processes] = await Promise.all([engine.schedules.standing(), engine.fleet.processes()]);
  return [versionsCheck(standing, processes), cursorsCheck(await cursorsAhead(engine))];
}

/** Cursors are set to now: their schedules fire from now on. */
export async function repairSchedules(engine: Engine): Promise<readonly StoreRepair[]> {
  const names = (await cursorsAhead(engine)).map(({ name }) => name);
  if (names.length === 0) return [];
  const rows = await engine.schedules.setBack(names, CURSOR_AHEAD_MS);
  return rows.length === 0 ? [] : [{ name: 'cursors', message: `${listed(rows)}: fires from now on` }];
}

async function cursorsAhead(engine: Engine): Promise<readonly ScheduleRow[]> {
  const [rows, now] = await Promise.all([engine.schedules.list(), engine.now()]);
  return rows.filter(({ cursorAt }) => cursorAt > now + CURSOR_AHEAD_MS);
}

function cursorsCheck(ahead: readonly ScheduleRow[]): StoreCheck {
  const [first] = ahead;
  if (first === undefined) return { name: 'cursors', status: 'ok', message: 'none lies in the future', hint: null };
  const message = `${listed(ahead)}: decided up to ${iso(first.cursorAt)}, a clock was wrong; no tick until then`;
  return { name: 'cursors', status: 'warn', message, hint: '`skep doctor --store --repair` puts it right.' };
}

function versionsCheck({ inForce, processes }: Standing, rows: readonly ProcessRow[]): StoreCheck {
  const name = 'manifests';
  if (inForce === null || processes.length === 0) {
    return { name, status: 'ok', message: 'no process fires schedules', hint: null };
  }
  const others = processes.filter(({ hash }) => hash !== inForce.hash);
  const version = inForce.revision === null ? inForce.hash.slice(0, 12) : `revision ${inForce.revision}`;
  if (others.length === 0) return { name, status: 'ok', message: `one, ${version}`, hint: null };
  const message =
    `the schedules of ${version} are in force; those of other processes fire only where both agree on the time: ` +
    others.map((other) => placeOf(other, rows)).join(', ');
  const hint = 'Normal while a new version is rolled out. Else stop the one that should not run, or reload the other.';
  return { name, status: 'warn', message, hint };
}

function placeOf({ session, revision, hash }: Applied, rows: readonly ProcessRow[]): string {
  const row = rows.find((one) => one.session === session);
  const place = row ? `${row.host}:${row.pid}` : session;
  return `${place} (${revision === null ? hash.slice(0, 12) : `revision ${revision}`})`;
}

function listed(rows: readonly ScheduleRow[]): string {
  const [first] = rows;
  const more = rows.length > 1 ? ` and ${rows.length - 1} more` : '';
  return `schedule ${first?.name ?? ''}${more}`;
}
