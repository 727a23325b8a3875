/** What the thread of renewal.ts does once it may: opens the file, renews, and closes it when it is told to stop. */
import { parentPort } from 'node:worker_threads';

import { systemClock, type Timer } from '../../foundation/index.ts';
import { momentOf } from './moment.ts';
import { type RenewalNews, type RenewalOrder, RENEWALS_PER_LEASE } from './renewal.ts';
import { renewSession } from './sessions.ts';
import { Store } from './store.ts';

export function renewing(order: RenewalOrder): void {
  const pulse = new Int32Array(order.pulse);
  const store = new Store(order.path);
  // Waiting for the write lock is fine here. A renewal that a power cut undoes harms nobody: no sync.
  store.exec(`PRAGMA busy_timeout = ${Math.round(order.leaseMs / RENEWALS_PER_LEASE)}; PRAGMA synchronous = NORMAL;`);

  let seen = Atomics.load(pulse, 0);
  let seenAt = systemClock.monotonic();

  function loopTurns(): boolean {
    const now = Atomics.load(pulse, 0);
    if (now !== seen) {
      seen = now;
      seenAt = systemClock.monotonic();
    }
    return systemClock.monotonic() - seenAt < order.blockedLimitMs;
  }

  function tell(news: RenewalNews): void {
    parentPort?.postMessage(news);
  }

  let timer: Timer | undefined;

  function renew(): void {
    timer = systemClock.after(order.leaseMs / RENEWALS_PER_LEASE, renew, { hold: true });
    if (!loopTurns()) return;
    try {
      const held = renewSession(store, order.number, momentOf(systemClock));
      if (!held) tell({ type: 'lost', number: order.number });
    } catch {
      // Busy or full: the next turn tries again, and there are RENEWALS_PER_LEASE of them.
    }
  }

  parentPort?.once('message', () => {
    timer?.cancel();
    store.close();
  });
  renew();
}
