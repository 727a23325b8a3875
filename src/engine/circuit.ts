/**
 * Circuit breakers: what their state is, and what an outcome makes of it. Pure; SQLite works by it, `_circuits.lua` says the same.
 *
 * closed: outcomes are counted, by tenths of the window. open: nobody passes until an instant. After it some may pass as probes: all
 * of them well closes it, one of them bad opens it anew. Outcomes of attempts that began before it was open are not looked at then.
 */
import type { Outcome } from '../core/index.ts';

/** Opens when, of at least `of` attempts that ended within `withinMs`, so many percent have failed. */
export interface BreakerRule {
  readonly reason: 'breaker';
  readonly percent: number;
  readonly of: number;
  readonly withinMs: number;
  readonly openForMs: number;
  /** So many pass after that; once all of them have ended well it closes. */
  readonly probes: number;
}

/** Also what a gate is that is shut at times and has no breaker: of it `until` alone counts. */
export interface Circuit {
  /** 0: closed. Else epoch ms of the store: nobody passes before. */
  readonly until: number;
  /** Probes that run or have ended well. */
  readonly begun: number;
  readonly good: number;
  readonly slices: readonly Slice[];
}

/** Outcomes of a tenth of the window. */
interface Slice {
  /** Tenths since 1970. */
  readonly at: number;
  readonly good: number;
  readonly bad: number;
}

/** What the end of an attempt says about what it called; null: nothing. */
export type Judgement = 'good' | 'bad' | null;

export interface Ended {
  readonly verdict: Judgement;
  /** When the attempt began, epoch ms of the store. */
  readonly startedAt: number;
}

export interface CircuitChange {
  readonly gate: string;
  /** null: it has closed. */
  readonly until: number | null;
}

export const CLOSED: Circuit = { until: 0, begun: 0, good: 0, slices: [] };
const SLICES = 10;

/** Deaths that are no word of whoever was called: the handler did not run. */
const UNCALLED: ReadonlySet<string | null> = new Set([
  'PAYLOAD_INVALID',
  'PAYLOAD_NOT_JSON',
  'PAYLOAD_VERSION',
  'SEAL_BROKEN',
  'KEY_MISSING',
]);

export function judgementOf(outcome: Outcome): Judgement {
  if (outcome.kind === 'complete') return 'good';
  if (outcome.kind === 'dead') return UNCALLED.has(outcome.error.code) ? null : 'bad';
  return outcome.kind === 'retry' ? 'bad' : null;
}

/** @returns how many more may pass now */
export function circuitRoom(circuit: Circuit, rule: BreakerRule, now: number): number {
  if (circuit.until === 0) return Number.MAX_SAFE_INTEGER;
  if (now < circuit.until) return 0;
  // Fewer are asked for than when they passed: the next end closes it, whoever it is of.
  return circuit.good >= rule.probes ? Number.MAX_SAFE_INTEGER : rule.probes - circuit.begun;
}

/** Somebody passes. @returns the same where nothing has changed */
export function passed(circuit: Circuit): Circuit {
  return circuit.until === 0 ? circuit : { ...circuit, begun: circuit.begun + 1 };
}

/** An attempt that has passed is over. @returns the same where nothing has changed */
export function judged(circuit: Circuit, rule: BreakerRule, ended: Ended, now: number): Circuit {
  if (circuit.until === 0) return ended.verdict === null ? circuit : counted(circuit, rule, ended.verdict, now);
  if (ended.startedAt < circuit.until) return circuit;
  if (ended.verdict === 'bad') return openedAt(now, rule);
  if (ended.verdict === null) return { ...circuit, begun: Math.max(0, circuit.begun - 1) };
  return circuit.good + 1 >= rule.probes ? CLOSED : { ...circuit, good: circuit.good + 1 };
}

function openedAt(now: number, { openForMs }: BreakerRule): Circuit {
  return { ...CLOSED, until: now + openForMs };
}

function counted(circuit: Circuit, rule: BreakerRule, verdict: 'good' | 'bad', now: number): Circuit {
  const at = Math.floor((now * SLICES) / rule.withinMs);
  const kept = circuit.slices.filter((slice) => slice.at > at - SLICES && slice.at !== at);
  const own = circuit.slices.find((slice) => slice.at === at) ?? { at, good: 0, bad: 0 };
  const slices = [...kept, { ...own, [verdict]: own[verdict] + 1 }];
  const bad = slices.reduce((sum, slice) => sum + slice.bad, 0);
  const all = slices.reduce((sum, slice) => sum + slice.good, bad);
  return all >= rule.of && bad * 100 >= rule.percent * all ? openedAt(now, rule) : { ...circuit, slices };
}

/** As both engines store it: `UNTIL BEGUN GOOD`, and ` AT:GOOD:BAD` of each slice. */
export function circuitText({ until, begun, good, slices }: Circuit): string {
  return [until, begun, good, ...slices.map((slice) => `${slice.at}:${slice.good}:${slice.bad}`)].join(' ');
}

export function circuitOf(text: string): Circuit {
  const [until = 0, begun = 0, good = 0, ...slices] = text.split(' ');
  const sliceOf = (one: string): Slice => {
    const [at = 0, well = 0, bad = 0] = one.split(':').map(Number);
    return { at, good: well, bad };
  };
  return {
    until: Number(until),
    begun: Number(begun),
    good: Number(good),
    slices: slices.map(sliceOf),
  };
}
