/**
 * Which processes went without taking leave. One that was killed, or hangs, is listed until its lease has run out; one that leaves says so
 * in the store, and goes while its lease holds: of an older version, which says nothing, only that tells, as long as it was seen within its
 * lease. Pure.
 */
import type { ProcessRow } from '../../engine/index.ts';
import type { StandingAlerts } from './standing-alerts.ts';

/** So many are kept, the newest. */
const KEPT = 100;
/** As long as `workerLost` may look back. */
const KEPT_MS = 86_400_000;

type Known = Pick<StandingAlerts, 'processes' | 'lost'>;

/** Sessions that were there at the last look, are not any more, and whose lease would be over. */
export function missing({ processes }: Known, rows: readonly ProcessRow[], now: number): readonly string[] {
  const there = new Set(rows.map(({ session }) => session));
  return Object.keys(processes).filter(
    (session) => !there.has(session) && (processes[session]?.leaseUntil ?? now) <= now,
  );
}

/** @param left of those that are missing the ones that took leave */
export function lostSince(
  before: Known,
  { rows, left }: { readonly rows: readonly ProcessRow[]; readonly left: ReadonlySet<string> },
  now: number,
): Known {
  const gone = missing(before, rows, now).flatMap((session) => {
    const known = before.processes[session];
    return known === undefined || left.has(session) ? [] : [{ name: known.name, at: known.leaseUntil }];
  });
  const lost = [...before.lost, ...gone].filter(({ at }) => now - at < KEPT_MS).slice(-KEPT);
  const processes = Object.fromEntries(
    rows.map(({ session, host, pid, leaseUntil }) => [session, { name: `${host}:${pid}`, leaseUntil }]),
  );
  return { processes, lost };
}
