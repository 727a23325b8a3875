export * from './event-log.ts';
export type { GivenTelemetry } from './given.ts';
export type { LogGap, LogHealth, LogSink } from './log-sink.ts';
export * from './logs.ts';
export { createTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
