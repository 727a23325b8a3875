export type { JobNews, RunNews } from '../api/index.ts';
export * from './canvas.ts';
export { connect, type ConnectOptions } from './connect.ts';
export type { FollowOptions } from './following.ts';
export { HttpClient } from './http-client.ts';
export type { JobHandle, WaitOptions } from './job-handle.ts';
export type { Jobs, Runs } from './jobs.ts';
export { operationsOf, remoteOperations } from './remote-operations.ts';
export type { RunHandle, RunWaitOptions } from './run-handle.ts';
export type {
  AnyTasks,
  AnyWorkflows,
  InputOf,
  PayloadOf,
  ResultOf,
  RunResultOf,
  TaskItem,
  TaskTypes,
  WorkflowTypes,
} from './task-types.ts';
