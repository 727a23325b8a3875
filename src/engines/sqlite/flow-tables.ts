/** Tables of what says whether, when and in what order jobs run, of bulk operations and of runs; steps of migrations.ts. */

/** What dead jobs died of, see faults.ts. Those that are dead already are looked at one after another by whoever keeps house. */
export const FAULTS = `
  CREATE TABLE deaths (
    seq INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    queue TEXT NOT NULL,
    task TEXT NOT NULL,
    died_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX deaths_fault ON deaths (fingerprint); -- in order of seq, by which lists go
  CREATE INDEX deaths_at ON deaths (fingerprint, queue, task, died_at);
  CREATE TABLE faults (
    fingerprint TEXT NOT NULL,
    queue TEXT NOT NULL,
    task TEXT NOT NULL,
    count INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, queue, task)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE unidentified (seq INTEGER PRIMARY KEY) STRICT;
  INSERT INTO unidentified SELECT seq FROM jobs INDEXED BY jobs_finished WHERE state >= 5 AND state = 7;
`;

/** See bulks.ts. */
export const BULKS = `
  CREATE TABLE bulks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    carrier TEXT NOT NULL,
    held_until INTEGER NOT NULL
  ) STRICT;
`;

/** Holds, see holds.ts, and why queues and schedules are paused. An entry that is past stays until all that it held are let go. */
export const HOLDS = `
  CREATE TABLE holds (gate TEXT PRIMARY KEY, until INTEGER, spec TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ALTER TABLE queues ADD COLUMN pause TEXT; -- JSON of why it is paused
  ALTER TABLE queues ADD COLUMN pause_until INTEGER;
  ALTER TABLE schedules ADD COLUMN pause TEXT;
  ALTER TABLE jobs ADD COLUMN waits TEXT; -- see core/waits.ts; NULL where nothing ever held it
`;

/** Tenants that take turns, and priorities that share: see turns.ts. What has no tenant lies in jobs_ready as ever. */
export const TURNS = `
  ALTER TABLE jobs ADD COLUMN fair TEXT; -- the tenant
  DROP INDEX jobs_ready;
  CREATE INDEX jobs_ready ON jobs (queue, priority, run_at) WHERE state = 2 AND hold IS NULL AND fair IS NULL;
  CREATE INDEX jobs_turn ON jobs (queue, priority, fair, run_at) WHERE state = 2 AND hold IS NULL AND fair IS NOT NULL;
  CREATE INDEX jobs_turn_age ON jobs (queue, run_at) WHERE state = 2 AND hold IS NULL AND fair IS NOT NULL;
  CREATE TABLE turns ( -- whose turn was last; '': of those without a tenant
    queue TEXT NOT NULL,
    priority INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    PRIMARY KEY (queue, priority)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE shares (queue TEXT PRIMARY KEY, passes TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Who took each key last, see unique.ts. */
export const UNIQUES = `
  CREATE TABLE uniques (
    key TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL, -- outlives its job in a window
    until INTEGER     -- from then on it is nobody's
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX uniques_until ON uniques (until) WHERE until IS NOT NULL;
`;

/** Breakers and buckets that are shut, see circuits.ts; limits set at run time; how many jobs of each queue gates hold. */
export const CIRCUITS = `
  ALTER TABLE passes ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE circuits (gate TEXT PRIMARY KEY, circuit TEXT NOT NULL) STRICT, WITHOUT ROWID;
  -- in_place_of: the rule that stood in the manifest
  CREATE TABLE overrides (name TEXT PRIMARY KEY, rule TEXT NOT NULL, in_place_of TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ALTER TABLE queues ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
  UPDATE queues SET held = (SELECT count(*) FROM jobs WHERE hold IS NOT NULL AND jobs.queue = queues.queue);
  CREATE TRIGGER held_or_let_go AFTER UPDATE OF hold, queue ON jobs WHEN NEW.hold IS NOT NULL OR OLD.hold IS NOT NULL BEGIN
    UPDATE queues SET held = held - 1 WHERE OLD.hold IS NOT NULL AND queue = OLD.queue;
    UPDATE queues SET held = held + 1 WHERE NEW.hold IS NOT NULL AND queue = NEW.queue;
  END;
  CREATE TRIGGER held_and_gone AFTER DELETE ON jobs WHEN OLD.hold IS NOT NULL BEGIN
    UPDATE queues SET held = held - 1 WHERE queue = OLD.queue;
  END;
`;

/** Runs of workflows, see run-rows.ts. */
export const RUNS = `
  CREATE TABLE runs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    workflow TEXT,
    state TEXT NOT NULL,
    parent TEXT,              -- the run that it is a step of
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    due INTEGER,              -- there is something to do then; 0: now
    sweep TEXT,               -- what is being done to its jobs one by one
    cancelled TEXT,
    given TEXT NOT NULL,      -- what it was given beside plan and input
    plan TEXT NOT NULL,
    input TEXT NOT NULL,
    version TEXT NOT NULL,    -- another one for each turn that is stored
    steps TEXT NOT NULL,      -- those that are not untouched, by number
    result TEXT,
    error TEXT
  ) STRICT;
  CREATE INDEX runs_due ON runs (due) WHERE due IS NOT NULL;
  CREATE INDEX runs_state ON runs (state, finished_at);
  CREATE INDEX runs_workflow ON runs (workflow, seq);
  CREATE INDEX runs_parent ON runs (parent) WHERE parent IS NOT NULL;
  CREATE TABLE run_items (
    run INTEGER NOT NULL, step INTEGER NOT NULL, number INTEGER NOT NULL,
    state TEXT NOT NULL, -- how it ended; 'retrying': its end is forgotten, its job is to be retried
    value TEXT, -- result, or error
    PRIMARY KEY (run, step, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE run_lists (
    run INTEGER NOT NULL, step INTEGER NOT NULL, page INTEGER NOT NULL, items TEXT NOT NULL,
    PRIMARY KEY (run, step, page)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE run_signals (run INTEGER NOT NULL, name TEXT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (run, name)) STRICT, WITHOUT ROWID;
`;

/** What of a run never changes: with it in its row, each turn wrote a plan of many pages anew. */
export const RUN_PLANS = `
  CREATE TABLE run_plans (run INTEGER PRIMARY KEY, plan TEXT NOT NULL, input TEXT NOT NULL) STRICT;
  INSERT INTO run_plans SELECT seq, plan, input FROM runs;
  ALTER TABLE runs DROP COLUMN plan;
  ALTER TABLE runs DROP COLUMN input;
`;
