import type { Propagation } from '../../core/index.ts';

export interface TelemetrySpec {
  readonly traces: {
    readonly exporter: 'none' | 'otlp' | 'console';
    /** Share of traces that are kept, 0..1, decided at the root; or by names and patterns of tasks, and `default`. */
    readonly sample: number | Readonly<Record<string, number>>;
    /** What is kept whatever `sample` says. */
    readonly keep: KeepSpec;
    readonly propagation: Propagation;
    /** Names of W3C Baggage that spans of attempts say. */
    readonly baggage: readonly string[];
    /** Who makes the spans of jobs: Skep, at less cost, or OpenTelemetry's SDK. */
    readonly spans: 'own' | 'sdk';
  };
  readonly metrics: MetricsSpec;
  readonly logs: {
    readonly level: 'debug' | 'info' | 'warn' | 'error';
    /** Where lines go beside standard error. */
    readonly exporter: 'none' | 'otlp';
    readonly format: 'json' | 'pretty' | 'auto';
    /** Whether what handlers print is a log line of their job too. */
    readonly console: boolean;
  };
}

export interface KeepSpec {
  /** Lives in which an attempt fails. */
  readonly failed: boolean;
  /** Lives that take so long, from when they are due; null: none for that. */
  readonly slowerThanMs: number | null;
}

export interface MetricsSpec {
  readonly exporter: 'none' | 'otlp' | 'prometheus' | 'console';
  /** How often they are sent where they are sent. */
  readonly intervalMs: number;
  /** So many tasks, queues and so on have series of their own. */
  readonly names: number;
  /** Whether /metrics asks for no token. */
  readonly public: boolean;
}
