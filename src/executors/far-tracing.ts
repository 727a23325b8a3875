/** Traces on the far side. Nothing of it is loaded where the attempt is not traced. */
import { EventStream, type TraceCarrier } from '../core/index.ts';
import { packageVersion, silentLogger } from '../foundation/index.ts';
import type { KeptLives } from '../telemetry/index.ts';
import type { FarSpan } from './far-span.ts';
import type { FarTracing } from './messages.ts';

export interface FarTraces {
  /** Decides on what the sample leaves out. */
  readonly lives: Pick<KeptLives, 'endingFar'> | undefined;
  /** Exports the rest and ends it. */
  end(): Promise<void>;
}

export const UNTRACED: FarTraces = { lives: undefined, end: () => Promise.resolve() };

/**
 * Sets up what the manifest and the environment say, so that spans that handlers open here are exported from here.
 */
export async function traceFar(tracing: FarTracing): Promise<FarTraces> {
  const { createTelemetry } = await import('../telemetry/index.ts');
  const telemetry = await createTelemetry({
    ...{ ...tracing, version: packageVersion(), logger: silentLogger },
    events: new EventStream(() => undefined),
  });
  if (telemetry.source === 'off') (await import('../propagation/index.ts')).followContexts();
  return { lives: telemetry.lives, end: () => telemetry.shutdown() };
}

/** Runs `fn` below the attempt's span, which is `span` to whoever asks for it. */
export async function within<T>(
  carrier: Pick<TraceCarrier, 'traceparent' | 'tracestate'>,
  span: FarSpan,
  fn: () => Promise<T>,
): Promise<T> {
  if (carrier.traceparent === null) return fn();
  return (await import('../propagation/index.ts')).withinCarrier(carrier, fn, (place) => span.at(place));
}
