/** The door `skep/client`, for programs that only enqueue: nothing that runs jobs is loaded through it. */
export type { BulkOptions, EnqueuedView, EnqueueItem, JobPageView, JobQuery, JobView } from './api/index.ts';
export type {
  AnyTasks,
  CanvasElement,
  ConnectOptions,
  FollowOptions,
  JobHandle,
  JobNews,
  Jobs,
  MapOptions,
  PayloadOf,
  ResultOf,
  Sig,
  SigOptions,
  TaskItem,
  TaskTypes,
  WaitOptions,
} from './client/index.ts';
export { chain, chord, connect, group, map, sig } from './client/index.ts';
export type { EnqueueOptions, JobState, JsonInput } from './core/index.ts';
export type { ErrorCode, ErrorKind, Json, JsonObject } from './foundation/index.ts';
export { SkepError } from './foundation/index.ts';
