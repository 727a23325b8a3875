/** Errors → HTTP: one place decides status, headers and what a client may read. */
import { STATUS_CODES } from 'node:http';

import type { Context } from 'koa';

import { tell } from '../core/index.ts';
import {
  ERROR_CODES,
  type ErrorCode,
  type ErrorKind,
  hidePasswords,
  type Logger,
  messageOf,
  SkepError,
} from '../foundation/index.ts';
import { boundedJson } from './bounded-json.ts';

export const PROBLEM_TYPE = 'application/problem+json';

const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  usage: 400,
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  timeout: 504,
  unavailable: 503,
  internal: 500,
};

/** Codes whose status says more than that of their kind. */
const STATUS_OF_CODE: Partial<Record<ErrorCode, number>> = {
  PAYLOAD_INVALID: 422,
  INPUT_INVALID: 422,
  WORKFLOW_INVALID: 422,
  MANIFEST_INVALID: 422,
  MANIFEST_NOT_FOUND: 422,
  METHOD_NOT_ALLOWED: 405,
  TOKEN_THROTTLED: 429,
  CHANGED_MEANWHILE: 412,
  KEY_REUSED: 422,
};

export function statusOf(code: ErrorCode): number {
  return STATUS_OF_CODE[code] ?? STATUS_OF_KIND[ERROR_CODES[code].kind];
}

/** RFC 9457, with our `code` and `hint`, and the particulars of the error beside them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly instance?: string;
}

/**
 * @param thrown   anything; what is not a SkepError, or is one of kind `internal`, tells the client nothing but that
 * @param instance path of the request
 */
export function problemOf(thrown: unknown, instance?: string): Problem {
  const known = thrown instanceof SkepError && thrown.kind !== 'internal' ? thrown : undefined;
  const code = known?.code ?? 'INTERNAL';
  const status = statusOf(code);
  return {
    ...known?.details,
    type: `urn:skep:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: known ? hidePasswords(known.message) : 'the server could not answer; its log says why',
    code,
    ...(known?.hint !== undefined && { hint: known.hint }),
    ...(instance !== undefined && { instance }),
  };
}

/** Answers with the problem, and tells of faults. */
export function answerProblem(ctx: Context, thrown: unknown, logger: Logger): void {
  const problem = problemOf(thrown, ctx.path);
  tellFault(thrown, logger);
  ctx.status = problem.status;
  for (const [name, value] of headersOf(problem)) ctx.set(name, value);
  ctx.type = PROBLEM_TYPE;
  ctx.body = written(problem);
}

/** What is a fault of our own goes to the log in full; whatever else was thrown was the request's. */
export function tellFault(thrown: unknown, logger: Logger): void {
  if (problemOf(thrown).status !== 500) return;
  tell(logger, 'request.failed', { error: messageOf(thrown), stack: stackOf(thrown) });
}

/** Particulars are for people and programs that read them: beyond this they are left out, and `cut` says so. */
const PROBLEM_BYTES = 262_144;

function written(problem: Problem): string {
  try {
    return boundedJson(problem, PROBLEM_BYTES);
  } catch {
    const { type, title, status, detail, code, hint, instance } = problem;
    return JSON.stringify({ type, title, status, detail: detail.slice(0, 2_000), code, hint, instance, cut: true });
  }
}

function headersOf({
  status,
  code,
  ...rest
}: Problem & { readonly retryAfterS?: number }): readonly (readonly [string, string])[] {
  if (status === 401) return [['WWW-Authenticate', challenge(code === 'TOKEN_INVALID' ? 'invalid_token' : undefined)]];
  if (code === 'ROLE_DENIED') return [['WWW-Authenticate', challenge('insufficient_scope')]];
  if (status === 429 || status === 503) return [['Retry-After', String(rest.retryAfterS ?? 1)]];
  return [];
}

/** RFC 6750, section 3. */
function challenge(error: string | undefined): string {
  return error === undefined ? 'Bearer realm="skep"' : `Bearer realm="skep", error="${error}"`;
}

function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined;
}
