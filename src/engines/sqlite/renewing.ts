/** What the thread of renewal.ts does once it may: opens the file, renews, and closes it when it is told to stop. */
import { parentPort } from 'node:worker_threads';

import { systemClock, type Timer } from '../../foundation/index.ts';
import { isBusy } from './failure.ts';
import { momentOf } from './moment.ts';
import { type RenewalNews, type RenewalOrder, RENEWALS_PER_LEASE } from './renewal.ts';
import { renewSession } from './sessions.ts';
import { Store } from './store.ts';

/** The driver waits for the write lock so long at once: meanwhile nobody can stop this thread. */
const LOCK_MS = 200;
/** Between two such waits. */
const LOCK_AGAIN_MS = 20;

export function renewing(order: RenewalOrder): void {
  const pulse = new Int32Array(order.pulse);
  const everyMs = order.leaseMs / RENEWALS_PER_LEASE;
  const store = new Store(order.path);
  // Waiting for the write lock is fine here. A renewal that a power cut undoes harms nobody: no sync.
  store.exec(`PRAGMA busy_timeout = ${LOCK_MS}; PRAGMA synchronous = NORMAL;`);

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
    const again = (ms: number): void => void (timer = systemClock.after(ms, renew, { hold: true }));
    if (!loopTurns()) {
      again(everyMs);
      return;
    }
    try {
      const held = renewSession(store, order.number, momentOf(systemClock));
      if (!held) tell({ type: 'lost', number: order.number });
      again(everyMs);
    } catch (error) {
      // What is full is tried again at the next turn, and there are RENEWALS_PER_LEASE of them.
      again(isBusy(error) ? LOCK_AGAIN_MS : everyMs);
    }
  }

  parentPort?.once('message', () => {
    timer?.cancel();
    // To close means to write the log back, which whoever reads for long keeps waiting; whoever closes last does it.
    store.exec('PRAGMA busy_timeout = 1');
    store.close();
  });
  renew();
}
