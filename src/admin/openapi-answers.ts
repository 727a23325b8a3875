/** What endpoints and routes of the document have alike: problems and access. */
import { ERROR_CODES, type ErrorCode, type JsonObject, SkepError } from '../foundation/index.ts';
import { type Access, described, integer, text, view } from '../api/index.ts';
import { PROBLEM_TYPE, problemOf, statusOf } from './problem.ts';

const problem = view('Problem', {
  type: 'object',
  description: 'RFC 9457; more members may stand beside these, as `violations` or `diagnostics`',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: text,
    title: text,
    status: integer,
    detail: text,
    code: described(text, 'Stable; docs/errors.md lists all'),
    hint: text,
    instance: text,
  },
});

export function accessErrors(access: Access): readonly ErrorCode[] {
  const everywhere = [
    ...(['REQUEST_INVALID', 'HOST_DENIED', 'PEER_DENIED', 'ORIGIN_DENIED', 'ANSWER_TOO_LARGE'] as const),
    ...(['STORE_UNREACHABLE', 'STOPPING', 'INTERNAL'] as const),
  ];
  return access === 'open'
    ? everywhere
    : [
        ...(['TOKEN_MISSING', 'TOKEN_INVALID', 'TOKEN_THROTTLED', 'SESSION_ENDED'] as const),
        ...(['ROLE_DENIED', 'SCOPE_DENIED', 'CSRF_DENIED'] as const),
        ...everywhere,
      ];
}

/** What a client may say of what it has seen, and what it is told then. */
export function conditionsOf(method: string): {
  readonly parameters: readonly JsonObject[];
  readonly responses: JsonObject;
} {
  const header = (name: string, description: string): JsonObject => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: text,
  });
  if (method === 'GET') {
    return {
      parameters: [header('If-None-Match', '`ETag` of an answer that the client has')],
      responses: { 304: { description: 'The client has it' } },
    };
  }
  const once =
    'Any text, the same for each try of one request: it counts once, and is answered the same way, for a day';
  return {
    parameters: [
      header('If-Match', '`ETag` of what is to be changed, as it was read: 412 where somebody changed it since'),
      header('Idempotency-Key', once),
    ],
    responses: {},
  };
}

/** One answer per status, naming the codes that it may carry. */
export function problemsOf(codes: readonly ErrorCode[]): Record<string, JsonObject> {
  const byStatus = groupByStatus(codes);
  const entries = [...byStatus].map(([status, some]) => {
    const lines = some.map((code) => `${code}: ${ERROR_CODES[code].summary}`);
    const examples = Object.fromEntries(some.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
    const content = { [PROBLEM_TYPE]: { schema: problem, examples } };
    return [String(status), { description: lines.join('\n'), content }] as const;
  });
  return Object.fromEntries(entries);
}

/** One of each code, by it. */
export function problemExamples(codes: readonly ErrorCode[]): JsonObject {
  return Object.fromEntries(
    [...new Set(codes)].map((code) => {
      const { summary } = ERROR_CODES[code];
      return [code, { summary, value: { ...problemOf(new SkepError(code, summary)), code } }];
    }),
  );
}

function groupByStatus(codes: readonly ErrorCode[]): Map<number, readonly ErrorCode[]> {
  const groups = new Map<number, readonly ErrorCode[]>();
  for (const code of new Set(codes)) groups.set(statusOf(code), [...(groups.get(statusOf(code)) ?? []), code]);
  return groups;
}

export function securityOf(access: Access): JsonObject {
  return {
    security: access === 'open' ? [] : [{ bearer: [] }, { session: [] }],
    ...(access !== 'open' && { 'x-role': access }),
  };
}
