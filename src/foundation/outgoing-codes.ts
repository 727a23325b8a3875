/** What may go wrong with requests and messages that jobs send. */
import type { CodeEntry } from './error-kind.ts';

export const OUTGOING_CODES = {
  REQUEST_FAILED: {
    kind: 'unavailable',
    summary:
      'A task with a `request` was answered 408, 425, 429, 5xx or what is no answer to it; the retry policy decides.',
  },
  REQUEST_UNREACHABLE: {
    kind: 'unavailable',
    summary: 'A `request` met no server, or the connection broke before the answer was whole; the cause says why.',
  },
  REQUEST_TIMED_OUT: { kind: 'timeout', summary: 'A `request` took longer than its `timeout`.' },
  REQUEST_REJECTED: {
    kind: 'invalid',
    summary: 'A `request` was answered with another 4xx, which the same request would get again: the job is dead.',
  },
  REQUEST_REFUSED: {
    kind: 'denied',
    summary:
      'Skep did not send a `request`, or not further: an address that is not public, a redirect to one, too many redirects, an impossible address or header: the job is dead. Or the manifest of the process has no such webhook or receiver: it is tried again, for that of another one may.',
  },
  PUBLISH_UNCONFIRMED: {
    kind: 'unavailable',
    summary:
      'A `publish` met no broker, or the connection broke or its `timeout` was over before the broker had confirmed the message: it may be there all the same. The retry policy decides.',
  },
  PUBLISH_REFUSED: {
    kind: 'unavailable',
    summary:
      'The broker did not take the message of a `publish`: the exchange is not there, may not be written, or leads a `mandatory` message to no queue. The retry policy decides.',
  },
  PUBLISH_IMPOSSIBLE: {
    kind: 'invalid',
    summary:
      'A `publish` whose routing key or header cannot be, or whose broker the manifest has not any more. The job is dead.',
  },
} as const satisfies Record<string, CodeEntry>;
