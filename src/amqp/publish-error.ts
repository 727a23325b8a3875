import type { ErrorCode } from '../foundation/index.ts';

/** Why a message is not known to be at the broker. A retry policy may name it by its code. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
