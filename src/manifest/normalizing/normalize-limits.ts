/** Rates, concurrency and buckets, complete. */
import { dictionary } from '../../foundation/index.ts';
import { toMs } from '../durations.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { BreakerSpec, BucketSpec, QueueSpec } from '../manifest.ts';
import type { RateSpec, TaskSpec } from '../specs/task-spec.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param text as `10/m` @param burst null = as many as in a second, at least one */
export function rateOf(text: string, burst: number | null): RateSpec {
  const limit = Number(text.slice(0, -2));
  const perMs = UNIT_MS[text.slice(-1)];
  if (perMs === undefined) throw new Error(`no unit of a rate: ${text}`);
  return { limit, perMs, burst: burst ?? Math.max(1, Math.floor((limit * 1_000) / perMs)) };
}

const OPEN_WHEN = /^(\d+)% of (\d+) in (.+)$/;

/** @param text as `50% of 20 in 30s` @returns null where its time is no duration */
export function openWhenOf(text: string): Pick<BreakerSpec, 'percent' | 'of' | 'withinMs'> | null {
  const [, percent, of, within = ''] = OPEN_WHEN.exec(text) ?? [];
  const withinMs = toMs(within);
  return withinMs === undefined ? null : { percent: Number(percent), of: Number(of), withinMs };
}

function breakerOf(breaker: ExpandedSource['buckets'][string]['breaker']): BreakerSpec | null {
  const when = breaker && openWhenOf(breaker.openWhen);
  return when && { ...when, openForMs: breaker.openForMs, probes: breaker.probes };
}

export function bucketsOf(buckets: ExpandedSource['buckets']): Record<string, BucketSpec> {
  const result = dictionary<BucketSpec>();
  for (const [name, { rate, burst, concurrency, breaker }] of Object.entries(buckets)) {
    const own = rate === null ? null : rateOf(rate, burst);
    result[name] = { name, rate: own, concurrency, breaker: breakerOf(breaker) };
  }
  return result;
}

export function queuesOf(queues: ExpandedSource['queues']): Record<string, QueueSpec> {
  const result = dictionary<QueueSpec>();
  for (const [name, { rate, ...queue }] of Object.entries(queues)) {
    result[name] = { name, ...queue, rate: rate && rateOf(rate.limit, rate.burst) };
  }
  return result;
}

export function taskLimits({
  rate,
  concurrency,
}: Pick<ExpandedSource['tasks'][string], 'rate' | 'concurrency'>): Pick<TaskSpec, 'rate' | 'concurrency'> {
  return {
    rate: rate && { ...rateOf(rate.limit, rate.burst), key: rate.key },
    concurrency: typeof concurrency === 'number' ? { limit: concurrency, key: null, onConflict: 'wait' } : concurrency,
  };
}
