/** What went wrong with a request, as the API tells it. */
import type { Problem } from './types.generated.ts';

export class ApiProblem extends Error {
  readonly status: number;
  /** Stable, listed in docs/errors.md; `NOT_REACHED` where no answer came. */
  readonly code: string;
  readonly hint: string | null;
  /** What about the body or the query is wrong, each with its place. */
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];

  constructor(given: {
    status: number;
    code: string;
    message: string;
    hint?: string | null;
    problems?: ApiProblem['problems'];
  }) {
    super(given.message);
    this.name = 'ApiProblem';
    this.status = given.status;
    this.code = given.code;
    this.hint = given.hint ?? null;
    this.problems = given.problems ?? [];
  }

  /** Whether who asks is not known, or no more. */
  get needsLogin(): boolean {
    return this.status === 401;
  }
}

/** @param body what came with the status; a proxy in front may have written anything */
export function problemOf(status: number, body: unknown): ApiProblem {
  const told = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem & { violations: unknown }>;
  return new ApiProblem({
    status,
    code: typeof told.code === 'string' ? told.code : `HTTP_${status}`,
    message: told.detail ?? told.title ?? `The server answered ${status}.`,
    hint: told.hint ?? null,
    problems: Array.isArray(told.violations) ? (told.violations as ApiProblem['problems']) : [],
  });
}

/** No answer at all: the process is away, or the network. */
export function notReached(): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: 'NOT_REACHED',
    message: 'The server does not answer.',
    hint: 'Is `skep run` still running, and is this machine online? It is tried again by itself.',
  });
}

/** @param error whatever was thrown */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiProblem({ status: 0, code: 'PAGE_FAILED', message, hint: 'Reload the page.' });
}
