/**
 * The parts of OpenTelemetry's SDK that metrics need. Nothing may import this file but a dynamic import in metrics.ts: a process
 * without metrics does not load it.
 *
 * One provider is registered for good, since instruments that handlers have made stay with it; a reload exchanges who reads. What
 * Skep counts itself joins what was read from there.
 */
import { metrics } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  type CollectionResult,
  ConsoleMetricExporter,
  MeterProvider,
  type MetricData,
  MetricReader,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';

import { messageOf } from '../../foundation/index.ts';
import { SCOPE } from '../semconv.ts';
import { familiesFrom, metricDataOf, type Span } from './metric-data.ts';
import type { MetricSettings } from './metric-settings.ts';
import type { MetricFamily } from './written.ts';

/** Reads when it is asked. */
class Hub extends MetricReader {
  protected override async onForceFlush(): Promise<void> {
    // Nothing waits here.
  }

  protected override async onShutdown(): Promise<void> {
    // Nothing is open here.
  }
}

type ExportResult = Parameters<Parameters<PushMetricExporter['export']>[1]>[0];

export interface MeteredParts {
  readonly version: string;
  /** What Skep counts itself, as it stands. */
  readonly own: () => Promise<{ readonly families: readonly MetricFamily[]; readonly span: Span }>;
}

/** Whether the backend takes what is sent. */
export interface ExportNews {
  failed(reason: string): void;
  sent(): void;
}

export class SdkMetrics {
  readonly #parts: MeteredParts;
  readonly #hub = new Hub();
  readonly #provider: MeterProvider;

  /** Sees to it that the process has a meter provider. */
  constructor(parts: MeteredParts) {
    this.#parts = parts;
    this.#provider = new MeterProvider({ readers: [this.#hub] });
    metrics.setGlobalMeterProvider(this.#provider);
  }

  /** What handlers and their libraries measure. */
  async others(): Promise<readonly MetricFamily[]> {
    const { resourceMetrics } = await this.#hub.collect();
    return familiesFrom(resourceMetrics);
  }

  /** Sends everything every so often, until it is shut down, which sends once more. */
  async exporter(
    settings: MetricSettings,
    to: 'otlp' | 'console',
    news: ExportNews,
  ): Promise<PeriodicExportingMetricReader> {
    const reader = new PeriodicExportingMetricReader({
      exporter: told(to === 'console' ? new ConsoleMetricExporter() : await otlpExporter(settings), news),
      exportIntervalMillis: settings.intervalMs,
      exportTimeoutMillis: settings.timeoutMs,
    });
    reader.setMetricProducer({ collect: () => this.#collect(settings) });
    return reader;
  }

  async end(): Promise<void> {
    metrics.disable();
    await this.#provider.shutdown();
  }

  async #collect({ resource }: MetricSettings): Promise<CollectionResult> {
    const { families, span } = await this.#parts.own();
    const own: MetricData[] = families.map((family) => metricDataOf(family, span));
    const { resourceMetrics, errors } = await this.#hub.collect();
    const scope = { name: SCOPE, version: this.#parts.version };
    const attributes = { 'service.version': this.#parts.version, 'process.pid': process.pid, ...resource };
    return {
      resourceMetrics: {
        resource: defaultResource().merge(resourceFromAttributes(attributes)),
        scopeMetrics: [{ scope, metrics: own }, ...resourceMetrics.scopeMetrics],
      },
      errors,
    };
  }
}

async function otlpExporter({ protocol, url, headers }: MetricSettings): Promise<PushMetricExporter> {
  const config = { ...(url === null ? {} : { url }), headers: { ...headers } };
  if (protocol === 'http/json') {
    const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
    return new OTLPMetricExporter(config);
  }
  if (protocol === 'grpc') {
    // Its headers come from the variables alone.
    const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-grpc');
    return new OTLPMetricExporter(url === null ? {} : { url });
  }
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-proto');
  return new OTLPMetricExporter(config);
}

/**
 * The same exporter; how it went goes to the news in place of the SDK's error handler, which is the whole process'.
 */
function told(exporter: PushMetricExporter, news: ExportNews): PushMetricExporter {
  return {
    export: (metricsOf: ResourceMetrics, done) =>
      exporter.export(metricsOf, ({ error, ...result }) => {
        if (error === undefined && result.code === SUCCESS) news.sent();
        else news.failed(error === undefined ? 'the backend did not take them' : messageOf(error));
        done(TAKEN);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}

/** ExportResultCode.SUCCESS of @opentelemetry/core, of which there is no door here. */
const SUCCESS: unknown = 0;
const TAKEN = { code: SUCCESS } as ExportResult;
