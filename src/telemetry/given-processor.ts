/** A span processor from code: code of others, called at every span. */
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

import { tell } from '../core/index.ts';
import { type Logger, messageOf } from '../foundation/index.ts';
import { inTime, SHUTDOWN_LIMIT_MS } from './tracing.ts';

/** Outlives each SDK that it is given to: what that one shuts down is not this. */
export interface GivenProcessor extends SpanProcessor {
  /** Shuts the processor of the program down; waits for it no longer than SHUTDOWN_LIMIT_MS. Never rejects. */
  close(): Promise<void>;
}

type Call = 'onStart' | 'onEnding' | 'onEnd' | 'forceFlush' | 'shutdown';

/** @returns the processor with all that it throws caught, and told once */
export function guarded(processor: SpanProcessor, logger: Logger): GivenProcessor {
  let told = false;
  const failed = (call: Call, error: unknown): void => {
    if (told) return;
    told = true;
    tell(logger, 'tracing.processor', { processor: nameOf(processor), call, reason: messageOf(error) });
  };
  const guard = (call: Call, run: () => void): void => {
    try {
      run();
    } catch (error) {
      failed(call, error);
    }
  };
  const guardLong = async (call: Call, run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      failed(call, error);
    }
  };
  // Who has none must seem to have none: for one that writes to ending spans, others are made.
  const ending =
    processor.onEnding === undefined
      ? {}
      : { onEnding: (span: Span) => guard('onEnding', () => processor.onEnding?.(span)) };
  return {
    onStart: (span, parent) => guard('onStart', () => processor.onStart(span, parent)),
    ...ending,
    onEnd: (span) => guard('onEnd', () => processor.onEnd(span)),
    forceFlush: () => guardLong('forceFlush', () => processor.forceFlush()),
    shutdown: () => Promise.resolve(),
    close: async () => {
      if (await inTime(guardLong('shutdown', () => processor.shutdown()))) return;
      failed('shutdown', new Error(`it did not end within ${SHUTDOWN_LIMIT_MS} ms`));
    },
  };
}

/** Its class, where it has one with a name. */
function nameOf(processor: SpanProcessor): string | null {
  const { name } = processor.constructor;
  return name === 'Object' || name === '' ? null : name;
}
