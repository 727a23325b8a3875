/**
 * What becomes of a backend that refuses spans: a counter and one warning. OpenTelemetry tells such things to
 * its process-wide diagnostics, so this is the only place to hear of them for every exporter alike.
 */
import { diag, DiagLogLevel } from '@opentelemetry/api';

import { tell } from '../core/index.ts';
import type { Clock, Logger } from '../foundation/index.ts';
import type { HoldingNews } from './held-spans.ts';
import type { ShippingNews } from './otlp/span-shipper.ts';

/** A backend that comes and goes is told of once in so long. Also: one that was not asked for so long is not failing. */
const NEWS_MS = 60_000;

const FULL = 'more spans end than the backend takes, and the export queue is full';

const LINES = {
  tracing: { failing: 'tracing.failing', works: 'tracing.works' },
  metrics: { failing: 'metrics.failing', works: 'metrics.works' },
  logs: { failing: 'logs.failing', works: 'logs.works' },
} as const;

export class ExportHealth implements ShippingNews, HoldingNews {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #lines: (typeof LINES)[keyof typeof LINES];
  #failures = 0;
  #dropped = 0;
  /** Monotonic, of the last one. */
  #droppedAt = -Infinity;
  #lost = 0;
  #forgotten = 0;
  /** Of the last request, if it failed. */
  #trouble: { readonly reason: string; readonly at: number } | undefined;
  #toldAt = -Infinity;
  #told = false;

  constructor(logger: Logger, clock: Clock, signal: keyof typeof LINES = 'tracing') {
    this.#logger = logger;
    this.#clock = clock;
    this.#lines = LINES[signal];
  }

  /** Why the backend does not take what is sent, or not all of it; null while it does. */
  get failing(): string | null {
    const now = this.#clock.monotonic();
    if (this.#trouble !== undefined && now - this.#trouble.at <= NEWS_MS) return this.#trouble.reason;
    return now - this.#droppedAt <= NEWS_MS ? FULL : null;
  }

  /** Batches of spans that were not taken, and other errors of the SDK. */
  get failures(): number {
    return this.#failures;
  }

  /** Spans that found the export queue full, or were in a request that failed. */
  get droppedSpans(): number {
    return this.#dropped + this.#lost;
  }

  /** Spans that had to make room before it was known whether their life is kept. */
  get forgottenSpans(): number {
    return this.#forgotten;
  }

  /** From now on the SDK's diagnostics come here. */
  listen(): void {
    const debug = (message: string): void => this.#logger.debug({ source: 'opentelemetry' }, message);
    diag.setLogger(
      { error: (message) => this.failed(message), warn: debug, info: debug, debug, verbose: debug },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
  }

  dropped(spans: number): void {
    if (this.#dropped === 0) tell(this.#logger, 'tracing.drops');
    this.#dropped += spans;
    this.#droppedAt = this.#clock.monotonic();
  }

  lost(spans: number): void {
    this.#lost += spans;
  }

  forgotten(spans: number): void {
    if (this.#forgotten === 0) tell(this.#logger, 'tracing.forgets');
    this.#forgotten += spans;
  }

  failed(reason: string): void {
    this.#failures += 1;
    const now = this.#clock.monotonic();
    this.#trouble = { reason: brief(reason), at: now };
    if (this.#told || now - this.#toldAt < NEWS_MS) return;
    this.#told = true;
    this.#toldAt = now;
    tell(this.#logger, this.#lines.failing, { reason: brief(reason) });
  }

  sent(): void {
    this.#trouble = undefined;
    if (!this.#told) return;
    this.#told = false;
    tell(this.#logger, this.#lines.works, { failures: this.#failures });
  }
}

/** The SDK's messages are JSON with a stack in it; the first part of the message says all. */
function brief(reason: string): string {
  const found = /"message":"((?:[^"\\]|\\.)*)"/.exec(reason);
  return (found?.[1] ?? reason).slice(0, 200);
}
