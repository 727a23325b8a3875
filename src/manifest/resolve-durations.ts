import { formatDuration, MAX_DURATION_MS } from '../foundation/index.ts';
import type { CombinedSource } from './combine.ts';
import { toMs } from './durations.ts';
import type { Resolving } from './resolving.ts';
import type { RetryPolicy } from './source.generated.ts';
import type { Path } from './source-file.ts';

interface Written {
  readonly text: string | undefined;
  readonly path: Path;
  readonly min?: number;
  readonly max?: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The grammar bounds the form of a duration; its size, and a soft limit below the hard one, are bounded here. */
export function resolveDurations(context: Resolving): void {
  for (const written of durationsOf(context.combined.source)) checkSize(context, written);
  for (const { limits, path } of timeoutsOf(context.combined.source)) checkOrder(context, limits, path);
}

function checkSize({ combined, problems }: Resolving, { text, path, min = 0, max = MAX_DURATION_MS }: Written): void {
  if (text === undefined || text === 'none') return;
  const ms = toMs(text);
  if (ms !== undefined && ms >= min && ms <= max) return;
  const limit = ms !== undefined && ms < min ? `at least ${formatDuration(min)}` : `at most ${formatDuration(max)}`;
  const code = ms === undefined ? 'REF_DURATION' : 'SCHEMA_RANGE';
  problems.add(code, combined.spot(path), `must be ${limit}, not ${text.slice(0, 64)}`);
}

function* durationsOf(source: CombinedSource): Generator<Written> {
  yield* sectionDurations(source);
  for (const { limits, path } of timeoutsOf(source)) yield* timeoutDurations(limits, path);
  for (const [name, schedule] of Object.entries(source.schedules)) {
    if ('every' in schedule) yield { text: schedule.every, path: ['schedules', name, 'every'], min: SECOND };
  }
  for (const [name, policy] of Object.entries(source.retryPolicies)) {
    yield* policyDurations(policy, ['retryPolicies', name]);
  }
  for (const [name, task] of Object.entries(source.tasks)) {
    if (typeof task !== 'object' || typeof task.retry !== 'object') continue;
    yield* policyDurations(task.retry, ['tasks', name, 'retry']);
  }
}

function* sectionDurations({ engine, defaults = {}, reload = {} }: CombinedSource): Generator<Written> {
  if (typeof engine === 'object') yield { text: engine.lease, path: ['engine', 'lease'], min: SECOND, max: HOUR };
  for (const state of ['completed', 'cancelled', 'dead'] as const) {
    const kept = defaults.keep?.[state];
    const path = ['defaults', 'keep', state];
    yield typeof kept === 'object' ? { text: kept.for, path: [...path, 'for'] } : { text: kept, path };
  }
  yield { text: defaults.shutdownTimeout, path: ['defaults', 'shutdownTimeout'], max: 24 * HOUR };
  yield { text: reload.debounce, path: ['reload', 'debounce'], max: MINUTE };
}

type TimeoutSource = string | { soft?: string; hard?: string };

function* timeoutsOf(source: CombinedSource): Generator<{ limits: TimeoutSource; path: Path }> {
  if (source.defaults?.timeout !== undefined) yield { limits: source.defaults.timeout, path: ['defaults', 'timeout'] };
  for (const [name, task] of Object.entries(source.tasks)) {
    if (typeof task === 'object' && task.timeout !== undefined)
      yield { limits: task.timeout, path: ['tasks', name, 'timeout'] };
  }
}

/** A limit of nothing would end every attempt before it began. */
function* timeoutDurations(limits: TimeoutSource, path: Path): Generator<Written> {
  if (typeof limits === 'string') yield { text: limits, path, min: 1 };
  else {
    yield { text: limits.soft, path: [...path, 'soft'], min: 1 };
    yield { text: limits.hard, path: [...path, 'hard'], min: 1 };
  }
}

function* policyDurations({ backoff, retryFor }: RetryPolicy, path: Path): Generator<Written> {
  yield { text: retryFor, path: [...path, 'retryFor'] };
  if (backoff === undefined) return;
  if ('base' in backoff) yield { text: backoff.base, path: [...path, 'backoff', 'base'] };
  if ('max' in backoff) yield { text: backoff.max, path: [...path, 'backoff', 'max'] };
  if (!('delays' in backoff)) return;
  for (const [index, text] of backoff.delays.entries()) yield { text, path: [...path, 'backoff', 'delays', index] };
}

function checkOrder({ combined, problems }: Resolving, limits: TimeoutSource, path: Path): void {
  if (typeof limits === 'string' || limits.soft === undefined || limits.hard === undefined) return;
  const soft = toMs(limits.soft);
  const hard = toMs(limits.hard);
  if (soft === undefined || hard === undefined || soft < hard) return;
  const message = `the soft limit (${limits.soft}) must be below the hard one (${limits.hard})`;
  problems.add('REF_TIMEOUT', combined.spot([...path, 'soft']), message);
}
