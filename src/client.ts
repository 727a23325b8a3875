/** The door `skep/client`, for programs that only enqueue: nothing that runs jobs is loaded through it. */
export type {
  BulkOptions,
  EnqueuedView,
  EnqueueItem,
  JobPageView,
  JobQuery,
  JobView,
  RunItemView,
  RunOptions,
  RunPageView,
  RunQuery,
  RunStepView,
  RunView,
} from './api/index.ts';
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
export type { EnqueueOptions, JobState, JsonInput, RunState, StepState } from './core/index.ts';
export type { ErrorCode, ErrorKind, Json, JsonObject } from './foundation/index.ts';
export { SkepError } from './foundation/index.ts';
