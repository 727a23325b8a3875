/**
 * Layout of the file; migrations.ts has its tables.
 *
 * Indices are few on purpose: each one touched by a transition costs 1 to 4 µs a job (measured: 52 000
 * claims and finishes a second without those for listing, 35 000 with a full index over (queue, state)).
 * So every index over states is partial, and a job is in one of them at a time: ready → running → finished.
 */
import { JOB_STATES, type JobState } from '../../core/index.ts';

/** 'Skep' as the file's application id: what tells our files from others. */
export const APPLICATION_ID = 0x536b6570;

/** A state in the file is its place in JOB_STATES, which therefore must not be reordered. */
export function stateCode(state: JobState): number {
  return JOB_STATES.indexOf(state);
}

export function stateOf(code: number): JobState {
  const state = JOB_STATES[code];
  if (state === undefined) throw new RangeError(`no job state has the number ${code}`);
  return state;
}

/** For SQL: the numbers of these states, `0,4`. */
export function stateList(states: readonly JobState[]): string {
  return states.map(stateCode).join(',');
}

const AVAILABLE = stateCode('available');
const RUNNING = stateCode('running');
const BLOCKED = stateCode('blocked');

/**
 * The conditions of the partial indices. SQLite uses such an index only for a query that has the very same
 * condition in it: `state = 5` does not tell it that `state >= 5`. Queries name their index, so that one
 * that cannot be used fails loudly instead of crawling through the table.
 *
 * They are evaluated for both the old and the new row of every update. Comparisons are cheap there; `IN (…)` builds
 * a table of its values each time (measured: 1.2 µs a job for the three indices that had it).
 */
export const IS_READY = `state = ${AVAILABLE} AND hold IS NULL AND fair IS NULL`;
/** The same of jobs whose tenant takes turns, see turns.ts. */
export const IS_IN_TURN = `state = ${AVAILABLE} AND hold IS NULL AND fair IS NOT NULL`;
/** Available too, in nobody's way. */
export const IS_HELD = 'hold IS NOT NULL';
export const IS_RUNNING = `state = ${RUNNING}`;
export const IS_BLOCKED = `state = ${BLOCKED}`;
export const IS_DUE = `(${comparisons(['scheduled', 'retryable'])})`;
/** The last ones of JOB_STATES. */
export const IS_FINISHED = `state >= ${stateCode('completed')}`;
export const IS_EXPIRING = `expires_at IS NOT NULL AND state < ${stateCode('completed')} AND state <> ${RUNNING}`;

function comparisons(states: readonly JobState[]): string {
  return states.map((state) => `state = ${stateCode(state)}`).join(' OR ');
}

/** Bytes of the room in a row (see migrations.ts): of a new one, and what is left for the end of a job that has begun. */
export const ROOM_AT_FIRST = 32;
export const ROOM_AT_START = 24;

/** In an update: nothing holds it any more. @param end number of the parameter with waitsEnd of core/waits.ts */
export function letGoBy(end: number): string {
  return `hold = NULL, waits = iif(hold IS NULL, waits, waits || ?${end})`;
}
