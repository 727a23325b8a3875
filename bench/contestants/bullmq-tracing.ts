/** What a user of BullMQ sets up to trace every job: the Node SDK, and BullMQ's own package on top of it. */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import type { Telemetry } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';

export interface Tracing {
  readonly telemetry: Telemetry;
  stop(): Promise<void>;
}

/**
 * @param url    where OTLP over HTTP goes
 * @param sample share of traces kept, decided at the root
 */
export async function startTracing(url: string, sample: number): Promise<Tracing> {
  const sdk = new NodeSDK({
    serviceName: 'bench',
    autoDetectResources: false,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sample) }),
    metricReaders: [],
    logRecordProcessors: [],
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${url}/v1/traces` }) })],
  });
  sdk.start();
  return { telemetry: new BullMQOtel({ tracerName: 'bench' }), stop: () => sdk.shutdown() };
}
