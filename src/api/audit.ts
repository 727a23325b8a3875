/** Who changed what: how it is asked for and shown, and where. */
import { ERROR_CODES, type ErrorCode, type JsonObject } from '../foundation/index.ts';
import type { EndpointsOf } from './operation.ts';
import { described, instant, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface AuditOperations {
  /** Lines of what was changed by whom, the newest first. @throws REQUEST_INVALID */
  audit(query?: AuditQuery): Promise<AuditPageView>;
}

/** How whoever changed something had said who he is. */
export const ACTOR_WAYS = ['token', 'session', 'oidc', 'local', 'cli', 'program', 'reload'] as const;

export interface Actor {
  /** Name of the token or the person; `user@host` of the command line; the process where a program or a reload did it. */
  readonly by: string;
  readonly via: (typeof ACTOR_WAYS)[number];
  /** Where the request came from; null: from no network. */
  readonly address: string | null;
}

/** begun: its end is not written down, for the process was killed or is still at it; refused: it was not allowed, not known, or not possible as things were; failed: the store or Skep could not. */
export const AUDIT_OUTCOMES = ['begun', 'done', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export interface AuditLine extends Actor {
  /** What was done, one word: `pauseQueue`, `retryJob`, `signIn`, … */
  readonly operation: string;
  /** What it concerned; null: all, or several things. */
  readonly subject: { readonly kind: string; readonly name: string } | null;
  /** What was asked, without payloads and secrets. */
  readonly arguments: JsonObject;
  /** As it was, and as it became; null where there is nothing to tell. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  readonly outcome: AuditOutcome;
  /** Why it was not done. */
  readonly code: ErrorCode | null;
}

export interface AuditLineView extends AuditLine {
  readonly id: string;
  /** By the store's clock. */
  readonly at: string;
}

/** All that is said must hold. */
export interface AuditQuery {
  /** Names, or patterns with `*`. */
  readonly by?: string;
  readonly operation?: string;
  /** Name or id of what it concerned: a job, a queue, a schedule … */
  readonly about?: string;
  readonly outcome?: AuditOutcome;
  /** ISO instant, or a duration back from now (`2h`). */
  readonly since?: string;
  /** The same; lines before it. */
  readonly until?: string;
  readonly cursor?: string;
  /** 1..200, default 50 */
  readonly limit?: number;
}

export interface AuditPageView {
  readonly lines: readonly AuditLineView[];
  /** Lines that were gone through for this page. */
  readonly looked: number;
  /** Goes on from there; null at the end. A page may be short, or empty, and have it. */
  readonly next: string | null;
}

const line: JsonObject = view(
  'AuditLine',
  objectOf<AuditLineView>({
    id: text,
    at: instant,
    by: described(text, 'Name of the token or person; `user@host` of the command line; else the process'),
    via: described({ type: 'string', enum: ACTOR_WAYS }, 'How it had said who it is'),
    address: described(orNull(text), 'Where the request came from; null: from no network'),
    operation: described(text, 'What was done, one word'),
    subject: described(
      orNull(objectOf<NonNullable<AuditLine['subject']>>({ kind: text, name: text })),
      'What it concerned; null: all, or several things',
    ),
    arguments: described({ type: 'object' }, 'What was asked, without payloads and secrets'),
    before: described(orNull({ type: 'object' }), 'As it was'),
    after: described(orNull({ type: 'object' }), 'As it became'),
    outcome: described(
      { type: 'string', enum: AUDIT_OUTCOMES },
      'begun: its end is not written down, for the process was killed or is still at it; refused: it was not allowed, not known or not possible; failed: the store or Skep could not',
    ),
    code: described(orNull({ type: 'string', enum: Object.keys(ERROR_CODES) }), 'Why it was not done'),
  }),
);

const page: JsonObject = view(
  'AuditPage',
  objectOf<AuditPageView>({
    lines: listOf(line),
    looked: described(integer, 'Lines that were gone through for this page'),
    next: described(orNull(text), 'Cursor of the next page; null at the end'),
  }),
);

const pattern = { type: 'string', minLength: 1, maxLength: 256 };
const when = { type: 'string', maxLength: 64 };

export const auditEndpoints: EndpointsOf<AuditOperations> = {
  audit: {
    name: 'listAudit',
    method: 'GET',
    path: '/api/audit',
    access: 'admin',
    tag: 'audit',
    summary: 'Who changed what, and who logged in, the newest first',
    query: {
      by: described(pattern, 'Who: a name, or a pattern with `*`'),
      operation: described(pattern, 'What was done: a word, or a pattern with `*`, as in `pause*`'),
      about: described(
        { type: 'string', minLength: 1, maxLength: 512 },
        'Name or id of what it concerned, as of a job or queue',
      ),
      outcome: described({ type: 'string', enum: AUDIT_OUTCOMES }, 'What became of it'),
      since: described(when, 'Since: ISO 8601, or a duration back from now, as in 2h'),
      until: described(when, 'Before that: the same'),
      cursor: described({ type: 'string', maxLength: 64 }, '`next` of the page before'),
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'Lines per page, 1..200' },
    },
    done: { status: 200, description: 'A page of lines', schema: page },
    ask: (query = {}) => ({ query: { ...query } }),
    act: ({ operations, query }) => operations.audit(query),
  },
};
