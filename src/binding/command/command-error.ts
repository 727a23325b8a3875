import type { ErrorCode } from '../../foundation/index.ts';

/** Why a command did not do the work. A retry policy may name it by its code, or by what caused it (`ENOENT`, `SoftTimeout`). */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
