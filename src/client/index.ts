export * from './canvas.ts';
export { connect, type ConnectOptions } from './connect.ts';
export type { FollowOptions, JobNews } from './following.ts';
export { HttpClient } from './http-client.ts';
export type { JobHandle, WaitOptions } from './job-handle.ts';
export type { Jobs } from './jobs.ts';
export { operationsOf, remoteOperations } from './remote-operations.ts';
export type { AnyTasks, PayloadOf, ResultOf, TaskItem, TaskTypes } from './task-types.ts';
