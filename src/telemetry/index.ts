export * from './event-log.ts';
export type { GivenTelemetry } from './given.ts';
export type { LogGap, LogHealth, LogSink } from './log-sink.ts';
export * from './logs.ts';
export { createTelemetry, SHUTDOWN_LIMIT_MS, type Telemetry, type TelemetryOptions } from './telemetry.ts';
