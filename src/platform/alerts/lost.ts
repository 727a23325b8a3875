/**
 * Which processes went without taking leave. One that leaves goes while its lease holds; one that was killed, or hangs, is listed until its
 * lease has run out. Pure.
 */
import type { ProcessRow } from '../../engine/index.ts';
import type { StandingAlerts } from './standing-alerts.ts';

/** So many are kept, the newest. */
const KEPT = 100;
/** As long as `workerLost` may look back. */
const KEPT_MS = 86_400_000;

export function lostSince(
  before: Pick<StandingAlerts, 'processes' | 'lost'>,
  rows: readonly ProcessRow[],
  now: number,
): Pick<StandingAlerts, 'processes' | 'lost'> {
  const there = new Set(rows.map(({ session }) => session));
  const gone = Object.entries(before.processes)
    .filter(([session, { leaseUntil }]) => !there.has(session) && leaseUntil <= now)
    .map(([, { name, leaseUntil }]) => ({ name, at: leaseUntil }));
  const lost = [...before.lost, ...gone].filter(({ at }) => now - at < KEPT_MS).slice(-KEPT);
  const processes = Object.fromEntries(
    rows.map(({ session, host, pid, leaseUntil }) => [session, { name: `${host}:${pid}`, leaseUntil }]),
  );
  return { processes, lost };
}
