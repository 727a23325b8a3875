/** Parts of the record that an attempt leaves, whatever its outcome. layout.ts says the form. */
import { ATTEMPTS_KEPT, keptAttempts } from '../../../core/index.ts';
import type { Settlement } from '../../../engine/index.ts';
import { composeLive } from '../compose.ts';
import type { Stored } from './record.ts';

/**
 * A payload longer than this (UTF-16 units) stays in the store instead of travelling back with the outcome. For Redis
 * the way back is cheaper: to put a record together in a script costs it three passes over every byte.
 */
const KEEP_DATA_OVER = 65_536;
/** Sign for lua/_settle.lua to put the stored line 7 here; JSON has no raw \r. */
const KEEP = '\r';

/** Line 3. */
export function liveLine(stored: Stored, { outcome, progress, logs }: Settlement): string {
  const blockedBy = outcome.kind === 'hold' ? outcome.reason : null;
  return progress === null && logs.length === 0 && blockedBy === null
    ? stored.live
    : composeLive(stored, { progress, logs }, blockedBy);
}

/** @returns text in front of a further attempt: what keptAttempts() leaves of those before it */
export function formerAttempts({ job, attempts }: Stored): string {
  if (job.attempts.length === 0) return '';
  if (job.attempts.length < ATTEMPTS_KEPT) return `${attempts.slice('"attempts":['.length, -2)},`;
  const written = JSON.parse(attempts.slice('"attempts":'.length, -1)) as readonly unknown[];
  return `${JSON.stringify(keptAttempts([...written, null]).slice(0, -1)).slice(1, -1)},`;
}

/** Of an attempt's record: where its trace is found, '' when it has none. */
export function traceText({ traceId, spanId }: Settlement): string {
  return traceId === null ? '' : `,"traceId":"${traceId}","spanId":"${spanId ?? ''}"`;
}

/** Line 7. */
export function dataLine({ native, data }: Stored): string {
  return native && data.length > KEEP_DATA_OVER ? KEEP : data;
}
