/**
 * OpenTelemetry's SDK, set up for traces alone. Nothing may import this file but a dynamic import in
 * telemetry.ts: loading the SDK takes about a quarter of a second, which only a traced process should pay.
 */
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import {
  ConsoleSpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';

import { systemClock } from '../foundation/index.ts';
import type { SpanHome } from './lean-span.ts';
import { LeanTracer } from './lean-tracer.ts';
import type { GivenTelemetry } from './given.ts';
import { openPost } from './otlp/post.ts';
import { type ShipperLimits, type ShippingNews, SpanShipper } from './otlp/span-shipper.ts';
import type { Registration } from './registration.ts';
import { createSampler } from './sampler.ts';
import { SCOPE } from './semconv.ts';
import type { TraceSettings } from './settings.ts';
import type { SpanMaker } from './span-scope.ts';

/**
 * Larger than the SDK's 2048 and 512, which a few thousand jobs per second overrun: a span waits as some 300 bytes
 * and not as an object of several kilobytes.
 */
const LIMITS: ShipperLimits = {
  maxQueueSize: 32_768,
  maxExportBatchSize: 2_048,
  scheduledDelayMillis: 5_000,
  exportTimeoutMillis: 30_000,
};

export interface RunningSdk {
  /** Makes Skep's own spans. */
  readonly tracer: SpanMaker;
  /** False where the SDK builds its processors itself: then it takes none from code. */
  readonly takesProcessors: boolean;
  /** Exports what is left. May reject, and may take as long as the exporter's own timeouts. */
  shutdown(): Promise<void>;
}

export interface SdkStart {
  readonly settings: TraceSettings;
  readonly given: GivenTelemetry;
  readonly version: string;
  readonly news: ShippingNews;
  /** What of the process has its part already; the SDK's tracer provider stands behind it afterwards. */
  readonly registration: Registration;
}

/** Sees to it that the process has a tracer provider, a context manager and propagation: W3C's, or what was given. */
export function startSdk({ settings, given, version, news, registration }: SdkStart): RunningSdk {
  const { spanProcessors = [] } = given;
  const own = processorsOf(settings, news);
  const processors = own === undefined ? undefined : [...own, ...spanProcessors];
  const resource = given.resource ? resourceOf(settings, version).merge(given.resource) : resourceOf(settings, version);
  const sampler = given.sampler ?? createSampler(settings.sampler);
  let sdk: NodeSDK | undefined;
  const provider = registration.start((standing) => {
    sdk = new NodeSDK({
      autoDetectResources: settings.detectors,
      resource,
      sampler,
      // Absent: the SDK builds them from the process' OTEL_* variables.
      ...(processors === undefined ? {} : { spanProcessors: processors }),
      metricReaders: [],
      logRecordProcessors: [],
      ...(standing.contexts ? LEFT_ALONE : propagationOf(given)),
    });
    sdk.start();
  });
  // Where the SDK itself makes up the processors, the resource or the limits, only its own tracers know them.
  const isLean = processors !== undefined && !settings.detectors && !settings.limits && mayBeLean(settings, given);
  const ended = (span: ReadableSpan): void => processors?.forEach((processor) => processor.onEnd(span));
  const home = { resource, scope: { name: SCOPE, version }, clock: systemClock, ended, ...beginnings(spanProcessors) };
  return {
    tracer: isLean ? new LeanTracer(sampler, home) : provider.getTracer(SCOPE, version),
    takesProcessors: processors !== undefined,
    shutdown: async () => sdk?.shutdown(),
  };
}

/** What the SDK takes as "do not register"; its types do not say so of the context manager. */
const LEFT_ALONE = { contextManager: null, textMapPropagator: null } as unknown as Partial<NodeSDKConfiguration>;

function propagationOf({ propagator }: GivenTelemetry): Partial<NodeSDKConfiguration> {
  return propagator === undefined ? {} : { textMapPropagator: propagator };
}

/** A sampler of others may add attributes and trace state, and `onEnding` wants a span that can still be written. */
function mayBeLean({ ownSpans }: TraceSettings, { sampler, spanProcessors = [] }: GivenTelemetry): boolean {
  return ownSpans && sampler === undefined && spanProcessors.every((processor) => processor.onEnding === undefined);
}

/** Our own processors do nothing when a span begins. */
function beginnings(processors: readonly SpanProcessor[]): Pick<SpanHome, 'started'> {
  if (processors.length === 0) return {};
  return { started: (span, parent) => processors.forEach((processor) => processor.onStart(span, parent)) };
}

/**
 * @returns undefined when something is asked for that only the SDK's own set-up brings (gRPC, JSON, Zipkin);
 *   it then reads the variables of the process itself
 */
function processorsOf(settings: TraceSettings, news: ShippingNews): SpanProcessor[] | undefined {
  const processors: SpanProcessor[] = [];
  for (const exporter of settings.exporters) {
    if (exporter === 'console') processors.push(new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }));
    else if (exporter === 'otlp' && settings.protocol === 'http/protobuf') processors.push(shipper(settings, news));
    else return undefined;
  }
  return processors;
}

function shipper({ url, headers, batch }: TraceSettings, news: ShippingNews): SpanProcessor {
  const limits = { ...LIMITS, ...batch };
  return new SpanShipper({ post: openPost(url, headers), limits, news, clock: systemClock });
}

function resourceOf(settings: TraceSettings, version: string): Resource {
  return defaultResource().merge(
    resourceFromAttributes({
      'service.version': version,
      'process.pid': process.pid,
      ...settings.resource,
      'service.name': settings.serviceName,
    }),
  );
}
