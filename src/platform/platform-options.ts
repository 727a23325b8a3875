/** What a platform is made from. */
import type { Clock, IdSource, Logger } from '../foundation/index.ts';

/** What one process does: run jobs, fire schedules, serve the admin API. Any mix of them, in any number of processes. */
export const PLATFORM_ROLES = ['worker', 'scheduler', 'api'] as const;
export type PlatformRole = (typeof PLATFORM_ROLES)[number];

/** Which queues this process consumes, and how wide. */
export interface QueueSelection {
  /** Only these queues; default: all of the manifest. */
  readonly only?: readonly string[];
  /** Not these. */
  readonly exclude?: readonly string[];
  /** Handlers at once per queue, instead of the manifest's. */
  readonly concurrency?: number;
}

export interface PlatformOptions {
  /** The manifest's main file; relative to `cwd`. */
  readonly file: string;
  /** What `${NAME}` in the manifest and OTEL_* read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: the process' working directory. */
  readonly cwd?: string;
  /** Default: all. */
  readonly roles?: readonly PlatformRole[];
  readonly queues?: QueueSelection;
  /** How long a stop lets attempts run before they are released; default: the manifest's. */
  readonly shutdownTimeoutMs?: number;
  /** Ends by itself when nothing is left to do: no watching of files. */
  readonly burst?: boolean;
  /** Default: the manifest's telemetry.logs, on stderr. */
  readonly logger?: Logger;
  /** Whether a person reads stderr, for the default logger. */
  readonly isTty?: boolean;
  readonly clock?: Clock;
  readonly newId?: IdSource;
  /** Uniform in [0, 1), for jitter. */
  readonly random?: () => number;
}
