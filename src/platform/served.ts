/** What the admin server is given by the platform; it sees nothing else of it. */
import type { JobTracer } from '../core/index.ts';
import type { StoreCheck } from '../engine/index.ts';
import type { Clock, Logger } from '../foundation/index.ts';
import type { Manifest } from '../manifest/index.ts';
import type { ServedOperations } from './operations.ts';

export interface Served {
  readonly operations: ServedOperations;
  /** The manifest in force now; read it at each use, a reload changes it. */
  manifest(): Manifest;
  readiness(): Promise<ReadinessView>;
  readonly tracer: JobTracer;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly version: string;
}

export interface ReadinessView {
  readonly ready: boolean;
  /** Why it is not ready: `starting`, `stopping`, or the failed checks. */
  readonly reasons: readonly string[];
  /** What does not keep it from working and should be looked at all the same. */
  readonly warnings: readonly string[];
  readonly checks: readonly StoreCheck[];
}
