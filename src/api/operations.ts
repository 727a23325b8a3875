/**
 * Everything a person or program can ask of Skep, behind one interface, and the endpoint of each. The platform has it in
 * process (platform/local/local-operations.ts), the admin API serves it over HTTP, the CLI calls it in process or over HTTP
 * (client/remote-operations.ts). All results are plain JSON: instants ISO 8601 in UTC, durations in milliseconds with the
 * suffix `Ms`.
 *
 * Failures are SkepErrors with the codes of foundation/error-codes.ts.
 */
import { alertEndpoints, type AlertOperations } from './alerts.ts';
import { attentionEndpoints, type AttentionOperations } from './attention.ts';
import { auditEndpoints, type AuditOperations } from './audit.ts';
import { bucketEndpoints, type BucketOperations } from './buckets.ts';
import { bulkEndpoints, type BulkOperations } from './bulk.ts';
import { doctorEndpoints, type DoctorOperations } from './doctor.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { enqueueEndpoints, type EnqueueOperations } from './enqueuing.ts';
import { explainEndpoints, type ExplainOperations } from './explaining.ts';
import { failureEndpoints, type FailureOperations } from './failing.ts';
import { holdEndpoints, type HoldOperations } from './holds.ts';
import { jobEndpoints, type JobOperations } from './jobs.ts';
import { manifestEndpoints, type ManifestOperations } from './manifest.ts';
import { endpointOf, type OperationEndpoint } from './operation.ts';
import { revisionEndpoints, type RevisionOperations } from './revisions.ts';
import { queueEndpoints, type QueueOperations } from './queues.ts';
import { routeEndpoints, type RouteOperations } from './routes.ts';
import type { RunOperations } from './run-operations.ts';
import { runEndpoints } from './runs.ts';
import { scheduleEndpoints, type ScheduleOperations } from './schedules.ts';
import { sourceEndpoints, type SourceOperations } from './sources.ts';
import { statEndpoints, type StatsOperations } from './stats.ts';
import { taskEndpoints, type TaskOperations } from './tasks.ts';
import type { WatchOperations } from './watching.ts';
import { workerEndpoints, type WorkerOperations } from './workers.ts';
import { workflowEndpoints, type WorkflowOperations } from './workflows.ts';

/** What has an endpoint. */
export interface AskedOperations
  extends
    AlertOperations,
    AttentionOperations,
    AuditOperations,
    DoctorOperations,
    ManifestOperations,
    RevisionOperations,
    RouteOperations,
    QueueOperations,
    BucketOperations,
    TaskOperations,
    EnqueueOperations,
    JobOperations,
    BulkOperations,
    ExplainOperations,
    FailureOperations,
    HoldOperations,
    WorkflowOperations,
    RunOperations,
    ScheduleOperations,
    SourceOperations,
    StatsOperations,
    WorkerOperations {}

export interface Operations extends AskedOperations, WatchOperations {
  close(): Promise<void>;
}

/** Whichever operation it is. */
type AnyEndpoint = OperationEndpoint<(...args: readonly unknown[]) => Promise<unknown>, AskedOperations>;

const table = {
  ...alertEndpoints,
  ...attentionEndpoints,
  ...auditEndpoints,
  ...doctorEndpoints,
  ...manifestEndpoints,
  ...revisionEndpoints,
  ...routeEndpoints,
  ...queueEndpoints,
  ...bucketEndpoints,
  ...taskEndpoints,
  ...enqueueEndpoints,
  ...jobEndpoints,
  ...bulkEndpoints,
  ...explainEndpoints,
  ...failureEndpoints,
  ...holdEndpoints,
  ...workflowEndpoints,
  ...runEndpoints,
  ...scheduleEndpoints,
  ...sourceEndpoints,
  ...statEndpoints,
  ...workerEndpoints,
} satisfies Record<keyof AskedOperations, unknown>;

/** The endpoints of every operation, by its name, in the order of the document. */
export const OPERATIONS: ReadonlyMap<string, readonly AnyEndpoint[]> = new Map(
  Object.entries(table as unknown as Record<keyof AskedOperations, AnyEndpoint | readonly AnyEndpoint[]>).map(
    ([name, endpoints]) => [name, [endpoints].flat()],
  ),
);

/** The server's side of all operations. */
export const OPERATION_ENDPOINTS: readonly Endpoint<Call<AskedOperations>>[] = [...OPERATIONS.values()]
  .flat()
  .filter(({ within }) => within === undefined)
  .map(endpointOf);
