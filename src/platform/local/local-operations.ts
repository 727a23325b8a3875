/**
 * Operations straight on an engine: inside a running platform, and in a CLI call without any service. Each kind has its
 * own file; here they become one. None of them decides anything about jobs: rules are the engine's and the enqueuer's.
 */
import { alertViews } from '../alerts/alert-views.ts';
import { auditOf } from '../callers/audit-of.ts';
import { attentionOf } from '../lookout/attention-list.ts';
import { BucketDesk } from './buckets.ts';
import { BulkCarrier } from '../bulk/bulk-carrier.ts';
import { Doctor } from '../doctor/doctor-of.ts';
import { explainTask } from '../explaining/explain.ts';
import { jsonOf } from '../../runtime/index.ts';
import { joined } from './joined.ts';
import { type FleetParts, LocalFleet } from './local-fleet.ts';
import { type JobParts, LocalJobs } from './local-jobs.ts';
import { LocalManifest, type WrittenParts } from './local-manifest.ts';
import { LocalPlan, type PlanParts } from './local-plan.ts';
import { LocalQueues } from './local-queues.ts';
import { LocalRuns } from './local-runs.ts';
import { LocalSchedules } from './local-schedules.ts';
import { LocalWatch } from './local-watch.ts';
import { sourceViews } from '../views/source-views.ts';
import { routesOf, testedRoutes } from '../explaining/routes-of.ts';
import type { ServedOperations } from '../served.ts';
import { StandingOperations } from './standing-operations.ts';
import { statsOf } from '../views/stats-of.ts';

export interface LocalParts extends JobParts, FleetParts, WrittenParts, PlanParts {
  readonly status: FleetParts['status'] & WrittenParts['status'];
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
    explaining(parts),
    overview(parts),
    new Doctor(parts),
    new BucketDesk(parts),
    runs,
    new LocalSchedules(parts, { jobs, runs }),
    new LocalFleet(parts),
    new LocalWatch(parts, { getJob: (...asked) => jobs.getJob(...asked), getRun: (...asked) => runs.getRun(...asked) }),
    new LocalManifest(parts),
    new LocalPlan(parts),
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

function explaining(parts: LocalParts): Pick<ServedOperations, 'explainTask'> {
  return {
    explainTask: async (task, request = {}) => {
      const engine = parts.engine();
      return explainTask(task, request, { ...parts, engine, now: await engine.now() });
    },
  };
}

function overview({
  engine,
  generations,
}: LocalParts): Pick<
  ServedOperations,
  'alerts' | 'attention' | 'audit' | 'routes' | 'sources' | 'testRoutes' | 'once'
> {
  return {
    alerts: () => alertViews({ engine: engine(), generations }),
    attention: () => attentionOf({ engine: engine(), generations }),
    audit: (query = {}) => auditOf(query, engine()),
    once: () => engine().once,
    sources: () => sourceViews({ engine: engine(), generations }),
    routes: () => routesOf(generations.current().manifest),
    testRoutes: async ({ task, payload }) =>
      testedRoutes(task, jsonOf(payload ?? null, 'the payload'), generations.current().manifest),
  };
}
