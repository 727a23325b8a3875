/** The public door of the package `skep`. */
export type {
  BulkOptions,
  EnqueuedView,
  EnqueueItem,
  JobPageView,
  JobQuery,
  JobView,
  ManifestView,
  MovedView,
  MoveRequest,
  Operations,
  QueueView,
  ScheduleView,
  TaskView,
  WorkerView,
} from './api/index.ts';
export type { Background, BackgroundOptions, BackgroundTasks, WithBackground } from './background/index.ts';
export { backgroundTasks } from './background/index.ts';
export type {
  AnyTasks,
  ConnectOptions,
  FollowOptions,
  JobHandle,
  JobNews,
  Jobs,
  PayloadOf,
  ResultOf,
  TaskItem,
  TaskTypes,
  WaitOptions,
} from './client/index.ts';
export { connect } from './client/index.ts';
export type {
  Answer,
  AttemptRecord,
  CollectContext,
  CollectHandler,
  EnqueueOptions,
  Handler,
  HandlerContext,
  HandlerLogger,
  HandlerSpan,
  Hook,
  HookContext,
  HookTold,
  Job,
  JobError,
  JobState,
  JsonInput,
  LogLine,
  PlatformRole,
  Progress,
  ResourceContext,
  ResourceOutcome,
  RetryOptions,
  ScheduleOrigin,
  TimeoutLimits,
} from './core/index.ts';
export type { Diagnostic, ErrorCode, ErrorKind, Json, JsonObject, Logger } from './foundation/index.ts';
export { SkepError } from './foundation/index.ts';
export type { Manifest } from './manifest/index.ts';
export type {
  LoadManifestOptions,
  Platform,
  PlatformOptions,
  QueueSelection,
  ReadinessView,
} from './platform/index.ts';
export { createPlatform, loadManifest } from './platform/index.ts';
export type { GivenTelemetry } from './telemetry/index.ts';
