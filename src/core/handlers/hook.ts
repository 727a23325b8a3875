/** Hooks: who is told of a job, and when. */
import type { Json, JsonObject } from '../../foundation/index.ts';
import type { HandlerContext } from './handler.ts';
import type { Job, JobError } from '../job.ts';
import type { FollowedState } from '../states.ts';

export const HOOK_EVENTS = ['start', 'success', 'retry', 'failure', 'cancel'] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** The state that a job comes into, of which an event tells. */
export const HOOK_STATES: Readonly<Record<Exclude<HookEvent, 'start'>, FollowedState>> = {
  success: 'completed',
  retry: 'retryable',
  failure: 'dead',
  cancel: 'cancelled',
};

/** Reserved job header of the jobs that a hook makes: the event. */
export const HOOK_HEADER = 'skep-hook';

/** `export const failed: Hook = async ({ job, error }, ctx) => { … }` */
export type Hook = (told: HookTold, ctx: HookContext) => unknown;

export interface HookTold {
  readonly event: HookEvent;
  /** As it was reserved for the attempt; frozen. */
  readonly job: Job;
  /** Of `success`, else null. */
  readonly result: Json;
  /** Of `retry` and `failure`, and of `cancel` where a handler gave one; else null. */
  readonly error: JobError | null;
  /** Of `retry`: when the next attempt is due, ISO 8601; else null. */
  readonly nextAt: string | null;
}

/** As a handler has it. */
export type HookContext = Pick<HandlerContext, 'job' | 'attempt' | 'signal' | 'logger' | 'idempotencyKey' | 'enqueue'>;

/** What a task or a URL is told where nothing else is written: a template, see scopeOf(). */
export function toldTemplate(event: HookEvent): JsonObject {
  return { event, job: '${job}', result: '${result}', error: '${error}', nextAt: '${nextAt}' };
}
