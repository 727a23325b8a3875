/** Gates: how many jobs that name the same gate may run at once, counted in the store. */
import type { Hold, HoldReason, NewJob } from '../core/index.ts';
import { isWellFormed, SkepError } from '../foundation/index.ts';
import type { SweepReport } from './keeping.ts';

/**
 * What a gate lets through. Its reason is the kind of rule: an engine has a table of them.
 *
 * concurrency: `limit` attempts at once, over all processes.
 */
export interface GateRule {
  readonly reason: HoldReason;
  readonly limit: number;
}

/** By the name of the gate, without key. Gates without a rule let everybody through. */
export type GateRules = Readonly<Record<string, GateRule>>;

/**
 * A job passes all its gates in the step that reserves it, or it is held by the first that is full: still `available`, with
 * `hold`, in nobody's way, and handed to nobody. The step that ends its attempt gives back what it took, whatever the
 * outcome and whoever ends it; where there is room then, of each queue where jobs wait before that gate one goes to the front
 * of its priority. A session that ends gives back what its attempts took. A job counts once, also where it was cancelled while
 * it ran, and retried, and both attempts run.
 *
 * One that leaves without having had its turn (cancelled, expired, removed, moved) passes it on. One that another of its gates
 * holds then does not: who is left so is found by `release`.
 *
 * Names are well-formed texts without NUL: others are refused with REQUEST_INVALID, by `enqueue` and by `apply`. How far a gate counts: `capabilities.gates`.
 */
export interface GatesFacet {
  /** These rules and no others, from now on, for all processes. What more room lets through is found by `release`. */
  apply(rules: GateRules): Promise<void>;
  /** Held jobs whose gate has room, or no rule any more, wait for their turn again: what a change of rules has left. */
  release(limit: number): Promise<SweepReport>;
}

/** @returns why one of these cannot name a gate; null when all can. SQLite ends a text at NUL, and half a pair is no UTF-8 */
export function flawOfGates(names: readonly string[]): SkepError | null {
  const unfit = names.find((name) => name.includes('\0') || !isWellFormed(name));
  if (unfit === undefined) return null;
  return new SkepError('REQUEST_INVALID', `${JSON.stringify(unfit.slice(0, 64))} cannot name a gate`, {
    hint: 'leave out NUL and halves of surrogate pairs',
  });
}

/** The same of all gates of new jobs. */
export function flawOfJobGates(batch: readonly Pick<NewJob, 'gates'>[]): SkepError | null {
  for (const { gates } of batch) {
    const flaw = gates.length === 0 ? null : flawOfGates(gates);
    if (flaw !== null) return flaw;
  }
  return null;
}

/** Of `NAME/KEY` the part that a rule is found by. */
export function ruleNameOf(gate: string): string {
  const slash = gate.indexOf('/');
  return slash < 0 ? gate : gate.slice(0, slash);
}

/** @param text as both engines write it: reason, blank, gate */
export function holdOf(text: string): Hold {
  const blank = text.indexOf(' ');
  return { reason: text.slice(0, blank) as HoldReason, name: text.slice(blank + 1) };
}
