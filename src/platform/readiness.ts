/** Whether this process can do its work now, and if not, why. */
import type { Engine, StoreCheck } from '../engine/index.ts';
import { type Clock, pause } from '../foundation/index.ts';
import type { ReadinessView } from './served.ts';

/** A probe's own time limit is a second or more: an answer that says "no answer" must come before. */
const CHECK_MS = 800;

export interface ReadinessParts {
  readonly phase: 'starting' | 'running' | 'stopping';
  readonly engine: Engine;
  readonly clock: Clock;
}

export async function readinessOf({ phase, engine, clock }: ReadinessParts): Promise<ReadinessView> {
  const checks = await boundedCheck(engine, clock);
  const failed = checks.filter(({ status }) => status === 'fail').map(({ name, message }) => `${name}: ${message}`);
  const reasons = [...(phase === 'running' ? [] : [phase]), ...failed];
  return { ready: reasons.length === 0, reasons, checks };
}

/** The store's own checks; one that does not answer in time is a failed check. */
export async function boundedCheck(engine: Engine, clock: Clock): Promise<readonly StoreCheck[]> {
  const done = new AbortController();
  const late = pause(clock, CHECK_MS, done.signal).then((): readonly StoreCheck[] => [
    { name: 'store', status: 'fail', message: `no answer within ${CHECK_MS} ms`, hint: 'is the store running?' },
  ]);
  try {
    return await Promise.race([engine.check(), late]);
  } finally {
    done.abort();
  }
}
