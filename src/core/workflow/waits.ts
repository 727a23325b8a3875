/** What a step waits for that has no work of its own. */
import { type Json, parseInstant } from '../../foundation/index.ts';
import { runError } from './run-errors.ts';
import type { ItemEnd, Run, StepProgress } from './run.ts';

interface Surroundings {
  readonly run: Pick<Run, 'cancelled'>;
  readonly signals: ReadonlyMap<string, Json>;
  readonly now: number;
}

/** @returns null while it is still waited for */
export function endOfWait(
  signal: string | null,
  { dueAt }: Pick<StepProgress, 'dueAt'>,
  { run, signals, now }: Surroundings,
): ItemEnd | null {
  if (run.cancelled !== null) return { state: 'cancelled', error: null };
  const payload = signal === null ? undefined : signals.get(signal);
  if (payload !== undefined) return { state: 'completed', result: payload };
  if (dueAt === null || dueAt > now) return null;
  if (signal === null) return { state: 'completed', result: null };
  return { state: 'failed', error: runError('WAIT_TIMED_OUT', `the signal ${signal} did not come in time`) };
}

/** @returns epoch milliseconds @throws TypeError which does not show the value: it may be hidden in the run whose error this is */
export function instantOf(value: Json): number {
  const ms = typeof value === 'number' || typeof value === 'string' ? parseInstant(value) : undefined;
  if (ms !== undefined) return ms;
  throw new TypeError(`until is no instant but ${kindOf(value)}`);
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return Array.isArray(value) ? 'a list' : typeof value;
}
