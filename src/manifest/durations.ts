import { Lru } from '../core/index.ts';
import { type DiagnosticCode, formatDuration, MAX_DURATION_MS, parseDuration } from '../foundation/index.ts';
import type { SchemaNode } from './schemas/schema-node.ts';

/** Manifests repeat a handful of durations thousands of times. */
const known = new Lru<{ readonly ms: number | undefined }>(1_024);

/** @returns milliseconds; undefined when it is no duration, or too long */
export function toMs(text: string): number | undefined {
  return known.get(text, () => ({ ms: parseDuration(text) })).ms;
}

/** Milliseconds, both inclusive. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export function boundsOf({ min = '0s', max }: NonNullable<SchemaNode['x-duration']>): Bounds {
  return { min: toMs(min) ?? 0, max: (max === undefined ? undefined : toMs(max)) ?? MAX_DURATION_MS };
}

export interface DurationFlaw {
  readonly code: DiagnosticCode;
  readonly message: string;
}

/**
 * The grammar bounds the form of a duration; its size is bounded here.
 * @returns milliseconds, or what is wrong with it
 */
export function boundedMs(text: string, { min, max }: Bounds): number | DurationFlaw {
  const ms = toMs(text);
  if (ms !== undefined && ms >= min && ms <= max) return ms;
  const limit = ms !== undefined && ms < min ? `at least ${formatDuration(min)}` : `at most ${formatDuration(max)}`;
  const code = ms === undefined ? 'REF_DURATION' : 'SCHEMA_RANGE';
  return { code, message: `must be ${limit}, not ${text.slice(0, 64)}` };
}
