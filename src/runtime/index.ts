export {
  DEFAULT_MAX_PAYLOAD_BYTES,
  type EnqueueItem,
  type EnqueueOrigin,
  Enqueuer,
  type EnqueuerOptions,
} from './enqueuer.ts';
export { Janitor } from './janitor.ts';
export type * from './ports.ts';
export { Presence } from './presence.ts';
export { Promoter } from './promoter.ts';
export { Rescuer } from './rescuer.ts';
export { Scheduler, type SchedulerOptions } from './scheduler.ts';
export { Unblocker } from './unblocker.ts';
export { waitForJob, type WaitOptions } from './wait-for-job.ts';
export { Worker, type WorkerOptions } from './worker.ts';
