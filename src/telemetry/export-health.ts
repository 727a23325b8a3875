/**
 * What becomes of a backend that refuses spans: a counter and one warning. OpenTelemetry tells such things to
 * its process-wide diagnostics, so this is the only place to hear of them for every exporter alike.
 */
import { diag, DiagLogLevel } from '@opentelemetry/api';

import type { Logger } from '../foundation/index.ts';
import type { ShippingNews } from './otlp/span-shipper.ts';

export class ExportHealth implements ShippingNews {
  readonly #logger: Logger;
  #failures = 0;
  #dropped = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Batches of spans that were not taken, and other errors of the SDK. */
  get failures(): number {
    return this.#failures;
  }

  /** Spans that found the export queue full. */
  get droppedSpans(): number {
    return this.#dropped;
  }

  /** From now on the SDK's diagnostics come here. */
  listen(): void {
    const debug = (message: string): void => this.#logger.debug({ source: 'opentelemetry' }, message);
    diag.setLogger(
      { error: (message) => this.failed(message), warn: debug, info: debug, debug, verbose: debug },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
  }

  stop(): void {
    diag.disable();
  }

  dropped(spans: number): void {
    const note = 'spans are dropped: more of them end than the backend takes; work goes on, and this is not repeated';
    if (this.#dropped === 0) this.#logger.warn({}, note);
    this.#dropped += spans;
  }

  failed(reason: string): void {
    this.#failures += 1;
    const note = 'traces cannot be exported; work goes on without them, and this is not repeated';
    if (this.#failures === 1) this.#logger.warn({ reason: brief(reason) }, note);
  }
}

/** The SDK's messages are JSON with a stack in it; the first part of the message says all. */
function brief(reason: string): string {
  const found = /"message":"((?:[^"\\]|\\.)*)"/.exec(reason);
  return (found?.[1] ?? reason).slice(0, 200);
}
