/**
 * OpenTelemetry's SDK, set up for traces alone. Nothing may import this file but a dynamic import in
 * telemetry.ts: loading the SDK takes about a quarter of a second, which only a traced process should pay.
 */
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { ConsoleSpanExporter, SimpleSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';

import type { KeepSpec } from '../manifest/index.ts';
import { systemClock } from '../foundation/index.ts';
import type { SpanHome } from './lean-span.ts';
import { LeanTracer } from './lean-tracer.ts';
import type { GivenTelemetry } from './given.ts';
import { HeldSpans, type HoldingNews } from './held-spans.ts';
import { KeptLives } from './kept-lives.ts';
import { openPost } from './otlp/post.ts';
import { type ShipperLimits, type Shipping, type ShippingNews, SpanShipper } from './otlp/span-shipper.ts';
import type { Registration } from './registration.ts';
import { createSampler } from './sampler.ts';
import { sdkProcessors } from './sdk-export.ts';
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
  /** Where lives are kept whatever the sample says. */
  readonly keptLives: KeptLives | undefined;
  /** Spans that ended and of which nobody knows yet whether they arrive. */
  unsent(): number;
  /** Exports what is left. May reject, and may take as long as the exporter's own timeouts. */
  shutdown(): Promise<void>;
}

export interface SdkStart {
  readonly settings: TraceSettings;
  readonly given: GivenTelemetry;
  readonly version: string;
  readonly news: ShippingNews & HoldingNews;
  /** What of the process has its part already; the SDK's tracer provider stands behind it afterwards. */
  readonly registration: Registration;
}

/** Sees to it that the process has a tracer provider, a context manager and propagation: W3C's, or what was given. */
export function startSdk({ settings, given, version, news, registration }: SdkStart): RunningSdk {
  const { own = sdkProcessors(settings, news), processors, begin, keeping } = chainOf({ settings, given, news });
  const resource = resourceOf(settings, version).merge(given.resource ?? null);
  const sampler = given.sampler ?? createSampler({ ...settings.sampler, keep: keeping?.rules });
  let sdk: NodeSDK | undefined;
  const provider = registration.start((standing) => {
    sdk = new NodeSDK({
      autoDetectResources: settings.detectors,
      resource,
      sampler,
      spanProcessors: processors ?? own,
      metricReaders: [],
      logRecordProcessors: [],
      ...(standing.contexts ? LEFT_ALONE : propagationOf(given)),
    });
    sdk.start();
  });
  // Where the SDK itself makes up the processors, the resource or the limits, only its own tracers know them.
  const isLean = processors !== undefined && !settings.detectors && !settings.limits && mayBeLean(settings, given);
  const about = { resource, scope: { name: SCOPE, version }, clock: systemClock };
  const home: SpanHome = { ...about, ended: endings(processors ?? []), ...beginnings(begin) };
  return {
    tracer: isLean ? new LeanTracer(sampler, home) : provider.getTracer(SCOPE, version),
    takesProcessors: processors !== undefined,
    keptLives: keeping && new KeptLives({ ...keeping, home, clock: systemClock }),
    unsent: () => own.reduce((sum, { unsent = 0 }) => sum + unsent, 0),
    shutdown: async () => sdk?.shutdown(),
  };
}

interface Chain {
  /** Those that send, or write. */
  readonly own?: Shipping[];
  /** Undefined where the SDK's own stand in their place. */
  readonly processors: SpanProcessor[] | undefined;
  /** Those that want to hear of the beginning of a span. */
  readonly begin: readonly SpanProcessor[];
  readonly keeping?: Keeping;
}

interface Keeping {
  readonly rules: KeepSpec;
  readonly held: HeldSpans;
}

/** What spans go through: our processors, those of the program, and before them what holds those that may be kept yet. */
function chainOf({ settings, given, news }: Pick<SdkStart, 'settings' | 'given' | 'news'>): Chain {
  const { spanProcessors: begin = [] } = given;
  const own = processorsOf(settings, news);
  if (own === undefined) return { processors: undefined, begin };
  const processors = [...own, ...begin];
  const keeping = keepingOf({ settings, given, news }, processors);
  if (keeping === undefined) return { own, processors, begin };
  return { own, processors: [keeping.held], begin: [keeping.held], keeping };
}

/** @returns undefined where nothing is kept beside the sample, or somebody else decides */
function keepingOf(
  { settings, given, news }: Pick<SdkStart, 'settings' | 'given' | 'news'>,
  processors: readonly SpanProcessor[],
): Keeping | undefined {
  const rules = settings.sampler.keep;
  if (rules === undefined || given.sampler !== undefined) return undefined;
  return { rules, held: new HeldSpans(processors, news) };
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

/** There is one, mostly. */
function endings(processors: readonly SpanProcessor[]): SpanHome['ended'] {
  const [first, ...others] = processors;
  if (first !== undefined && others.length === 0) return (span) => first.onEnd(span);
  return (span) => processors.forEach((processor) => processor.onEnd(span));
}

/** Our own processors do nothing when a span begins. */
function beginnings(processors: readonly SpanProcessor[]): Pick<SpanHome, 'started'> {
  if (processors.length === 0) return {};
  return { started: (span, parent) => processors.forEach((processor) => processor.onStart(span, parent)) };
}

/** @returns undefined where only exporters of the SDK do (gRPC, JSON, Zipkin); those read the variables of the process themselves */
function processorsOf(settings: TraceSettings, news: ShippingNews): Shipping[] | undefined {
  const processors: Shipping[] = [];
  for (const exporter of settings.exporters) {
    if (exporter === 'console') processors.push(new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }));
    else if (exporter === 'otlp' && settings.protocol === 'http/protobuf') processors.push(shipper(settings, news));
    else return undefined;
  }
  return processors;
}

function shipper({ url, headers, batch }: TraceSettings, news: ShippingNews): Shipping {
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
