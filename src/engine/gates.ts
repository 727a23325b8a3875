/** Gates: how many jobs may run at once, and how many may begin in a time, counted in the store. */
import { cancelledError, type Hold, type HoldReason, type JobError, toldName } from '../core/index.ts';
import type { BreakerRule, Circuit } from './circuit.ts';
import type { SweepReport } from './keeping.ts';

/** What a gate lets through. Its reason is the kind of rule: an engine has a table of them. */
export type GateRule = ConcurrencyRule | RateRule | BucketRule | BreakerRule;

/** `limit` attempts at once, over all processes; one that costs more counts as many. */
export interface ConcurrencyRule {
  readonly reason: 'concurrency';
  readonly limit: number;
  /** What becomes of a job that finds no room; absent: it waits. */
  readonly onConflict?: Conflict;
}

/**
 * skip: the job is cancelled at its turn, with JOB_SKIPPED and no attempt. cancelRunning: the job waits, and the one that has run longest
 * is cancelled, as `jobs.cancel` does; its room is free when its attempt has ended. Jobs that come to their turn in one step leave each other alone.
 */
export type Conflict = 'skip' | 'cancelRunning';

/** Shut at times, for all: by an outcome that says so (`Outcome.shut`), else open. */
export interface BucketRule {
  readonly reason: 'bucket';
}

/**
 * `limit` starts in every `perMs` milliseconds, by the store's clock, and `burst` of them together after a rest: in any time
 * W at most `W / perMs * limit + burst`. What was taken is not given back, however the attempt ends.
 *
 * Generic cell rate algorithm (ITU-T I.371): of each gate one instant is known, up to which all that went through is paid.
 */
export interface RateRule {
  readonly reason: 'rate';
  readonly limit: number;
  readonly perMs: number;
  readonly burst: number;
}

/** A gate on the way of jobs, and how much of its room each of them takes. */
export interface Toll {
  readonly gate: string;
  readonly cost: number;
}

/** Gates that jobs pass for the sake of their task or their queue, whatever they name themselves; by name. */
export interface Passed {
  readonly tasks: Readonly<Record<string, readonly Toll[]>>;
  readonly queues: Readonly<Record<string, readonly Toll[]>>;
}

/** By the name of the gate, without key. Gates without a rule let everybody through. */
export type GateRules = Readonly<Record<string, GateRule>>;

/**
 * A job passes the gates that it names, those of its task and those of its queue in the step that reserves it, or it is held by the first that is full: still `available`, with
 * `hold`, in nobody's way, and handed to nobody. The step that ends its attempt gives back what it took, whatever the
 * outcome and whoever ends it; where there is room then, of each queue where jobs wait before that gate one goes to the front
 * of its priority. A session that ends gives back what its attempts took. A job counts once, also where it was cancelled while
 * it ran, and retried, and both attempts run.
 *
 * One that leaves without having had its turn (cancelled, expired, removed, moved) passes it on. One that another of its gates
 * holds then does not: who is left so is found by `release`.
 *
 * Whom a rate holds is let go when the gate has room again, by `keeping.promote`, whose `nextDueAt` says when: of each queue as
 * many as may pass then, in front of their priority.
 *
 * Names are well-formed texts without NUL, those of rules without a slash too, and numbers whole ones from 1 (a concurrency from 0): others are refused with
 * REQUEST_INVALID, by `enqueue`, `apply` and `override`. How far a gate counts: `capabilities.gates`.
 */
export interface GatesFacet {
  /**
   * These rules and no others, from now on, for all processes and for jobs that wait already. Attempts that run count where
   * they passed. What more room lets through is found by `release`. Who is held before a gate that jobs of the task or queue do not pass any more for
   * its sake comes to its turn again, in steps.
   * @param passed what jobs pass without naming it; default: nothing
   */
  apply(rules: GateRules, passed?: Passed): Promise<void>;
  /**
   * What is known of gates, in order; a bounded look, but for a Cluster, where it grows with the queues.
   * @param names as `apply` has them, without key
   */
  standing(names: readonly string[]): Promise<readonly GateStanding[]>;
  /**
   * From now on a rule stands in the place of that of the same name, until it is taken back, or until `apply` comes with another one of
   * that name than there was. @param rule null: it is taken back @returns false: there is no rule of that name
   */
  override(name: string, rule: GateRule | null): Promise<boolean>;
  /** Circuits are closed, and what was shut is open again; who waits comes by `release`. */
  reopen(names: readonly string[]): Promise<void>;
  /** Held jobs whose gate has room, or no rule any more, wait for their turn again: what a change of rules has left. */
  release(limit: number): Promise<SweepReport>;
}

/** A gate as it stands. On a Cluster its numbers are those of all queues together. */
export interface GateStanding {
  readonly name: string;
  /** null: it has none, and all pass. */
  readonly rule: GateRule | null;
  /** Another rule stands in the place of the applied one. */
  readonly overridden: boolean;
  /** Of a concurrency what runs; of a rate how much of the burst is gone; else 0. */
  readonly used: number;
  /** Jobs that it holds; counted up to HELD_COUNTED. */
  readonly held: number;
  /** When it has room for one again, epoch ms of the store; null: it has, or nobody knows. */
  readonly until: number | null;
  /** Of breakers and buckets; else null. */
  readonly circuit: Circuit | null;
}

/** As far as the held jobs of one gate are counted. */
export const HELD_COUNTED = 100_000;

/** The error of a job that found no room where others run. */
export function skippedError(gate: string): JobError {
  const message = `there was no room for it when its turn came: ${gate} lets no more run at once (onConflict: skip)`;
  return { name: 'SkepError', message, code: 'JOB_SKIPPED', stack: null };
}

/** The error of a running job that another one has taken the place of. */
export function supersededError(gate: string): JobError {
  return cancelledError(`a newer job takes its place: ${gate} lets no more run at once (onConflict: cancelRunning)`);
}

/** Of what a job costs as much as there is at all: else one that costs more than its gate has room for would wait for ever. */
export function neededOf({ cost }: Pick<Toll, 'cost'>, rule: GateRule): number {
  const all = rule.reason === 'rate' ? rule.burst : rule.reason === 'concurrency' ? rule.limit : cost;
  return Math.max(1, Math.min(cost, all));
}

/** Of `NAME/KEY` the part that a rule is found by. */
export function ruleNameOf(gate: string): string {
  const slash = gate.indexOf('/');
  return slash < 0 ? gate : gate.slice(0, slash);
}

/** @param held as both engines write it: reason, blank, gate @param until see Hold @param text see Hold */
export function holdOf(held: string, until: number | null, text: string | null = null): Hold {
  const blank = held.indexOf(' ');
  const reason = held.slice(0, blank) as HoldReason;
  return { reason, name: toldName(reason, held.slice(blank + 1)), until, text };
}

/** A gate that jobs of a task, or of a queue, do not pass any more for its sake. */
export interface Parting {
  readonly kind: 'task' | 'queue';
  readonly name: string;
  readonly gate: string;
}

export const PASSED_NOTHING: Passed = { tasks: {}, queues: {} };
