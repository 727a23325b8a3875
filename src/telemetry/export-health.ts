/**
 * What becomes of a backend that refuses spans: a counter and one warning. OpenTelemetry tells such things to
 * its process-wide diagnostics, so this is the only place to hear of them for every exporter alike.
 */
import { diag, DiagLogLevel } from '@opentelemetry/api';

import type { Logger } from '../foundation/index.ts';

export class ExportHealth {
  readonly #logger: Logger;
  #failures = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Batches of spans that were not taken, and other errors of the SDK. */
  get failures(): number {
    return this.#failures;
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
