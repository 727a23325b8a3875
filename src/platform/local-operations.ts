/**
 * Operations straight on an engine: inside a running platform, and in a CLI call without any service. Each kind has its
 * own file; here they become one. None of them decides anything about jobs: rules are the engine's and the enqueuer's.
 */
import { BucketDesk } from './buckets.ts';
import { BulkCarrier } from './bulk-carrier.ts';
import { explainTask } from './explain.ts';
import { joined, type Methods } from './joined.ts';
import { type FleetParts, LocalFleet } from './local-fleet.ts';
import { type JobParts, LocalJobs } from './local-jobs.ts';
import { LocalQueues } from './local-queues.ts';
import { LocalRuns } from './local-runs.ts';
import { LocalSchedules } from './local-schedules.ts';
import type { ServedOperations } from './served.ts';
import { StandingOperations } from './standing-operations.ts';
import { statsOf } from './stats-of.ts';

export interface LocalParts extends JobParts, FleetParts {
  readonly close: () => Promise<void>;
}

/** Bulk operations that are carried out in this process. */
interface CarriedBulks {
  /** Goes on with a bulk operation that another process has left. @returns whether there was one */
  resumeBulk(): Promise<boolean>;
  /** Resolves when no bulk operation is carried out here any more; the signal makes it so. */
  settled(): Promise<void>;
}

export type LocalOperations = ServedOperations & CarriedBulks;

export function localOperations(parts: LocalParts): LocalOperations {
  const jobs = new LocalJobs(parts);
  const runs = new LocalRuns(parts);
  const standing = new StandingOperations(parts);
  return joined(
    jobs,
    bulkOperations(parts),
    new LocalQueues(parts),
    standing,
    explaining(parts, standing),
    new BucketDesk(parts),
    runs,
    new LocalSchedules(parts, { jobs, runs }),
    new LocalFleet(parts),
    { stats: (query = {}, scope = null) => statsOf(query, { engine: parts.engine(), scope }) } satisfies Pick<
      ServedOperations,
      'stats'
    >,
    { close: parts.close },
  );
}

type BulkOperations = CarriedBulks & Pick<ServedOperations, 'startBulk' | 'bulks' | 'bulk' | 'cancelBulk'>;

function bulkOperations(parts: LocalParts): BulkOperations {
  const carrier = new BulkCarrier({ ...parts, manifest: () => parts.generations.current().manifest });
  return {
    startBulk: (request, by = null, scope = null) => carrier.start(request, by, scope),
    bulks: () => carrier.list(),
    bulk: (id) => carrier.get(id),
    cancelBulk: (id) => carrier.cancel(id),
    resumeBulk: () => carrier.resume(),
    settled: () => carrier.settled(),
  };
}

function explaining(
  parts: LocalParts,
  standing: Methods<Pick<StandingOperations, 'task'>>,
): Pick<ServedOperations, 'explainTask'> {
  return {
    explainTask: async (task, request = {}) => {
      await standing.task(task);
      const engine = parts.engine();
      return explainTask(task, request, { ...parts, engine, now: await engine.now() });
    },
  };
}
