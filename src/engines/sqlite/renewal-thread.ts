/** The thread of renewal.ts. It loads the driver only once nobody can cut it off any more: cut off in there, a thread takes the process along. */
import { workerData } from 'node:worker_threads';

import type { RenewalOrder } from './renewal.ts';

const order = workerData as RenewalOrder;
const [LOADING, WORKING] = [0, 1];

if (Atomics.compareExchange(new Int32Array(order.phase), 0, LOADING, WORKING) === LOADING) {
  const { renewing } = await import('./renewing.ts');
  renewing(order);
}
