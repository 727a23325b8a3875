/** One base error; its codes are in error-codes.ts. */
import { ERROR_CODES, type ErrorCode, type ErrorKind } from './error-codes.ts';

export interface SkepErrorOptions {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** Machine-readable particulars; must be JSON. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only error class that Skep throws on purpose. */
export class SkepError extends Error {
  override readonly name = 'SkepError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  /**
   * @param code    stable code of the table above
   * @param message what is wrong and where, one sentence, no secret in it
   */
  constructor(code: ErrorCode, message: string, options: SkepErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }

  get kind(): ErrorKind {
    return ERROR_CODES[this.code].kind;
  }
}

/** The message of anything that was thrown, never empty, never throwing itself. */
export function messageOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error && thrown.message !== '') return thrown.message;
    return typeof thrown === 'string' && thrown !== '' ? thrown : `thrown: ${String(thrown)}`;
  } catch {
    return 'thrown: a value that cannot be shown';
  }
}
