/**
 * Everything that Skep writes into its log, as two tables (the other is notice-lines.ts): which level, which words, what it tells. docs/logs.md is made
 * from them, and a test holds that no line is written past them.
 *
 * What passes without anybody's doing is `debug` (a busy system would drown in it), what a person did or should know
 * is `info`, what may need a look is `warn`, what needs a person is `error`.
 */
import type { LogFields, LogLevel } from '../../foundation/index.ts';
import type { LifecycleEventType } from './events.ts';

export interface LogLineSpec {
  readonly level: LogLevel;
  /** The message; its particulars are the fields beside it. */
  readonly text: string | ((fields: LogFields) => string);
  /** For docs/logs.md: when it is written, and how often at most where that is bounded. */
  readonly when: string;
  /** Not written for these fields: another line tells the same and more. */
  readonly unless?: (fields: LogFields) => boolean;
}

/** One line per lifecycle event; fields are the event's own, flat (telemetry/event-log.ts). */
export const EVENT_LINES: Readonly<Record<LifecycleEventType, LogLineSpec>> = {
  'job.enqueued': { level: 'debug', text: 'job enqueued', when: 'A job was stored, or one of that id exists.' },
  'job.promoted': { level: 'debug', text: 'jobs fell due', when: 'Delayed jobs of a queue became available.' },
  'attempt.started': { level: 'debug', text: 'attempt started', when: 'A handler begins.' },
  'attempt.progress': { level: 'debug', text: 'attempt progressed', when: 'A handler told its progress.' },
  'attempt.noted': {
    level: 'debug',
    text: 'notes of an attempt stored',
    when: 'Progress and log lines of a running attempt are in the store, four times a second at most.',
  },
  'attempt.failed': {
    level: 'warn',
    text: ({ attempt, maxAttempts, error, retryAt }) =>
      `attempt ${String(attempt)} of ${String(maxAttempts)} failed: ${reasonOf(error)}; the next is at ${String(retryAt)}`,
    when: 'An attempt failed and another one follows. One that was the last is told by `job.dead`.',
    unless: ({ willRetry }) => willRetry === false,
  },
  'attempt.ended': {
    level: 'debug',
    text: 'attempt ended',
    when: 'Its outcome is stored; beside it the lines of what it means.',
  },
  'job.completed': { level: 'debug', text: 'job completed', when: 'A job ended well; `work.done` counts them.' },
  'job.retryable': {
    level: 'debug',
    text: 'job will be tried again',
    when: 'Beside `attempt.failed`, which says when.',
  },
  'job.snoozed': { level: 'debug', text: 'job snoozed', when: 'A handler asked to run again later.' },
  'job.released': {
    level: 'info',
    text: 'job given back, attempt not counted',
    when: 'A stop did not wait for the attempt.',
  },
  'job.blocked': {
    level: 'warn',
    text: ({ reason }) => `job held: ${HELD[String(reason)] ?? String(reason)}`,
    when: 'A job was reserved whose task, version or key this process does not have; once for each job and reason.',
  },
  'job.dead': {
    level: 'error',
    text: ({ attempt, error }) => `job is dead after attempt ${String(attempt)}: ${reasonOf(error)}`,
    when: 'A job is out of attempts, or its handler gave it up.',
  },
  'job.cancelled': {
    level: 'info',
    text: ({ reason }) => `job cancelled: ${String(reason)}`,
    when: 'A person, a handler or an expiry ended a job.',
  },
  'job.retried': { level: 'info', text: 'job retried by hand', when: 'A person ran a job again.' },
  'job.removed': { level: 'info', text: 'job removed', when: 'A person deleted a job.' },
  'job.revealed': {
    level: 'info',
    text: ({ by }) => `what is hidden of a job was shown to ${String(by)}`,
    when: 'A person asked for a payload with what is sensitive of it; `by` says who.',
  },
  'job.moved': {
    level: 'info',
    text: ({ from, queue }) => `job moved from queue ${String(from)} to ${String(queue)}`,
    when: 'A person brought a waiting job into another queue.',
  },
  'job.prioritized': {
    level: 'info',
    text: ({ priority }) => `job given priority ${String(priority)}`,
    when: 'A person gave a waiting job another priority.',
  },
  'lease.expired': {
    level: 'warn',
    text: ({ rescues, dead }) =>
      `job taken back from a lost process, ${times(rescues)}${dead === true ? '; it is dead' : ''}`,
    when: 'A process died or hung with a job; another one runs it.',
  },
  'lease.lost': {
    level: 'warn',
    text: 'outcome came too late: the lease was lost',
    when: 'An attempt ended after its job was taken back.',
  },
  'handler.overrun': {
    level: 'warn',
    text: ({ why, stillRunning }) =>
      `handler runs on ${WHY_ON[String(why)] ?? ''} and keeps its slot; ${String(stillRunning)} such run here. \`executor: process\` would end it`,
    when: 'A handler does not stop when its time is over, `cancelGrace` after a cancel, or when the process stops.',
  },
  'handler.standstill': {
    level: 'warn',
    text: 'a hard limit passed unseen: a handler kept the event loop',
    when: 'A handler that blocks ended after its hard limit; what it returned is refused.',
  },
  'hook.failed': {
    level: 'warn',
    text: ({ on, hook, error }) => `hook ${String(hook)} failed on ${String(on)}: ${reasonOf(error)}`,
    when: 'A function that a hook names threw or took longer than 30 s; the job is as it was.',
  },
  'step.started': { level: 'debug', text: 'step started', when: 'A step of a run begins, or begins to wait.' },
  'step.ended': {
    level: 'debug',
    text: 'step ended',
    when: 'A step of a run is completed, failed, skipped or cancelled; `state` says which.',
  },
  'run.started': { level: 'debug', text: 'run started', when: 'A run of a workflow was stored.' },
  'run.completed': { level: 'debug', text: 'run completed', when: 'A run of a workflow ended well.' },
  'run.failed': {
    level: 'error',
    text: ({ workflow, error }) =>
      `run of ${typeof workflow === 'string' ? workflow : 'a workflow of a call'} failed: ${reasonOf(error)}`,
    when: 'A step of a run failed that its run needs.',
  },
  'run.cancelled': {
    level: 'info',
    text: ({ reason }) => `run cancelled: ${String(reason)}`,
    when: 'A person ended a run, and all of it is over.',
  },
  'run.revealed': {
    level: 'info',
    text: ({ by }) => `what is hidden of a run was shown to ${String(by)}`,
    when: 'A person asked for a run, or the items of a step, with what is sensitive of it; `by` says who.',
  },
  'schedule.ticked': { level: 'debug', text: 'schedule fired', when: 'A tick made a job; `work.done` counts them.' },
  'schedule.missed': {
    level: 'warn',
    text: 'schedule missed ticks',
    when: 'Nobody was there in time, and the ticks are not made up for.',
  },
  'schedule.paused': {
    level: 'info',
    text: ({ until, reason }) =>
      `schedule paused${typeof until === 'string' ? ` until ${until}` : ''}${typeof reason === 'string' ? `: ${reason}` : ''}`,
    when: 'A person paused a schedule.',
  },
  'schedule.resumed': { level: 'info', text: 'schedule resumed', when: 'A person resumed a schedule.' },
  'worker.joined': { level: 'debug', text: 'process joined the store', when: 'This process has a session.' },
  'worker.left': { level: 'debug', text: 'process leaves the store', when: 'This process ends its session.' },
  'hold.set': {
    level: 'info',
    text: ({ hold, means, until, reason, by }) =>
      `${String(by)} holds ${String(hold)} (${String(means)})${typeof until === 'string' ? ` until ${until}` : ''}${typeof reason === 'string' ? `: ${reason}` : ''}`,
    when: 'A person set a hold, or paused a task.',
  },
  'hold.removed': {
    level: 'info',
    text: ({ hold, by }) => `${String(by)} holds ${String(hold)} no more`,
    when: 'A person took a hold away before its end, or resumed a task.',
  },
  'queue.paused': {
    level: 'info',
    text: ({ until, reason }) =>
      `queue paused${typeof until === 'string' ? ` until ${until}` : ''}${typeof reason === 'string' ? `: ${reason}` : ''}`,
    when: 'A person paused a queue.',
  },
  'queue.resumed': { level: 'info', text: 'queue resumed', when: 'A person resumed a queue.' },
  'bucket.set': {
    level: 'info',
    text: ({ bucket, limits, by }) =>
      `limits of the bucket ${String(bucket)} set${byText(by)}: ${JSON.stringify(limits)}`,
    when: "A person sets other numbers in the place of the manifest's (`skep buckets set`).",
  },
  'bucket.reset': {
    level: 'info',
    text: ({ bucket, by }) => `the bucket ${String(bucket)} is as the manifest says again${byText(by)}`,
    when: 'A person takes back what was set of a bucket, and opens it (`skep buckets reset`).',
  },
  'breaker.opened': {
    level: 'warn',
    text: ({ gate, until }) =>
      `${String(gate)} is open: too many attempts have failed; jobs that use it wait${typeof until === 'number' ? ` until ${new Date(until).toISOString()}` : ''}`,
    when: 'A breaker opens, or opens again since a probe has failed; once over all processes.',
  },
  'breaker.closed': {
    level: 'info',
    text: ({ gate }) => `${String(gate)} is closed again: its probes ended well`,
    when: 'A breaker closes; once over all processes.',
  },
  'alert.fired': {
    level: 'warn',
    text: ({ alert, message, subjects }) =>
      `alert ${String(alert)}: ${String(message)}${Number(subjects) > 1 ? `, and ${Number(subjects) - 1} more` : ''}`,
    when: 'The condition of an alert holds, and is told, or told again; once over all processes.',
  },
  'alert.recovered': {
    level: 'info',
    text: ({ alert }) => `alert ${String(alert)} is over`,
    when: 'The condition of an alert that was told holds no more; once over all processes.',
  },
  'manifest.applied': {
    level: 'info',
    text: ({ changes }) =>
      Array.isArray(changes) && changes.length > 0 ? `manifest applied: ${changes.join('; ')}` : 'manifest applied',
    when: 'Changed files are in force from now on: of manifest, handlers, or what these import.',
  },
  'manifest.reverted': {
    level: 'error',
    text: ({ bad, why }) => `revision ${String(bad)} was taken back: ${String(why)}`,
    when: 'A revision on probation made things worse; once over all processes.',
  },
  'manifest.refused': {
    level: 'error',
    text: ({ first }) => `manifest refused, the one in force stays: ${String(first)}`,
    when: 'Changed files have problems; once for the same problems.',
  },
};

function byText(by: unknown): string {
  return typeof by === 'string' ? ` by ${by}` : '';
}

/** Why a handler should not run any more. */
const WHY_ON: Readonly<Record<string, string>> = {
  limit: 'past its hard limit',
  stop: 'though its job was given back',
  cancel: 'though its job was cancelled',
};

/** By the reason of a hold. */
const HELD: Readonly<Record<string, string>> = {
  task: 'its task is not in the manifest',
  version: "its payload is of a newer version than the manifest's",
  key: 'its payload is encrypted with a key that the manifest does not have',
};

/** Longest reason inside of a message; the field `error` has it whole. */
const REASON_MAX = 200;

function reasonOf(error: unknown): string {
  const { name, message } = (error ?? {}) as { readonly name?: unknown; readonly message?: unknown };
  const text = `${String(name)}: ${String(message)}`.replaceAll('\n', ' ');
  return text.length > REASON_MAX ? `${text.slice(0, REASON_MAX)}…` : text;
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

function times(count: unknown): string {
  if (count === 1) return 'for the first time';
  return `for the ${String(count)}${ENDINGS[ORDINALS.select(Number(count))] ?? 'th'} time`;
}
