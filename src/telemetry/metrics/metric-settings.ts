/** The manifest's telemetry.metrics and the environment's OTEL_* variables → settings for metrics. The environment wins. Pure. */
import type { TelemetrySpec } from '../../manifest/index.ts';
import {
  type Environment,
  headersOf,
  isDisabled,
  listedExporters,
  protocolOf,
  read,
  serviceOf,
  urlOf,
} from '../settings.ts';

export type MetricExporter = 'otlp' | 'prometheus' | 'console';

export interface MetricSettings {
  /** Empty = none of ours. */
  readonly exporters: readonly MetricExporter[];
  /** OTEL_SDK_DISABLED: nothing is counted, not even for an SDK that the user registered. */
  readonly disabled: boolean;
  readonly protocol: string;
  /** Where OTLP goes; null = the exporter's default. */
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** See Names. */
  readonly names: number;
  /** Variables that cannot be used, one sentence each; what they would set keeps its default. */
  readonly problems: readonly string[];
}

const EXPORTERS = ['otlp', 'prometheus', 'console'] as const;
const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'];
const TIMEOUT_MS = 30_000;

/** @param serviceName see traceSettings */
export function metricSettings(spec: TelemetrySpec['metrics'], env: Environment, serviceName: string): MetricSettings {
  const problems: string[] = [];
  const intervalMs = millisecondsOf(env, 'OTEL_METRIC_EXPORT_INTERVAL', problems) ?? spec.intervalMs;
  const timeoutMs = millisecondsOf(env, 'OTEL_METRIC_EXPORT_TIMEOUT', problems) ?? TIMEOUT_MS;
  return {
    exporters: exportersOf(spec, env, problems),
    disabled: isDisabled(env),
    protocol: knownProtocol(protocolOf(env, 'METRICS'), problems),
    url: urlOf(env, 'METRICS', problems),
    headers: headersOf(env, 'METRICS', problems),
    resource: serviceOf(env, serviceName, problems),
    intervalMs,
    // The SDK takes no timeout that is longer than the interval.
    timeoutMs: Math.min(timeoutMs, intervalMs),
    names: spec.names,
    problems,
  };
}

/**
 * The general OTLP endpoint turns no metrics on: it is set for traces, and many a backend of those takes nothing else.
 */
function exportersOf(spec: TelemetrySpec['metrics'], env: Environment, problems: string[]): readonly MetricExporter[] {
  const listed = listedExporters(env, 'METRICS', EXPORTERS, problems);
  if (listed !== undefined) return listed;
  if (read(env, 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT') !== undefined) {
    return spec.exporter === 'prometheus' ? ['otlp', 'prometheus'] : ['otlp'];
  }
  return spec.exporter === 'none' ? [] : [spec.exporter];
}

function knownProtocol(protocol: string, problems: string[]): string {
  if (PROTOCOLS.includes(protocol)) return protocol;
  problems.push(`the OTLP protocol is ${JSON.stringify(protocol)}; known are ${PROTOCOLS.join(', ')}`);
  return 'http/protobuf';
}

function millisecondsOf(env: Environment, name: string, problems: string[]): number | undefined {
  const text = read(env, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  problems.push(`${name} is ${JSON.stringify(text)}, not a whole number from 1`);
  return undefined;
}
