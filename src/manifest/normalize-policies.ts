import type { Backoff, RetryPolicy } from '../core/index.ts';
import { emptyRecord } from './combine.ts';
import { definitions } from './defaults.ts';
import { toMs } from './durations.ts';
import { BUILT_IN_POLICY } from './resolve-references.ts';
import type { RetryPolicy as PolicySource } from './source.generated.ts';

/** Name of policies that are written inside of a task. */
const INLINE = 'inline';

export function normalizePolicies(policies: Readonly<Record<string, PolicySource>>): Record<string, RetryPolicy> {
  const result = emptyRecord<RetryPolicy>();
  for (const name of new Set([BUILT_IN_POLICY, ...Object.keys(policies)]))
    result[name] = policy(policies[name] ?? {}, name);
  return result;
}

export function inlinePolicy(source: PolicySource): RetryPolicy {
  return policy(source, INLINE);
}

function policy(source: PolicySource, name: string): RetryPolicy {
  const { properties } = definitions.retryPolicy;
  return {
    name,
    maxAttempts: source.maxAttempts ?? properties.maxAttempts.default,
    backoff: backoff(source.backoff ?? properties.backoff.default),
    retryOn: (source.retryOn ?? properties.retryOn.default).map(String),
    deadOn: (source.deadOn ?? properties.deadOn.default).map(String),
    retryForMs: source.retryFor === undefined ? null : durationMs(source.retryFor),
  };
}

type BackoffSource = NonNullable<PolicySource['backoff']>;

function backoff(source: BackoffSource): Backoff {
  if (source.type === 'fixed') {
    const { base, jitter } = definitions.fixedBackoff.properties;
    return { type: 'fixed', baseMs: durationMs(source.base ?? base.default), jitter: source.jitter ?? jitter.default };
  }
  if (source.type === 'list') {
    const { jitter } = definitions.listBackoff.properties;
    return { type: 'list', delaysMs: source.delays.map(durationMs), jitter: source.jitter ?? jitter.default };
  }
  return growing(source);
}

function growing(source: Extract<BackoffSource, { type: 'linear' | 'exponential' }>): Backoff {
  if (source.type === 'linear') {
    const { properties } = definitions.linearBackoff;
    const { base = properties.base.default, max = properties.max.default } = source;
    const jitter = source.jitter ?? properties.jitter.default;
    return { type: 'linear', baseMs: durationMs(base), maxMs: durationMs(max), jitter };
  }
  const { properties } = definitions.exponentialBackoff;
  const { base = properties.base.default, max = properties.max.default } = source;
  const { factor = properties.factor.default, jitter = properties.jitter.default } = source;
  return { type: 'exponential', baseMs: durationMs(base), factor, maxMs: durationMs(max), jitter };
}

/** @throws Error for text that validate and resolve should have refused: a fault of ours */
export function durationMs(text: string): number {
  const ms = toMs(text);
  if (ms === undefined) throw new Error(`not a duration: ${text}`);
  return ms;
}
