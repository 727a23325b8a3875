/** What somebody should look at: the same list for API, command line and dashboard. */
import type { JsonObject } from '../foundation/index.ts';
import type { EndpointsOf } from './operation.ts';
import { described, instant, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface AttentionOperations {
  /** What is wrong, should be looked at, or stands by somebody's word; the gravest first. */
  attention(): Promise<AttentionView>;
}

/** `fail`: nothing works until it is mended; `warn`: something should be done; `note`: somebody wanted it so, and it stands. */
export const SEVERITIES = ['fail', 'warn', 'note'] as const;

export const SUBJECTS = ['queue', 'task', 'schedule', 'bucket', 'hold', 'worker', 'alert'] as const;

export interface AttentionItem {
  readonly severity: (typeof SEVERITIES)[number];
  /** What kind of thing it is, one word: `failing`, `late`, `stranded`, `workers`, `breaker`, `standing`, `missed`, … */
  readonly kind: string;
  /** What it is about; null: the store, or all processes. */
  readonly subject: { readonly kind: (typeof SUBJECTS)[number]; readonly name: string } | null;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
}

export interface AttentionView {
  /** By the store's clock. */
  readonly at: string;
  readonly items: readonly AttentionItem[];
}

const attention: JsonObject = view(
  'Attention',
  objectOf<AttentionView>({
    at: instant,
    items: described(
      listOf(
        objectOf<AttentionItem>({
          severity: described(
            { type: 'string', enum: SEVERITIES },
            'fail: nothing works; warn: something should be done; note: it stands by somebody’s word',
          ),
          kind: described(text, 'What kind of thing it is, one word'),
          subject: described(
            orNull(
              objectOf<NonNullable<AttentionItem['subject']>>({ kind: { type: 'string', enum: SUBJECTS }, name: text }),
            ),
            'What it is about; null: the store, or all processes',
          ),
          message: text,
          hint: described(orNull(text), 'What to do about it'),
        }),
      ),
      'The gravest first; none: nothing is known to be wrong',
    ),
  }),
);

export const attentionEndpoints: EndpointsOf<AttentionOperations> = {
  attention: {
    name: 'getAttention',
    method: 'GET',
    path: '/api/attention',
    access: 'viewer',
    tag: 'attention',
    summary: 'What somebody should look at, in the store and over all processes',
    done: { status: 200, description: 'The list', schema: attention },
    ask: () => ({}),
    act: ({ operations }) => operations.attention(),
  },
};
