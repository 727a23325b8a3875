/** What a span tracer is made with. */
import type { Propagation } from '../core/index.ts';
import type { Clock } from '../foundation/index.ts';
import type { KeptLives } from './kept-lives.ts';
import type { ShareOf } from './shares.ts';
import type { SpanMaker } from './span-scope.ts';

export interface SpanTracerOptions {
  readonly tracer: SpanMaker;
  /** How attempts relate to the enqueuer, where nothing else decides. */
  readonly propagation: Propagation;
  /** Whether a producer that was sampled out is known to take its jobs with it (the sampler is ours and parent-based). */
  readonly inheritsSampling: boolean;
  /** Tasks whose own share is asked though their producer was sampled out. */
  readonly shareOf?: ShareOf | undefined;
  /** Names of baggage that spans of attempts say. */
  readonly baggage?: readonly string[];
  /** Decides on lives that the sample leaves out. */
  readonly keptLives?: KeptLives | undefined;
  readonly clock: Clock;
}
