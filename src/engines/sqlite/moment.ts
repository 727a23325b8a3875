/**
 * The instant of a transaction, by two clocks: the wall clock, which says when a job is due and may be set, and the
 * clock that runs since the host was started, which nobody sets: by that one leases end.
 */
import { readFileSync } from 'node:fs';
import type { Clock } from '../../foundation/index.ts';
import type { SqlValue } from './store.ts';

export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whole milliseconds of the clock of that boot. */
  readonly host: number;
  /** Which start of which host that clock counts from; null where the system does not tell. */
  readonly boot: string | null;
}

export function momentOf(clock: Clock): Moment {
  return { now: clock.now(), host: Math.round(clock.monotonic()), boot: BOOT };
}

/**
 * Whether the lease of a row of `processes` is over, with the parameters of overAt. The clocks of two boots cannot be
 * compared: then, and where the system names none, the wall clock has to do (see lease-watch.ts).
 */
export const IS_OVER = 'iif(boot = ?1, until_host <= ?2, lease_until <= ?3)';

export function overAt({ boot, host, now }: Moment): SqlValue[] {
  return [boot, host, now];
}

const BOOT = bootOf();

function bootOf(): string | null {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}${shiftOfClock()}`;
  } catch {
    return null;
  }
}

/** A container may have a clock of its own, off by some seconds: then it counts as that of another boot. */
function shiftOfClock(): string {
  try {
    const [, seconds, nanoseconds] =
      readFileSync('/proc/self/timens_offsets', 'utf8').split('\n')[0]?.split(/\s+/) ?? [];
    return Number(seconds) === 0 && Number(nanoseconds) === 0 ? '' : ` ${seconds}.${nanoseconds}`;
  } catch {
    // A kernel without such clocks.
    return '';
  }
}
