/** The door `skep/client`, for programs that only enqueue: nothing that runs jobs is loaded through it. */
export type { BulkOptions, EnqueuedView, EnqueueItem, JobPageView, JobQuery, JobView } from './api/index.ts';
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
export type { EnqueueOptions, JobState, JsonInput } from './core/index.ts';
export type { ErrorCode, ErrorKind, Json, JsonObject } from './foundation/index.ts';
export { SkepError } from './foundation/index.ts';
