import type { ErrorCode } from '../../foundation/index.ts';

/** Why a request did not do the work. A retry policy may name it by its code, the HTTP status, or what caused it (`ECONNRESET`). */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;
  /** Of the answer, where there was one. */
  readonly status: number | undefined;

  constructor(code: ErrorCode, message: string, about: { readonly status?: number; readonly cause?: unknown } = {}) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.code = code;
    this.status = about.status;
  }
}
