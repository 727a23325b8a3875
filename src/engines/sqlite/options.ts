import type { EngineTimings } from '../../engine/index.ts';
import type { Clock, IdSource } from '../../foundation/index.ts';

export interface SqliteEngineOptions {
  /** The file; its folder is created. `:memory:` is a store for this engine alone, gone with it. */
  readonly path: string;
  readonly timings: EngineTimings;
  readonly clock: Clock;
  readonly newId: IdSource;
}
