/** When a schedule fires: pure answers from any instant, forwards and backwards. All instants are epoch milliseconds. */
import { createHash } from 'node:crypto';

import { canonicalCron } from './cron-grammar.ts';
import { readingsOf, tickAfter, tickUpTo } from './cron-patterns.ts';
import { stretchAt } from './exclusion.ts';
import type { BoundedTiming, Rule, Timing } from './timing.ts';

/**
 * The next ticks strictly after an instant, oldest first.
 * @returns at most `count`, fewer when the calendar ends
 */
export function nextTicks(timing: Timing, after: number, count: number): number[] {
  return ticksBetween(timing, after, Infinity, count);
}

/** The newest tick at or before an instant, however long ago; null when there is none. Its cost does not grow with the gap. */
export function latestTick(timing: Timing, atOrBefore: number): number | null {
  if (!Number.isFinite(atOrBefore)) return null;
  return timing.kind === 'bounded' ? latestWithin(timing, atOrBefore) : latestOf(timing, atOrBefore);
}

/**
 * The ticks in (after, upTo], oldest first.
 * @param limit at most so many: the oldest ones
 */
export function ticksBetween(timing: Timing, after: number, upTo: number, limit: number): number[] {
  const ticks: number[] = [];
  const next = stepper(timing);
  let tick = next(after);
  while (tick !== null && tick <= upTo && ticks.length < limit) {
    ticks.push(tick);
    tick = ticks.length < limit ? next(tick) : null;
  }
  return ticks;
}

/** The rules of a timing, without its bounds. */
export function timingRules(timing: Timing): readonly Rule[] {
  return timing.kind === 'bounded' ? timing.rules : [timing];
}

/** Whether it goes on by real time when clocks are set, as intervals do; false for particular times of the day. */
export function followsRealTime(timing: Timing): boolean {
  return timingRules(timing).every(
    (rule) => rule.kind === 'every' || (rule.kind === 'cron' && !readingsOf(rule).fixed),
  );
}

type Step = (from: number) => number | null;

function stepper(timing: Timing): Step {
  if (timing.kind === 'bounded') return stepWithin(timing);
  if (timing.kind === 'every') {
    const { everyMs } = timing;
    return (after) => (Number.isFinite(after) ? (Math.floor(after / everyMs) + 1) * everyMs : null);
  }
  if (timing.kind === 'at') return (after) => timing.at.find((at) => at > after) ?? null;
  return (after) => tickAfter(timing, after);
}

function latestOf(rule: Rule, atOrBefore: number): number | null {
  if (rule.kind === 'every') return Math.floor(atOrBefore / rule.everyMs) * rule.everyMs;
  if (rule.kind === 'at') return rule.at.findLast((at) => at <= atOrBefore) ?? null;
  return tickUpTo(rule, atOrBefore);
}

// ── several rules within bounds ────────────────────────────────────────────────────────────────────────────

/** Stretches that are passed over in one step, and years: who excludes every day of the year has no next tick. */
const STRETCHES = 4_000;
const PASSED_MS = 60 * 366 * 24 * 3_600_000;

function stepWithin({ rules, from, until, except }: BoundedTiming): Step {
  const steps = rules.map(stepper);
  const earliest: Step = (after) => bestOf(steps, after, Math.min);
  return (after) => {
    const first = earliest(Math.max(after, from === null ? -Infinity : from - 1));
    let tick = first;
    for (let passed = 0; passed < STRETCHES; passed += 1) {
      if (tick === null || (until !== null && tick >= until)) return null;
      const stretch = except && stretchAt(except, tick);
      if (stretch === null) return tick;
      if (tick > (first ?? tick) + PASSED_MS) return null;
      tick = earliest(stretch.to - 1);
    }
    return null;
  };
}

function latestWithin({ rules, from, until, except }: BoundedTiming, atOrBefore: number): number | null {
  const steps = rules.map(
    (rule): Step =>
      (upTo) =>
        latestOf(rule, upTo),
  );
  let end = until === null ? atOrBefore : Math.min(atOrBefore, until - 1);
  for (let passed = 0; passed < STRETCHES; passed += 1) {
    const tick = bestOf(steps, end, Math.max);
    if (tick === null || (from !== null && tick < from)) return null;
    const stretch = except && stretchAt(except, tick);
    if (stretch === null) return tick;
    if (tick < atOrBefore - PASSED_MS) return null;
    end = stretch.from - 1;
  }
  return null;
}

function bestOf(steps: readonly Step[], from: number, better: (...found: number[]) => number): number | null {
  const found = steps.map((step) => step(from)).filter((tick) => tick !== null);
  return found.length === 0 ? null : better(...found);
}

// ── fingerprints ───────────────────────────────────────────────────────────────────────────────────────────

const FINGERPRINT = 24;

/**
 * Fingerprint of a timing: equal for all spellings of one rule (`@daily`, `0 0 * * *`, `00 0 * * ?`), different when
 * it fires at other instants.
 */
export function timingSpec(timing: Timing): string {
  if (timing.kind !== 'bounded') return ruleSpec(timing);
  const { rules, from, until, except } = timing;
  const said = JSON.stringify([rules.map(ruleSpec).sort(), from, until, except]);
  return `bounded:${createHash('sha256').update(said).digest('hex').slice(0, FINGERPRINT)}`;
}

function ruleSpec(rule: Rule): string {
  if (rule.kind === 'every') return `every:${rule.everyMs}`;
  if (rule.kind === 'at') return `at:${rule.at.join(',')}`;
  const { cron, timezone, dayMatch, dst } = rule;
  const more = [dayMatch ?? '', dst ? `${dst.gap},${dst.overlap}` : ''].filter((text) => text !== '').join(' ');
  return `cron:${canonicalCron(cron)}@${timezone.toLowerCase()}${more === '' ? '' : ` ${more}`}`;
}
