/**
 * One table of codes.
 *
 * Every failure that a user can meet has a stable code here. The kind decides the HTTP status
 * (admin/problem.ts) and the exit code (cli/exit-codes.ts), so that no caller inspects messages.
 */

import type { CodeEntry } from './error-kind.ts';
import { OUTGOING_CODES } from './outgoing-codes.ts';

export type { ErrorKind } from './error-kind.ts';

/** All codes. docs/errors.md is generated from this table; a test holds them equal. */
export const ERROR_CODES = {
  MANIFEST_INVALID: {
    kind: 'invalid',
    summary: 'The manifest has problems; each is listed as a diagnostic with file, line and column.',
  },
  MANIFEST_NOT_FOUND: { kind: 'usage', summary: 'The manifest file cannot be read.' },
  REVISION_UNKNOWN: {
    kind: 'not_found',
    summary: 'No revision of that number is known, or what it said is not kept any more.',
  },
  MANIFEST_MOVED: {
    kind: 'conflict',
    summary: 'Another revision has come into force since the plan was made; nothing was changed.',
  },
  PLAN_REFUSED: {
    kind: 'conflict',
    summary: 'The manifest would strand jobs that wait or run (details.refused says which); nothing was changed.',
  },
  TASK_UNKNOWN: { kind: 'not_found', summary: 'No task of that name is in the manifest.' },
  QUEUE_UNKNOWN: { kind: 'not_found', summary: 'No queue of that name is in the manifest.' },
  BUCKET_UNKNOWN: { kind: 'not_found', summary: 'No bucket of that name is in the manifest.' },
  SCHEDULE_UNKNOWN: { kind: 'not_found', summary: 'No schedule of that name is in the manifest.' },
  ALERT_UNKNOWN: { kind: 'not_found', summary: 'No alert of that name is in the manifest.' },
  HOLD_UNKNOWN: { kind: 'not_found', summary: 'No hold of that name stands.' },
  WORKFLOW_UNKNOWN: { kind: 'not_found', summary: 'No workflow of that name is in the manifest.' },
  WORKFLOW_INVALID: {
    kind: 'invalid',
    summary: 'A workflow that came with the call has problems; each is listed with its place in it.',
  },
  INPUT_INVALID: {
    kind: 'invalid',
    summary: "The input breaks the workflow's schema; every violation is listed with its JSON pointer.",
  },
  RUN_ID_TAKEN: {
    kind: 'conflict',
    summary: 'The chosen id belongs to a run of another workflow; nothing was stored.',
  },
  RUN_UNKNOWN: {
    kind: 'not_found',
    summary: 'No run of that id is stored: it never existed here, or retention has pruned it.',
  },
  STEP_UNKNOWN: { kind: 'not_found', summary: 'The run has no step of that name, or none that waits for that signal.' },
  RUN_FAILED: {
    kind: 'conflict',
    summary: 'The result of a run was asked for that has failed; the error of its first failed step is the cause.',
  },
  RUN_CANCELLED: { kind: 'conflict', summary: 'The result of a run was asked for that was cancelled.' },
  RUN_EXPRESSION: {
    kind: 'invalid',
    summary: 'An expression of a step finds nothing, or gives what cannot be used there; the step has failed.',
  },
  WORKER_UNKNOWN: {
    kind: 'not_found',
    summary: 'No process of that id lives; it has ended, or has begun another session.',
  },
  BULK_UNKNOWN: { kind: 'not_found', summary: 'No bulk operation of that id is kept.' },
  WORKER_SILENT: {
    kind: 'timeout',
    summary: 'The process did not answer in time; what it was told is not done later.',
  },
  JOB_ID_TAKEN: { kind: 'conflict', summary: 'The chosen id belongs to a job of another task; nothing was stored.' },
  JOB_EXISTS: {
    kind: 'conflict',
    summary:
      'Another job has the key of the new one, and its task says `onConflict: reject`; nothing was stored. Or it has that of a job that was to be retried.',
  },
  JOB_UNKNOWN: {
    kind: 'not_found',
    summary: 'No job of that id is stored: it never existed here, or retention has pruned it.',
  },
  ROUTE_UNKNOWN: { kind: 'not_found', summary: 'No endpoint answers that path.' },
  METHOD_NOT_ALLOWED: { kind: 'unsupported', summary: 'The endpoint exists, but not for that method.' },
  PAYLOAD_INVALID: {
    kind: 'invalid',
    summary: "The payload breaks the task's input schema; every violation is listed with its JSON pointer.",
  },
  PAYLOAD_NOT_JSON: {
    kind: 'invalid',
    summary:
      'The value cannot be written as JSON without changing it (a Date, a number beyond 2^53, BigInt, cycle, function, NaN).',
  },
  PAYLOAD_TOO_LARGE: {
    kind: 'too_large',
    summary:
      "The payload is larger than its task's `maxPayload`, or than any may be (1 MiB of JSON); nothing was stored.",
  },
  PAYLOAD_VERSION: {
    kind: 'invalid',
    summary:
      'The payload of a job is of an older version, and no upcast brings it up, or one returned what is no payload.',
  },
  KEY_MISSING: { kind: 'unavailable', summary: 'A payload is encrypted with a key that the manifest does not have.' },
  SEAL_BROKEN: {
    kind: 'invalid',
    summary: 'A ciphertext was changed, belongs to another job, or was made with another key of that name.',
  },
  RESULT_INVALID: { kind: 'invalid', summary: "The handler's result breaks the task's output schema." },
  RESULT_TOO_LARGE: {
    kind: 'too_large',
    summary:
      "The handler's result is larger than its task's `result.max`, or than 1 MiB of JSON without one; the job is dead, for it would return the same again.",
  },
  RESULT_EXPIRED: {
    kind: 'not_found',
    summary: "The job completed, and its result is past its task's `result.keep`; the job is kept without it.",
  },
  ...OUTGOING_CODES,
  COMMAND_FAILED: {
    kind: 'internal',
    summary:
      'The command of a task ended with an exit code that means no success; the message has the last lines of its error output.',
  },
  COMMAND_UNFINISHED: {
    kind: 'unavailable',
    summary: 'The command of a task asked to be run again, by its exit code or by a line of its output.',
  },
  COMMAND_NOT_STARTED: {
    kind: 'unavailable',
    summary:
      'The program of a task could not be started: it or its folder is not there, may not be run, or its arguments cannot be. The cause says why.',
  },
  REQUEST_INVALID: { kind: 'invalid', summary: 'A body, query parameter or option has the wrong form.' },
  REQUEST_TOO_LARGE: { kind: 'too_large', summary: 'The head or the body of the request is over the limit.' },
  DASHBOARD_MISSING: { kind: 'unavailable', summary: 'The pages of the dashboard were not built: `npm run build`.' },
  ANSWER_TOO_LARGE: {
    kind: 'too_large',
    summary: 'The answer would be over the limit; what the request asked to be done, is done.',
  },
  MEDIA_TYPE_UNSUPPORTED: { kind: 'unsupported', summary: 'The body is not JSON.' },
  TOKEN_MISSING: { kind: 'unauthenticated', summary: 'The endpoint needs a bearer token or a session.' },
  TOKEN_INVALID: { kind: 'unauthenticated', summary: 'The bearer token is not one of the manifest.' },
  TOKEN_THROTTLED: {
    kind: 'unauthenticated',
    summary: 'Too many wrong tokens came from that client; its tokens are looked at slowly now, right ones too.',
  },
  ROLE_DENIED: { kind: 'denied', summary: "The token's role may not do this." },
  SCOPE_DENIED: {
    kind: 'denied',
    summary: 'It shows or changes more than the queues and tasks that the caller may see.',
  },
  SESSION_ENDED: {
    kind: 'unauthenticated',
    summary: 'The session is over: its time, its token, or the key that it was signed with.',
  },
  CSRF_DENIED: {
    kind: 'denied',
    summary: 'A change that came by the cookie of a session, without the header `X-CSRF-Token` that belongs to it.',
  },
  LOGIN_REFUSED: {
    kind: 'denied',
    summary: 'The provider did not let the person in, no rule of `admin.oidc.roles` fits, or the login took too long.',
  },
  LOGIN_UNAVAILABLE: {
    kind: 'unavailable',
    summary: 'The provider of `admin.oidc` does not answer, or not as it should; the log says why.',
  },
  HOST_DENIED: { kind: 'denied', summary: 'The Host header names no host that this server answers for.' },
  PEER_DENIED: { kind: 'denied', summary: 'Without tokens only the machine itself is served.' },
  ORIGIN_DENIED: { kind: 'denied', summary: 'A browser on another site sent the request.' },
  STATE_CONFLICT: { kind: 'conflict', summary: "The job's state does not allow the act." },
  CHANGED_MEANWHILE: {
    kind: 'conflict',
    summary: 'What is to be changed is not any more as `If-Match` says: somebody changed it since it was read.',
  },
  KEY_REUSED: {
    kind: 'invalid',
    summary: 'An `Idempotency-Key` came with another request than the first of that key.',
  },
  KEY_IN_USE: {
    kind: 'conflict',
    summary:
      'A request of the same `Idempotency-Key` is under way, or was when its process died less than a minute ago.',
  },
  WAIT_TIMED_OUT: {
    kind: 'timeout',
    summary: 'The job or run did not finish, or the signal did not come, within the time waited.',
  },
  STORE_UNREACHABLE: { kind: 'unavailable', summary: 'The store (Redis, SQLite file) cannot be reached now.' },
  STORE_ABSENT: { kind: 'unavailable', summary: 'There is no SQLite store at that path yet; nothing was made.' },
  STORE_REFUSED: {
    kind: 'unavailable',
    summary: 'The store answers but must not be used: not ours, too new, wrong settings, wrong role.',
  },
  STORE_FULL: { kind: 'unavailable', summary: 'The store has no room; nothing was written.' },
  SERVER_UNREACHABLE: { kind: 'unavailable', summary: 'No Skep server answers at that address.' },
  ADDRESS_IN_USE: { kind: 'unavailable', summary: 'The admin port is taken by another program.' },
  ADDRESS_REFUSED: {
    kind: 'usage',
    summary: 'The admin address cannot be listened on, or must not be without tokens.',
  },
  STOPPING: { kind: 'unavailable', summary: 'The process is shutting down and takes no new work.' },
  EVENTS_FULL: {
    kind: 'unavailable',
    summary: 'So many streams of events are open in this process that no further one is opened.',
  },
  AFTER_FULL: {
    kind: 'unavailable',
    summary: 'Too much work after responses is waiting in this process; the request was refused and nothing was done.',
  },
  ATTEMPT_TIMED_OUT: { kind: 'timeout', summary: 'The attempt ran past its hard time limit.' },
  ATTEMPT_CRASHED: {
    kind: 'internal',
    summary:
      'The process or thread that ran the attempt died, hung, or ended for an error thrown outside of any job; how it ended and what it last wrote is in the message where it is known.',
  },
  ATTEMPT_OUT_OF_MEMORY: {
    kind: 'internal',
    summary: 'The attempt took more memory than `limits.memory` allows, or than Node has; it was ended.',
  },
  ATTEMPT_OUT_OF_CPU: {
    kind: 'internal',
    summary: 'The attempt took more CPU time than `limits.cpu` allows; it was ended.',
  },
  RESOURCE_TIMED_OUT: {
    kind: 'timeout',
    summary:
      'A resource of the attempt was not opened, or not closed after success, within its time; the attempt failed.',
  },
  JOB_CANCELLED: { kind: 'conflict', summary: 'The job was cancelled while its handler ran: why its signal aborted.' },
  LEASE_LOST: {
    kind: 'conflict',
    summary: 'The process was taken for dead, and the job is with another: why a signal aborted.',
  },
  JOB_DEAD: {
    kind: 'conflict',
    summary: 'The result of a job was asked for that is dead; its own error is the cause.',
  },
  JOB_SKIPPED: {
    kind: 'conflict',
    summary:
      'The concurrency of its task had no room when the turn of the job came, and `onConflict` is `skip`: it was cancelled.',
  },
  JOB_EXPIRED: { kind: 'timeout', summary: 'The job did not start before its expiry and was cancelled.' },
  HANDLER_ERROR: { kind: 'internal', summary: 'The handler threw a value that is not an Error.' },
  COLLECT_UNANSWERED: {
    kind: 'internal',
    summary: 'The handler of a task with `collect` gave no answer for the job; the attempt failed.',
  },
  HANDLER_MISSING: { kind: 'invalid', summary: 'The handler module or its export cannot be loaded.' },
  OUTPUT_FAILED: {
    kind: 'internal',
    summary: 'What a command prints could not be written whole: the disk is full, or the reader has gone.',
  },
  USAGE: { kind: 'usage', summary: 'The command line is wrong.' },
  INTERNAL: { kind: 'internal', summary: 'A fault of Skep itself; please report it.' },
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;
