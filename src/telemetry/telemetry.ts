/** Tracing as a whole: whether, through whose SDK, and how it ends. */
import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api';

import { type EventStream, type JobTracer, noTracer, tell } from '../core/index.ts';
import { type Logger, messageOf, newAborter, pause, systemClock } from '../foundation/index.ts';
import type { TelemetrySpec } from '../manifest/index.ts';
import { ExportHealth } from './export-health.ts';
import type { GivenTelemetry } from './given.ts';
import type { RunningSdk } from './sdk.ts';
import { SCOPE } from './semconv.ts';
import { type Environment, traceSettings, type TraceSettings } from './settings.ts';
import { spanEvents } from './span-events.ts';
import type { SpanMaker } from './span-scope.ts';
import { SpanTracer } from './span-tracer.ts';

export interface TelemetryOptions {
  readonly spec: TelemetrySpec;
  /** OTEL_* win over `spec` and turn tracing on. */
  readonly env: Environment;
  /** Parts from code; left unused where an SDK is registered already, and said so. */
  readonly given?: GivenTelemetry;
  /** Name of the service, unless the environment names it. */
  readonly serviceName: string;
  readonly version: string;
  readonly logger: Logger;
  readonly events: EventStream;
}

export interface Telemetry {
  readonly tracer: JobTracer;
  /** Whose SDK makes the spans: none (off), ours, or one that was registered before. */
  readonly source: 'off' | 'own' | 'registered';
  /** How often the backend did not take what it was sent. */
  exportFailures(): number;
  /** Why the backend does not take spans now; null while it does, or while none are sent. */
  failing(): { readonly failing: string | null };
  /** Exports what is left, within SHUTDOWN_LIMIT_MS, and turns tracing off. Never rejects; idempotent. */
  shutdown(): Promise<void>;
}

/** Against a dead collector the SDK itself takes 8 to 10 s to give up. */
export const SHUTDOWN_LIMIT_MS = 2_000;

const WELL = { failing: null };

const OFF: Telemetry = {
  tracer: noTracer,
  source: 'off',
  exportFailures: () => 0,
  failing: () => WELL,
  shutdown: () => Promise.resolve(),
};

/**
 * Turns tracing on where the manifest or the environment asks for it. An SDK that the user has registered is
 * used as it is and left running at the end; else ours is loaded and registered. Never rejects: what cannot be
 * set up is logged, and work goes on untraced.
 */
export async function createTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const settings = traceSettings(options.spec.traces, options.env, options.serviceName);
  for (const problem of settings.problems) tell(options.logger, 'tracing.setting', { problem });
  if (settings.disabled) return OFF;
  const registered = registeredTracer(options.version);
  if (registered !== undefined) return throughRegistered(registered, options);
  const processors = options.given?.spanProcessors ?? [];
  if (settings.exporters.length === 0 && processors.length === 0) return OFF;
  return throughOwn(settings, options);
}

/** The tracer of an SDK that is registered already, as by `node --import ./tracing.js`; undefined when there is none. */
function registeredTracer(version: string): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return isProxy(provider) ? provider.getDelegateTracer(SCOPE, version) : provider.getTracer(SCOPE, version);
}

/** What the API hands out as the global provider: it stands before the registered one, or before nothing. */
interface Proxy extends TracerProvider {
  getDelegateTracer(name: string, version: string): Tracer | undefined;
}

function isProxy(provider: TracerProvider): provider is Proxy {
  return 'getDelegateTracer' in provider;
}

function throughRegistered(tracer: Tracer, options: TelemetryOptions): Telemetry {
  const jobs = tracerOver(tracer, options, false);
  const unsubscribe = spanEvents(options.events, jobs);
  tell(options.logger, 'tracing.shared');
  if (options.given !== undefined) {
    tell(options.logger, 'tracing.setting', {
      problem: 'an SDK is registered: the telemetry of createPlatform is left out',
    });
  }
  return {
    tracer: jobs,
    source: 'registered',
    exportFailures: () => 0,
    failing: () => WELL,
    shutdown: () => {
      unsubscribe();
      return Promise.resolve();
    },
  };
}

async function throughOwn(settings: TraceSettings, options: TelemetryOptions): Promise<Telemetry> {
  const { given = {}, version } = options;
  const health = new ExportHealth(options.logger, systemClock);
  let sdk: RunningSdk;
  try {
    const { startSdk } = await import('./sdk.ts');
    sdk = startSdk({ settings, given, version, news: health });
    // After the start: the SDK sets diagnostics of its own when OTEL_LOG_LEVEL asks for them.
    health.listen();
  } catch (error) {
    tell(options.logger, 'tracing.absent', { reason: messageOf(error) });
    return OFF;
  }
  if (!sdk.takesProcessors && given.spanProcessors !== undefined) {
    const problem = 'this exporter is set up by the SDK itself: span processors from code are left out';
    tell(options.logger, 'tracing.setting', { problem });
  }
  const jobs = tracerOver(sdk.tracer, options, given.sampler === undefined && settings.sampler.parentBased);
  const unsubscribe = spanEvents(options.events, jobs);
  tell(options.logger, 'tracing.on', { exporters: settings.exporters, service: settings.serviceName });
  let stopped: Promise<void> | undefined;
  return {
    tracer: jobs,
    source: 'own',
    exportFailures: () => health.failures,
    failing: () => health,
    shutdown: () => {
      unsubscribe();
      stopped ??= end(sdk, health, options.logger);
      return stopped;
    },
  };
}

function tracerOver(tracer: SpanMaker, options: TelemetryOptions, inheritsSampling: boolean): SpanTracer {
  const { propagation } = options.spec.traces;
  return new SpanTracer({ tracer, propagation, inheritsSampling, clock: systemClock, hearsOfClaims: true });
}

async function end(sdk: RunningSdk, health: ExportHealth, logger: Logger): Promise<void> {
  const over = newAborter();
  const flushed = sdk.shutdown().catch((error: unknown) => health.failed(messageOf(error)));
  const limit = pause(systemClock, SHUTDOWN_LIMIT_MS, over.signal).then(() => {
    if (!over.signal.aborted) health.failed(`the backend did not answer within ${SHUTDOWN_LIMIT_MS} ms`);
  });
  await Promise.race([flushed, limit]);
  over.abort();
  health.stop();
  const { failures, droppedSpans } = health;
  if (failures > 0 || droppedSpans > 0) tell(logger, 'tracing.lost', { failures, droppedSpans });
}
