/** Hooks of a task, as the manifest has them after normalisation. */
import type { HookEvent } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { HandlerRef } from '../handler-ref.ts';

export type HookSpec = FunctionHook | TaskHook | WebhookHook | PublishHook;

export interface FunctionHook {
  readonly kind: 'function';
  readonly ref: HandlerRef;
}

export interface TaskHook {
  readonly kind: 'task';
  /** Which of the event's hooks it is, in the ids of its jobs. */
  readonly key: string;
  readonly task: string;
  /** Template; null = all that is known. Expressions: job, result, error, nextAt. */
  readonly with: Json;
}

export interface WebhookHook {
  readonly kind: 'webhook';
  /** As in TaskHook; it stays while the address does. */
  readonly key: string;
  readonly url: string;
  /** May hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string | null;
  readonly allowPrivate: boolean;
}

/** Templates read what a hook tells: job, result, error, nextAt. */
export interface PublishHook {
  readonly kind: 'publish';
  /** As in TaskHook. */
  readonly key: string;
  /** Name of the broker. */
  readonly broker: string;
  readonly exchange: string;
  /** Template. */
  readonly routingKey: string;
  /** Template; null = all that is known but the payload. */
  readonly body: Json;
  readonly mandatory: boolean;
}

/** What may be told of the end of a run: there is no process that runs it, which could call a function. */
export type RunHookEvent = Exclude<HookEvent, 'start' | 'retry'>;
export type RunHooks = Readonly<Partial<Record<RunHookEvent, readonly (TaskHook | WebhookHook)[]>>>;

/** In the order in which they were written. */
export type Hooks = Readonly<Partial<Record<HookEvent, readonly HookSpec[]>>>;

/** Built in where a hook is a webhook: its jobs tell a URL. */
export const WEBHOOK_TASK = 'skep.webhook';
/** Built in where there are alerts: its jobs tell somebody. */
export const ALERT_TASK = 'skep.alert';

/** Built in where a hook publishes: its jobs send a message to an exchange. */
export const PUBLISH_TASK = 'skep.publish';

/** Names of tasks that nobody wrote. */
export const BUILT_IN_TASKS: readonly string[] = [WEBHOOK_TASK, PUBLISH_TASK, ALERT_TASK];
