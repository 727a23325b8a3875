/**
 * The engine contract: what stores jobs and hands them out.
 *
 * It is written as transitions of jobs (core/states.ts), each with what holds before and after, from two
 * engines at once: one SQLite file, and bee-queue on Redis. Rules that hold for every verb:
 *
 * - A promise that resolves means stored: the effect survives `kill -9` of this process (and of the store,
 *   as far as `capabilities.durable` says). A promise that rejects means nothing was written, or, after a
 *   lost connection, that the same call may be made again: every verb is idempotent or fenced.
 * - Time is the store's clock. Callers pass delays; instants that come back are the store's.
 * - Every verb works in bounded time and memory, whatever the backlog and however large the jobs (bounds.ts): those that
 *   work on many jobs take a `limit` and are called again while they report `more`, which they do before the limit is
 *   reached where the jobs are large; lists leave large parts out and end early. What grows with the manifest or the number
 *   of processes alone (counts, schedules, processes) is given whole.
 * - What keeps a store from working is a SkepError of kind `unavailable`, from every verb: STORE_UNREACHABLE (also when it was
 *   not opened, or is closed), STORE_FULL, STORE_REFUSED; STOPPING for a call that the engine's own close() ends. What else a
 *   verb throws stands with it.
 * - Engines never log and never trace: observed.ts wraps them once, from outside.
 * - A facet is a plain object whose verbs need no `this`: `{ ...engine.jobs, cancel }` is one too.
 *
 * test/conformance runs all of it against every engine.
 */
import type { AuditFacet } from './audit.ts';
import type { BulksFacet } from './bulks.ts';
import type { Capabilities } from './capabilities.ts';
import type { FeedFacet } from './feed.ts';
import type { FleetFacet } from './fleet.ts';
import type { GatesFacet } from './gates.ts';
import type { HealthFacet } from './health.ts';
import type { HoldsFacet } from './holds.ts';
import type { JobsFacet } from './jobs.ts';
import type { KeepingFacet } from './keeping.ts';
import type { OnceFacet } from './once.ts';
import type { QueuesFacet } from './queues.ts';
import type { RevisionsFacet } from './revisions.ts';
import type { Rules } from './rules.ts';
import type { RunsFacet } from './runs.ts';
import type { SchedulesFacet } from './schedules.ts';
import type { StatsFacet } from './stats.ts';

export interface Engine {
  readonly kind: 'sqlite' | 'redis';
  readonly capabilities: Capabilities;
  readonly jobs: JobsFacet;
  readonly queues: QueuesFacet;
  readonly keeping: KeepingFacet;
  readonly gates: GatesFacet;
  readonly holds: HoldsFacet;
  readonly runs: RunsFacet;
  readonly schedules: SchedulesFacet;
  readonly fleet: FleetFacet;
  readonly feed: FeedFacet;
  readonly revisions: RevisionsFacet;
  readonly bulks: BulksFacet;
  readonly once: OnceFacet;
  readonly audit: AuditFacet;
  readonly stats: StatsFacet;
  readonly health: HealthFacet;

  /**
   * Connects, checks that the store may be used, brings its layout up to date.
   * @throws SkepError STORE_REFUSED for a store of another program, a newer layout, a server that must not be used
   */
  open(): Promise<void>;
  /**
   * Releases everything; the store is left for the others. Idempotent. Stop consumers first, and `leave`: a
   * session that was not left runs out as after a crash.
   */
  close(): Promise<void>;
  /**
   * The store is `project`'s from now on, if it was nobody's; with `adopt` whosesoever it was.
   * @returns the name of the project that it belongs to afterwards
   */
  claim(project: string, adopt?: boolean): Promise<string>;
  /**
   * What the manifest in force says, from now on, for this engine's own verbs: those that need it look here and not at
   * what each call brings. A manifest that is replaced is told by another call.
   */
  govern(rules: Rules): void;
  /** The store's clock. */
  now(): Promise<number>;
}

/** What every engine needs from outside. */
export interface EngineTimings {
  /** A process whose lease is not renewed for this long is taken for dead. */
  readonly leaseMs: number;
  /** A process whose event loop has not turned for this long stops renewing: it hangs. */
  readonly blockedLimitMs: number;
  readonly maxRescues: number;
}

export const DEFAULT_TIMINGS: EngineTimings = { leaseMs: 30_000, blockedLimitMs: 120_000, maxRescues: 3 };
