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
  RunItemView,
  RunOptions,
  RunPageView,
  RunQuery,
  RunStepView,
  RunView,
  ScheduleView,
  TaskView,
  WorkerView,
  WorkflowView,
} from './api/index.ts';
export type { Background, BackgroundOptions, BackgroundTasks, WithBackground } from './background/index.ts';
export { backgroundTasks } from './background/index.ts';
export type {
  AnyTasks,
  AnyWorkflows,
  CanvasElement,
  ConnectOptions,
  FollowOptions,
  InputOf,
  JobHandle,
  JobNews,
  Jobs,
  MapOptions,
  PayloadOf,
  ResultOf,
  RunHandle,
  RunNews,
  RunResultOf,
  Runs,
  RunWaitOptions,
  Sig,
  SigOptions,
  TaskItem,
  TaskTypes,
  WaitOptions,
  WorkflowTypes,
} from './client/index.ts';
export { chain, chord, connect, group, map, sig } from './client/index.ts';
export type { StreamEvent, Topic } from './core/index.ts';
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
  RunState,
  ScheduleOrigin,
  StepState,
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
