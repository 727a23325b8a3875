/** Exit codes of every command, in one table (docs/cli.md shows it; design: the same codes as gh and terraform). */
import type { ErrorKind } from '../foundation/index.ts';
import { SkepError } from '../foundation/index.ts';

export const EXIT = {
  /** Done; an empty list too. */
  done: 0,
  /** The operation failed. */
  failed: 1,
  /** Wrong use, or an invalid manifest, payload or option. */
  usage: 2,
  notFound: 3,
  /** No or wrong token, or a role that may not. */
  denied: 4,
  /** The server or the store cannot be reached, or a port is taken. */
  unreachable: 5,
  /** `skep plan --exit-code`: something would change. */
  changes: 6,
  /** The job that was waited for ended dead or cancelled. */
  jobFailed: 7,
  /** The job that was waited for did not finish in time. */
  timedOut: 8,
  /** A plan that would strand jobs. */
  refused: 9,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const EXIT_OF_KIND: Readonly<Record<ErrorKind, ExitCode>> = {
  usage: EXIT.usage,
  invalid: EXIT.usage,
  too_large: EXIT.usage,
  unauthenticated: EXIT.denied,
  denied: EXIT.denied,
  not_found: EXIT.notFound,
  conflict: EXIT.failed,
  unsupported: EXIT.failed,
  timeout: EXIT.timedOut,
  unavailable: EXIT.unreachable,
  internal: EXIT.failed,
};

/** The exit code for anything that was thrown. */
export function exitCodeOf(thrown: unknown): ExitCode {
  return thrown instanceof SkepError ? EXIT_OF_KIND[thrown.kind] : EXIT.failed;
}
