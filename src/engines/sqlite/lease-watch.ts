/**
 * Leases from before the host was started anew, and those of systems that do not name their boots, end by the wall clock
 * (see moment.ts), which may be set back: then the lease of a process that died before lies far ahead, and its jobs
 * would wait all that time. A living process renews, so a lease that lies further ahead than it is long and does not
 * move, by a clock that cannot be set, belongs to nobody.
 */
import type { Clock } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';

interface Sight {
  readonly until: number;
  /** Monotonic milliseconds. */
  readonly since: number;
}

/** Renewed three times per lease: one that has not moved for two of them is not renewed any more. */
const LEASES_UNMOVED = 2;

export class LeaseWatch {
  readonly #clock: Clock;
  #sights: ReadonlyMap<number, Sight> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the leases that belong to nobody, so that rescue finds them. May be repeated with a transaction. */
  endUnmoved({ store, now, moment }: Transaction): void {
    const time = this.#clock.monotonic();
    const rows = store.all(
      `SELECT number, lease_until, lease_ms FROM processes
       WHERE (boot IS NULL OR boot IS NOT ?) AND lease_until > ? + lease_ms`,
      moment.boot,
      now,
    );
    const sights = new Map<number, Sight>();
    for (const row of rows) {
      const [number, until, leaseMs] = row.map(Number) as [number, number, number];
      const before = this.#sights.get(number);
      const sight = before?.until === until ? before : { until, since: time };
      sights.set(number, sight);
      if (time - sight.since < LEASES_UNMOVED * leaseMs) continue;
      store.run('UPDATE processes SET lease_until = 0, boot = NULL WHERE number = ?', number);
    }
    this.#sights = sights;
  }
}
