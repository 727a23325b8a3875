/** The steps that bring a file to the layout of today, see schema.ts. */
import { JOB_STATES } from '../../core/index.ts';
import { BULKS, CIRCUITS, FAULTS, HOLDS, RUN_PLANS, RUNS, TURNS, UNIQUES } from './flow-tables.ts';

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
  CREATE INDEX jobs_ready ON jobs (queue, priority, run_at) WHERE state = 2;
  CREATE INDEX jobs_running ON jobs (owner, queue) WHERE state = 3;
  CREATE INDEX jobs_due ON jobs (run_at, state, queue) WHERE state IN (0,4);
  CREATE INDEX jobs_blocked ON jobs (task, queue) WHERE state = 1;
  CREATE INDEX jobs_finished ON jobs (queue, state, finished_at) WHERE state IN (5,6,7);
  CREATE INDEX jobs_expiring ON jobs (expires_at) WHERE expires_at IS NOT NULL AND state IN (0,1,2,4);
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

/**
 * What a completed attempt leaves is in its row already, but for who ran it and its trace: so no record is written
 * (4 µs a job), rows.ts makes it from the row. Indices: see the conditions above.
 */
const LEAN_COMPLETION = `
  ALTER TABLE jobs ADD COLUMN trace TEXT; -- of the attempt that completed: trace id, blank, span id
  CREATE TABLE sessions (number INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT; -- outlives its row in processes
  INSERT INTO sessions SELECT number, session FROM processes;
  DROP INDEX jobs_due;
  DROP INDEX jobs_finished;
  DROP INDEX jobs_expiring;
  CREATE INDEX jobs_due ON jobs (run_at, state, queue) WHERE (state = 0 OR state = 4);
  CREATE INDEX jobs_finished ON jobs (queue, state, finished_at) WHERE state >= 5;
  CREATE INDEX jobs_expiring ON jobs (expires_at) WHERE expires_at IS NOT NULL AND state < 5 AND state <> 3;
`;

/** Leases ended by the wall clock alone, which may be set: see moment.ts. */
const LEASE_BY_HOST_CLOCK = `
  ALTER TABLE processes ADD COLUMN boot TEXT;
  ALTER TABLE processes ADD COLUMN until_host INTEGER;
`;

/**
 * Room for what a job's life adds to its row, taken when it is stored and given back as the row grows. New rows fill
 * their pages to the brim: without it every page is split in two when its jobs are reserved, which took 0.9 of the 7.7
 * µs that SQLite needs for a job.
 */
const ROOM = 'ALTER TABLE jobs ADD COLUMN room BLOB;';

/** Its one row: the name of the manifest whose store it is. */
const PROJECT = 'CREATE TABLE project (name TEXT NOT NULL) STRICT;';

/** Who applied which manifest's schedules, and whose are in force: see in-force.ts. */
const IN_FORCE = `
  ALTER TABLE schedules ADD COLUMN set_back INTEGER NOT NULL DEFAULT 0;
  -- Removed while paused: back later, they are paused.
  CREATE TABLE paused_away (name TEXT PRIMARY KEY, removed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE applications (
    number INTEGER PRIMARY KEY, -- of the process
    hash TEXT NOT NULL,
    revision INTEGER,
    turn INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE in_force (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    hash TEXT NOT NULL,
    revision INTEGER,
    turn INTEGER NOT NULL,
    change INTEGER NOT NULL,
    last_turn INTEGER NOT NULL,
    ended_at INTEGER NOT NULL
  ) STRICT;
`;

/** Effects that could not be made when their job ended: kept for a person, see consequences.ts. */
const UNDELIVERED = `
  CREATE TABLE undelivered (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    reason TEXT NOT NULL,
    effect TEXT
  ) STRICT;
`;

/** Gates, see gates.ts. */
const GATES = `
  ALTER TABLE jobs ADD COLUMN hold TEXT; -- reason, blank, name of the gate
  DROP INDEX jobs_ready;
  CREATE INDEX jobs_ready ON jobs (queue, priority, run_at) WHERE state = 2 AND hold IS NULL;
  CREATE INDEX jobs_held ON jobs (hold, queue, priority, run_at) WHERE hold IS NOT NULL;
  CREATE TABLE gates (name TEXT PRIMARY KEY, rule TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE passes (
    gate TEXT NOT NULL,
    seq INTEGER NOT NULL,
    owner INTEGER NOT NULL, -- processes.number of the attempt
    PRIMARY KEY (gate, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX passes_seq ON passes (seq);
  CREATE INDEX passes_owner ON passes (owner);
`;

/** What happens, for those who follow it: see feed.ts. */
const FEED =
  'CREATE TABLE feed (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, event TEXT NOT NULL) STRICT; CREATE INDEX signals_at ON signals (at);';

/** Rates, weights, and gates that jobs pass without naming them: see gates.ts and rates.ts. */
const RATES = `
  ALTER TABLE passes ADD COLUMN cost INTEGER NOT NULL DEFAULT 1;
  CREATE TABLE passed (who TEXT PRIMARY KEY, tolls TEXT NOT NULL) STRICT, WITHOUT ROWID; -- who: task or queue, blank, name
  CREATE TABLE rates (
    gate TEXT PRIMARY KEY,
    tat REAL NOT NULL, -- milliseconds with fraction: all that went through is paid then
    due INTEGER        -- while jobs wait before it
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rates_due ON rates (due) WHERE due IS NOT NULL;
  CREATE INDEX rates_tat ON rates (tat) WHERE due IS NULL;
`;

/** Results that are removed before their jobs, see results.ts. An entry may outlive its job: it leads nowhere then. */
const RESULTS = `
  CREATE TABLE results (until INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (until, seq)) STRICT, WITHOUT ROWID;
`;

/** What ended, see stats.ts. */
const STATS = `
  CREATE TABLE stats (
    step TEXT NOT NULL,
    at INTEGER NOT NULL,
    queue TEXT NOT NULL,
    task TEXT NOT NULL,
    figure TEXT NOT NULL, -- JSON, see core/statistics.ts
    PRIMARY KEY (step, at, queue, task)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE stat_sources (source TEXT PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Requests that count once, see once.ts. */
const ONCE = `
  CREATE TABLE once (key TEXT PRIMARY KEY, request TEXT NOT NULL, answer TEXT, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX once_until ON once (until);
`;

/** What was changed by whom, see audit.ts. */
const AUDIT = `
  CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_at ON audit (at);
`;

/** What became of ticks, see schedules.ts. */
const SCHEDULE_TICKS = `
  ALTER TABLE schedules ADD COLUMN runs INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE schedule_ticks (
    number INTEGER PRIMARY KEY,
    schedule TEXT NOT NULL,
    record TEXT NOT NULL -- JSON
  ) STRICT;
  CREATE INDEX schedule_ticks_newest ON schedule_ticks (schedule, number);
`;

/** What revisions said, see revisions.ts. */
const REVISION_BODIES = `
  ALTER TABLE revisions ADD COLUMN told TEXT; -- JSON: cause, message, whose text it has
  CREATE TABLE revision_bodies (revision INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
`;

/** Step n brings a file of version n to n + 1. A step that was released never changes; a new one is appended. */
export const MIGRATIONS: readonly string[] = [
  FIRST,
  LEASE_LENGTH,
  LEAN_COMPLETION,
  LEASE_BY_HOST_CLOCK,
  ROOM,
  PROJECT,
  IN_FORCE,
  UNDELIVERED,
  GATES,
  FEED,
  RESULTS,
  RATES,
  FAULTS,
  BULKS,
  HOLDS,
  TURNS,
  UNIQUES,
  CIRCUITS,
  RUNS,
  STATS,
  ONCE,
  RUN_PLANS,
  AUDIT,
  SCHEDULE_TICKS,
  REVISION_BODIES,
];
