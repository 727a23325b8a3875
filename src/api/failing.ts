/** Dead jobs by what killed them: what is asked, and where. */
import type { Scope } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { filters, type JobQuery } from './jobs.ts';
import type { EndpointsOf } from './operation.ts';
import { described, instant, integer, listOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface FailureOperations {
  /**
   * Dead jobs by fingerprint, the newest first: all of them and exactly, a hundred faults a page. By tag or age they are counted
   * among so many jobs as one call looks at; `next` says where to go on.
   */
  errors(query: ErrorQuery, scope?: Scope | null): Promise<ErrorsView>;
}

export type ErrorQuery = Pick<JobQuery, 'queue' | 'task' | 'tag' | 'since' | 'cursor'>;

export interface ErrorGroup {
  readonly fingerprint: string;
  readonly name: string;
  readonly code: string | null;
  /** Of the newest. */
  readonly message: string;
  readonly count: number;
  readonly tasks: readonly string[];
  readonly firstAt: string;
  readonly lastAt: string;
  /** The newest. */
  readonly job: string;
}

export interface ErrorsView {
  readonly errors: readonly ErrorGroup[];
  /** Dead jobs that these stand for. */
  readonly looked: number;
  readonly next: string | null;
}

const errors: JsonObject = view(
  'Errors',
  objectOf<ErrorsView>({
    errors: listOf(
      objectOf<ErrorGroup>({
        fingerprint: described(text, 'Equal for errors of one fault'),
        name: text,
        code: orNull(text),
        message: described(text, 'Of the newest'),
        count: integer,
        tasks: texts,
        firstAt: instant,
        lastAt: instant,
        job: described(text, 'The newest'),
      }),
    ),
    looked: described(integer, 'Dead jobs that these stand for'),
    next: described(orNull(text), '`cursor` of the call that goes on; null at the end'),
  }),
);

const cursor = described({ type: 'string' }, '`next` of the call before');
export const failureEndpoints: EndpointsOf<FailureOperations> = {
  errors: {
    name: 'listErrors',
    method: 'GET',
    path: '/api/errors',
    access: 'viewer',
    tag: 'jobs',
    summary: 'Dead jobs by the fault that killed them, a hundred faults at a time',
    query: { ...filters, cursor },
    done: { status: 200, description: 'The faults, the newest first', schema: errors },
    ask: (query) => ({ query: { ...query } }),
    act: ({ operations, query }) => operations.errors(query),
  },
};
