/**
 * The span processor before OTLP: bounded, and never in the way of work.
 *
 *   span ends → bytes in the open batch → (full, large or old) sealed, waiting → sent, one request at a time
 *
 * When more spans wait than `maxQueueSize` says, new ones are dropped and counted.
 */
import { context as contexts } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

import { type Clock, messageOf, type Timer } from '../../foundation/index.ts';
import { isSampled } from '../../propagation/index.ts';
import { PastSpan } from '../past-span.ts';
import { DETACHED } from '../span-scope.ts';
import type { Post } from './post.ts';
import { type SealedBatch, SpanBatch } from './span-batch.ts';

export interface ShipperLimits {
  /** Spans that wait, at most. */
  readonly maxQueueSize: number;
  /** Spans in one request, at most. */
  readonly maxExportBatchSize: number;
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
}

/** Told what becomes of spans that do not arrive. */
export interface ShippingNews {
  failed(reason: string): void;
  /** A request arrived. */
  sent(): void;
  dropped(spans: number): void;
  /** They were in a request that failed. */
  lost(spans: number): void;
}

export interface ShipperOptions {
  readonly post: Post;
  readonly limits: ShipperLimits;
  readonly news: ShippingNews;
  readonly clock: Clock;
}

/** A processor that sends, or writes at once. */
export interface Shipping extends SpanProcessor {
  /** Spans that ended and of which nobody knows yet whether they arrive; undefined where none wait. */
  readonly unsent?: number;
}

/** A request that is larger is sent before it is full: backends limit them, some to a megabyte. */
const LARGE_BYTES = 512 * 1_024;

export class SpanShipper implements Shipping {
  readonly #post: Post;
  readonly #limits: ShipperLimits;
  readonly #news: ShippingNews;
  readonly #clock: Clock;
  readonly #open = new SpanBatch();
  readonly #sealed: SealedBatch[] = [];
  /** Spans in `#sealed`. */
  #waiting = 0;
  /** Spans in the request that is under way. */
  #underWay = 0;
  #sending: Promise<void> | undefined;
  #timer: Timer | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: ShipperOptions) {
    this.#post = options.post;
    this.#limits = options.limits;
    this.#news = options.news;
    this.#clock = options.clock;
  }

  get unsent(): number {
    return this.#open.count + this.#waiting + this.#underWay;
  }

  onStart(): void {
    // Spans are of interest when they end.
  }

  onEnd(span: ReadableSpan): void {
    if (this.#closed !== undefined || !isKept(span)) return;
    if (this.#waiting + this.#open.count >= this.#limits.maxQueueSize) {
      this.#news.dropped(1);
      return;
    }
    this.#open.add(span);
    if (this.#open.count >= this.#limits.maxExportBatchSize || this.#open.bytes >= LARGE_BYTES) this.#ship();
    else this.#timer ??= this.#clock.after(this.#limits.scheduledDelayMillis, () => this.#ship());
  }

  /** Resolves when all that has ended so far is sent, or lost and told. */
  async forceFlush(): Promise<void> {
    this.#ship();
    await this.#sending;
  }

  shutdown(): Promise<void> {
    this.#closed ??= this.forceFlush().then(() => this.#post.close());
    return this.#closed;
  }

  #ship(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#open.count > 0) {
      this.#waiting += this.#open.count;
      this.#sealed.push(this.#open.seal());
    }
    if (this.#sealed.length > 0) this.#sending ??= contexts.with(DETACHED, () => this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    for (let batch = this.#sealed.shift(); batch !== undefined; batch = this.#sealed.shift()) {
      this.#waiting -= batch.count;
      this.#underWay = batch.count;
      try {
        await this.#inTime(this.#post.send(batch));
        this.#news.sent();
      } catch (error) {
        this.#news.failed(messageOf(error));
        this.#news.lost(batch.count);
      }
    }
    this.#underWay = 0;
    // In the same turn that found nothing more: what is sealed from now on must begin anew.
    this.#sending = undefined;
  }

  async #inTime(sent: Promise<void>): Promise<void> {
    const limit = this.#limits.exportTimeoutMillis;
    let timer: Timer | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = this.#clock.after(limit, () => reject(new Error(`the backend did not answer within ${limit} ms`)), {
        hold: true,
      });
    });
    try {
      await Promise.race([sent, late]);
    } finally {
      timer?.cancel();
    }
  }
}

function isKept(span: ReadableSpan): boolean {
  return span instanceof PastSpan ? span.isSampled : isSampled(span.spanContext());
}
