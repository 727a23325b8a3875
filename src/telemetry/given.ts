/** What a program gives to tracing: OpenTelemetry's own parts, beside what the manifest and the environment say. */
import type { TextMapPropagator } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';

export interface GivenTelemetry {
  /** Get every recorded span, beside the exporter; one is enough to turn tracing on. */
  readonly spanProcessors?: readonly SpanProcessor[];
  /** Switched on with tracing, for spans of libraries. */
  readonly instrumentations?: NodeSDKConfiguration['instrumentations'];
  /** Wins over what the manifest and OTEL_RESOURCE_ATTRIBUTES say. */
  readonly resource?: Resource;
  /** In place of `telemetry.traces.sample` and OTEL_TRACES_SAMPLER. */
  readonly sampler?: Sampler;
  /** Of the process, for what handlers call and what calls them; jobs carry W3C trace context whatever this is. */
  readonly propagator?: TextMapPropagator;
}
