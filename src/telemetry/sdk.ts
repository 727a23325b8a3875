/**
 * OpenTelemetry's SDK, set up for traces alone. Nothing may import this file but a dynamic import in
 * telemetry.ts: loading the SDK takes about a quarter of a second, which only a traced process should pay.
 */
import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';

import { createSampler } from './sampler.ts';
import type { TraceSettings } from './settings.ts';

export interface RunningSdk {
  /** Exports what is left and unregisters. May reject, and may take as long as the exporter's own timeouts. */
  shutdown(): Promise<void>;
}

/** Registers a tracer provider, a context manager and W3C propagation for the whole process. */
export function startSdk(settings: TraceSettings, version: string): RunningSdk {
  const processors = processorsOf(settings);
  const sdk = new NodeSDK({
    autoDetectResources: settings.detectors,
    resource: resourceOf(settings, version),
    sampler: createSampler(settings.sampler),
    // Absent: the SDK builds them from the process' OTEL_* variables.
    ...(processors === undefined ? {} : { spanProcessors: processors }),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  return {
    shutdown: async () => {
      try {
        await sdk.shutdown();
      } finally {
        // So that a later start in the same process (a test, an embedding application) may register again.
        trace.disable();
        context.disable();
        propagation.disable();
      }
    },
  };
}

/**
 * @returns undefined when something is asked for that only the SDK's own set-up brings (gRPC, JSON, Zipkin);
 *   it then reads the variables of the process itself
 */
function processorsOf(settings: TraceSettings): SpanProcessor[] | undefined {
  const processors: SpanProcessor[] = [];
  for (const exporter of settings.exporters) {
    if (exporter === 'console') processors.push(new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }));
    else if (exporter === 'otlp' && settings.protocol === 'http/protobuf') processors.push(otlp(settings));
    else return undefined;
  }
  return processors;
}

function otlp(settings: TraceSettings): SpanProcessor {
  const exporter = new OTLPTraceExporter({
    ...(settings.url === null ? {} : { url: settings.url }),
    headers: { ...settings.headers },
  });
  return new BatchSpanProcessor({ exporter, ...settings.batch });
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
