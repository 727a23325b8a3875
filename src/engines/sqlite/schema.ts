/**
 * Layout of the file, and the steps that bring an older one up to date.
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
 * condition in it: `state = 5` does not tell it that `state IN (5,6,7)`. Queries name their index, so that one
 * that cannot be used fails loudly instead of crawling through the table.
 */
export const IS_READY = `state = ${AVAILABLE}`;
export const IS_RUNNING = `state = ${RUNNING}`;
export const IS_BLOCKED = `state = ${BLOCKED}`;
export const IS_DUE = `state IN (${stateList(['scheduled', 'retryable'])})`;
export const IS_FINISHED = `state IN (${stateList(['completed', 'cancelled', 'dead'])})`;
export const IS_EXPIRING = `expires_at IS NOT NULL AND state IN (${stateList(['scheduled', 'blocked', 'available', 'retryable'])})`;

const FIRST = `
  CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, -- order of creation, never used twice: cursors count on it
    id TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    task TEXT NOT NULL,
    state INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    rescues INTEGER NOT NULL DEFAULT 0,
    run_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    expires_at INTEGER,
    owner INTEGER,      -- processes.number of the lease; kept on a cancelled job until its attempt ends
    schedule TEXT,
    blocked_by TEXT,
    payload TEXT NOT NULL,
    given TEXT,         -- JSON of what was given and never changes: timeout, tags, headers, trace …
    progress TEXT,
    logs TEXT,
    result TEXT,
    error TEXT,
    attempts TEXT
  ) STRICT;
  -- Smallest priority first, then who became available first; also the oldest of a queue per priority.
  CREATE INDEX jobs_ready ON jobs (queue, priority, run_at) WHERE ${IS_READY};
  CREATE INDEX jobs_running ON jobs (owner, queue) WHERE ${IS_RUNNING};
  CREATE INDEX jobs_due ON jobs (run_at, state, queue) WHERE ${IS_DUE};
  CREATE INDEX jobs_blocked ON jobs (task, queue) WHERE ${IS_BLOCKED};
  CREATE INDEX jobs_finished ON jobs (queue, state, finished_at) WHERE ${IS_FINISHED};
  CREATE INDEX jobs_expiring ON jobs (expires_at) WHERE ${IS_EXPIRING};
  CREATE INDEX jobs_task ON jobs (task);
  CREATE INDEX jobs_schedule ON jobs (schedule) WHERE schedule IS NOT NULL;

  CREATE TABLE tags (tag TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (tag, seq)) STRICT, WITHOUT ROWID;

  CREATE TABLE queues (
    queue TEXT PRIMARY KEY,
    paused INTEGER NOT NULL DEFAULT 0,
    ${JOB_STATES.map((state) => `${state} INTEGER NOT NULL DEFAULT 0`).join(', ')}
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE processes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL UNIQUE,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    info TEXT NOT NULL
  ) STRICT;

  CREATE TABLE signals (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    owner INTEGER, -- processes.number; NULL is for all
    ids TEXT
  ) STRICT;

  CREATE TABLE schedules (
    name TEXT PRIMARY KEY,
    spec TEXT NOT NULL,
    cursor_at INTEGER NOT NULL,
    activated_at INTEGER NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0,
    last_tick_at INTEGER,
    last_job_id TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE revisions (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    applied_by TEXT NOT NULL
  ) STRICT;
`;

/** How long a lease is was only known to its own process: see lease-watch.ts. */
const LEASE_LENGTH = 'ALTER TABLE processes ADD COLUMN lease_ms INTEGER NOT NULL DEFAULT 30000;';

/** Step n brings a file of version n to n + 1. A step that was released never changes; a new one is appended. */
export const MIGRATIONS: readonly string[] = [FIRST, LEASE_LENGTH];
