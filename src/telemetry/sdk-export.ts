/**
 * The SDK's own exporters and its queue before them, with what does not arrive counted: the SDK tells of a request that fails, and
 * not of how many spans were in it.
 */
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';

import { messageOf } from '../foundation/index.ts';
import { isSampled } from '../propagation/index.ts';
import type { Shipping, ShippingNews } from './otlp/span-shipper.ts';
import type { BatchSettings, TraceSettings } from './settings.ts';

type Export = Parameters<SpanExporter['export']>;

/** Of the SDK: spans wait as objects of several kilobytes. */
const QUEUE_SIZE = 2_048;

/** ExportResultCode.SUCCESS of @opentelemetry/core, of which there is no door here. */
const SUCCESS: unknown = 0;

/** What the SDK would make of its variables, which its exporters read themselves. */
export function sdkProcessors({ exporters, protocol, batch }: TraceSettings, news: ShippingNews): Shipping[] {
  return exporters.map((name) => {
    if (name === 'console') return new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() });
    return new CountedProcessor(name === 'zipkin' ? new ZipkinExporter() : otlpExporter(protocol), batch, news);
  });
}

function otlpExporter(protocol: string): SpanExporter {
  if (protocol === 'grpc') return new GrpcExporter();
  return protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
}

class CountedProcessor implements Shipping {
  readonly #queue: BatchSpanProcessor;
  readonly #max: number;
  readonly #news: ShippingNews;
  /** Spans that ended and were not handed to the exporter. */
  #waiting = 0;
  /** Spans that the exporter has and has not answered for. */
  #underWay = 0;
  /** Of the last request. */
  #failed = false;
  #closed = false;

  constructor(exporter: SpanExporter, batch: BatchSettings, news: ShippingNews) {
    this.#max = batch.maxQueueSize ?? QUEUE_SIZE;
    this.#news = news;
    const counted: SpanExporter = {
      export: (...call: Export) => this.#export(exporter, call),
      shutdown: () => exporter.shutdown(),
    };
    this.#queue = new BatchSpanProcessor({ ...batch, maxQueueSize: this.#max, exporter: counted });
  }

  get unsent(): number {
    return this.#waiting + this.#underWay;
  }

  onStart(): void {
    // Spans are of interest when they end.
  }

  onEnd(span: ReadableSpan): void {
    if (this.#closed || !isSampled(span.spanContext())) return;
    if (this.#waiting >= this.#max) {
      this.#news.dropped(1);
      return;
    }
    // First: it may be handed on at once.
    this.#waiting += 1;
    this.#queue.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.#queue.forceFlush();
  }

  /** Never rejects: nobody would wait for the other exporters. */
  async shutdown(): Promise<void> {
    this.#closed = true;
    try {
      await this.#queue.shutdown();
    } catch (error) {
      this.#news.failed(messageOf(error));
    }
  }

  /** That it failed the queue tells to the SDK's diagnostics. */
  #export(exporter: SpanExporter, [spans, done]: Export): void {
    this.#waiting -= spans.length;
    this.#underWay += spans.length;
    exporter.export(spans, (result) => {
      this.#underWay -= spans.length;
      const failed = result.code !== SUCCESS;
      if (failed) this.#news.lost(spans.length);
      // Of several exporters one that works says nothing of another.
      else if (this.#failed) this.#news.sent();
      this.#failed = failed;
      done(result);
    });
  }
}
