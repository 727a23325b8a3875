export * from './event-log.ts';
export type { GivenTelemetry } from './given.ts';
export type { KeptLives } from './kept-lives.ts';
export type { LogGap, LogHealth } from './log-sink.ts';
export * from './logs.ts';
export type { Gauge } from './metrics/book.ts';
export type { MetricSource } from './metrics/metrics.ts';
export { PROMETHEUS_TYPES, type PrometheusFormat } from './metrics/prometheus.ts';
export { createTelemetry, type Failing, type Telemetry, type TelemetryOptions } from './telemetry.ts';
