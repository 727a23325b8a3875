import { type ErrorKind, SkepError } from '../foundation/index.ts';

const FINAL: readonly ErrorKind[] = ['usage', 'invalid', 'denied', 'not_found', 'conflict', 'too_large', 'unsupported'];

/** Whether the same would be refused again, however often it were asked for. */
export function isFinal(error: unknown): error is SkepError {
  return error instanceof SkepError && FINAL.includes(error.kind);
}
