/**
 * Whether this process can do its work now, and if not, why. About progress, not about being alive: a consumer whose
 * connection is dead is found here although the store answers on every other one.
 */
import type { ResourceCheck, SharedResources } from '../../core/index.ts';
import type { Engine, StoreCheck } from '../../engine/index.ts';
import { type Clock, newAborter, pauseAwake } from '../../foundation/index.ts';
import type { ReadinessView } from '../served.ts';
import type { Services } from '../services.ts';

/** A probe's own time limit is a second or more: an answer that says "no answer" must come before. */
const CHECK_MS = 800;
/** A consumer looks every second at the latest, and its backoff is two: this is no hiccup. */
const STALLED_MS = 10_000;
/** Of a store that answers others and keeps a command of this process waiting: a new process has new connections. */
const KEPT_WAITING = 'unanswered';
const UNANSWERED: StoreCheck = {
  name: 'store',
  status: 'fail',
  message: `no answer within ${CHECK_MS} ms`,
  hint: 'is the store running?',
};

export interface ReadinessParts {
  readonly phase: 'starting' | 'running' | 'stopping';
  readonly engine: Engine;
  readonly clock: Clock;
  /** What the process knows of itself, see self-checks.ts. */
  readonly own: readonly StoreCheck[];
  /** What it shares among its attempts. */
  readonly shared: Pick<SharedResources, 'check'>;
}

export async function readinessOf({ phase, engine, clock, own, shared }: ReadinessParts): Promise<ReadinessView> {
  const [store, resources] = await Promise.all([boundedCheck(engine, clock), shared.check(CHECK_MS)]);
  const checks = [...store, ...own, ...resources.flatMap(resourceCheck)];
  const reasons = [...(phase === 'running' ? [] : [phase]), ...sentencesOf(checks, 'fail')];
  return { ready: reasons.length === 0, reasons, warnings: sentencesOf(checks, 'warn'), checks };
}

/** Checks of that status, one sentence each. */
export function sentencesOf(checks: readonly StoreCheck[], status: StoreCheck['status']): string[] {
  return checks.filter((check) => check.status === status).map(({ name, message }) => `${name}: ${message}`);
}

/** How the work itself goes on. */
export function workChecks(
  services: Pick<Services, 'stalled' | 'standstills' | 'scheduleChecks' | 'sourceChecks'>,
): readonly StoreCheck[] {
  const stalled = Object.entries(services.stalled(STALLED_MS)).map(([queue, ms]) => stalledCheck(queue, ms));
  return [...stalled, ...standstillCheck(services.standstills), ...services.scheduleChecks, ...services.sourceChecks];
}

/**
 * Why only a new process would help: consumers stand still although the store answers. A store that is away is not healed
 * by that, nor one that is not fit for its work.
 * @returns undefined while there is hope
 */
export async function stuckOf(
  services: Pick<Services, 'stalled'>,
  engine: Engine,
  clock: Clock,
): Promise<string | undefined> {
  const [stalled] = Object.entries(services.stalled(STALLED_MS));
  if (stalled === undefined) return undefined;
  const store = await boundedCheck(engine, clock).catch(() => [UNANSWERED]);
  const isAway = store.some(({ name, status }) => status === 'fail' && name !== KEPT_WAITING);
  return isAway ? undefined : stalledCheck(...stalled).message;
}

/** Nothing is told of one that is well. */
function resourceCheck({ name, status, trouble }: ResourceCheck): readonly StoreCheck[] {
  if (trouble === null) return [];
  const hint = status === 'warn' ? 'It is tried again with the next attempt that uses it.' : null;
  return [{ name: 'resources', status, message: `resource ${name}: ${trouble}`, hint }];
}

function stalledCheck(queue: string, ms: number): StoreCheck {
  const message = `queue ${queue}: no progress for ${Math.round(ms / 1_000)} s, its jobs cannot be taken or stored`;
  const hint = 'does the network let this process reach the store? Its jobs are rescued by others when its lease ends.';
  return { name: 'consumers', status: 'fail', message, hint };
}

/** Told, not failed: the process works again, and another one would be kept by the same handler. */
function standstillCheck(standstills: number): readonly StoreCheck[] {
  if (standstills === 0) return [];
  const message = `hard limits that passed unseen since the start, because a handler kept the event loop: ${standstills}`;
  const hint = 'the log names the tasks (`handler.standstill`); split their work, or move it to a child process';
  return [{ name: 'event loop', status: 'warn', message, hint }];
}

/** The store's own checks; one that does not answer in time is a failed check. */
export async function boundedCheck(engine: Engine, clock: Clock): Promise<readonly StoreCheck[]> {
  const done = newAborter();
  const late = pauseAwake(clock, CHECK_MS, done.signal).then((): readonly StoreCheck[] => [UNANSWERED]);
  try {
    return await Promise.race([engine.health.check(), late]);
  } finally {
    done.abort();
  }
}
