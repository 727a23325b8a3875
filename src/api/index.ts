export type { AlertReceiverView, AlertView } from './alerts.ts';
export type { AttentionItem, AttentionOperations, AttentionView } from './attention.ts';
export type {
  Actor,
  AuditLine,
  AuditLineView,
  AuditOperations,
  AuditOutcome,
  AuditPageView,
  AuditQuery,
} from './audit.ts';
export type { BreakerView, BucketLimits, BucketOperations, BucketView } from './buckets.ts';
export {
  BULK_ACTIONS,
  type BulkAction,
  type BulkFilter,
  type BulkRequest,
  type BulkState,
  type BulkView,
  CANARY_MAX,
} from './bulk.ts';
export type {
  MatchingRoute,
  PlaceView,
  PlannedStart,
  QueueContext,
  ScheduleContext,
  ScheduleRules,
  TaskContext,
} from './details.ts';
export { type DoctorView, findingsOfCheck, type FindingView } from './doctor.ts';
export type * from './endpoint.ts';
export { endpoint, ok } from './endpoint.ts';
export {
  type BulkOptions,
  enqueuedRef,
  type EnqueuedView,
  type EnqueueItem,
  type GroupRequest,
  type GroupView,
  MAX_JOBS,
  NOT_STORED,
} from './enqueuing.ts';
export type { ExplainRequest, ExplainView, PlannedAttempt, WhyView } from './explaining.ts';
export type { ErrorGroup, ErrorQuery, ErrorsView } from './failing.ts';
export type { HoldRequest, HoldView } from './holds.ts';
export { type JobNews, markOf, newsBetween, toldBy, type ToldOfJob } from './job-news.ts';
export type { AttemptView, ErrorView, JobView } from './job-view.ts';
export { jobOf } from './job-view.ts';
export type {
  JobOperations,
  JobPageView,
  JobQuery,
  JobRefusal,
  MovedView,
  MoveRequest,
  RevealOptions,
} from './jobs.ts';
export type {
  ManifestDraftView,
  ManifestFileView,
  ManifestHistoryView,
  ManifestSourceView,
  ManifestView,
  ReloadView,
} from './manifest.ts';
export { isName, jobId, jobLocation, runId, runLocation } from './names.ts';
export { NDJSON, type Query } from './operation.ts';
export { type AskedOperations, OPERATION_ENDPOINTS, OPERATIONS, type Operations } from './operations.ts';
export type { PauseRequest, PauseView } from './pausing.ts';
export type { QueueDetailView, QueueView } from './queues.ts';
export type {
  AppliedView,
  ApplyRequest,
  PlannedChange,
  PlannedField,
  PlannedSchedule,
  PlanRefusal,
  PlanRequest,
  PlanView,
  RevisionDetailView,
  RevisionOperations,
  RevisionView,
} from './revisions.ts';
export type {
  HttpRouteView,
  RouteOperations,
  RoutesView,
  RouteTestRequest,
  RouteTestView,
  TaskRouteView,
  TestedRoute,
} from './routes.ts';
export { runMarkOf, type RunNews, runNewsBetween } from './run-news.ts';
export type {
  ItemQuery,
  RunOperations,
  RunOptions,
  RunPageView,
  RunQuery,
  StartedView,
  StartRequest,
} from './run-operations.ts';
export type { ListedRunView, RunItemsView, RunItemView, RunStepView, RunView } from './run-view.ts';
export { runOf } from './run-view.ts';
export type { AgendaEntry, AgendaView, ScheduleDetailView, ScheduleView } from './schedules.ts';
export {
  boolean,
  described,
  inlined,
  instant,
  integer,
  listOf,
  objectOf,
  orNull,
  text,
  texts,
  view,
  views,
  withoutNotes,
} from './schemas.ts';
export { SOURCE_STATES, type SourceProcessView, type SourceStateView, type SourceView } from './sources.ts';
export type { StatGroup, StatPoint, StatsQuery, StatsView } from './stats.ts';
export type { TaskDetailView, TaskView } from './tasks.ts';
export type {
  BackfilledView,
  BackfillRequest,
  BackfillView,
  NextTicksView,
  PlannedTickView,
  TickHistoryView,
  TickRecordView,
} from './ticks.ts';
export {
  type Batch,
  type EventQuery,
  streamEvent,
  type ToldOf,
  type WatchOperations,
  type WatchOptions,
} from './watching.ts';
export type { QueueChange, RunningView, WorkerAnswerView, WorkerCommand, WorkerView } from './workers.ts';
export type { ListedWorkflowView, WorkflowOperations, WorkflowStepView, WorkflowView } from './workflows.ts';
