/**
 * What statistics add to a job, apart from everything else: `node --import tsx bench/statistics.ts`. CPU of one count, the best
 * of ROUNDS, over a hundred tasks in ten queues; and of gathering and storing a share of all of them, which happens every ten seconds.
 */
import type { Job } from '../src/core/index.ts';
import type { Lease } from '../src/engine/index.ts';
import { newId, silentLogger, systemClock } from '../src/foundation/index.ts';
import { type RuntimeDeps, Statistician } from '../src/runtime/index.ts';

const ROUNDS = 7;
const COUNTS = 1_000_000;

const leases = Array.from({ length: 100 }, (_, n) => {
  const job = { queue: `queue${n % 10}`, task: `tasks.t${n}`, startedAt: Date.now(), runAt: Date.now() - n } as Job;
  return { job, since: systemClock.monotonic() - n } as unknown as Lease;
});

const deps = { clock: systemClock, newId, logger: silentLogger } as unknown as RuntimeDeps;

function cpuOf(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const statistician = new Statistician(deps);
const rounds = Array.from({ length: ROUNDS }, () =>
  cpuOf(() => {
    for (let n = 0; n < COUNTS / leases.length; n += 1) {
      for (const lease of leases) statistician.count(lease, 'complete');
    }
  }),
);
console.log(`one count: ${(Math.min(...rounds) / COUNTS).toFixed(3)} µs of CPU at the least`);
