/** Tracing under one set of settings: from when it is put in force until all that began under it has ended. */
import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api';

import { tell } from '../core/index.ts';
import { type Logger, messageOf, newAborter, pause, systemClock } from '../foundation/index.ts';
import type { TelemetrySpec } from '../manifest/index.ts';
import { ExportHealth } from './export-health.ts';
import type { GivenTelemetry } from './given.ts';
import type { KeptLives } from './kept-lives.ts';
import type { Registration } from './registration.ts';
import type { RunningSdk } from './sdk.ts';
import { SCOPE } from './semconv.ts';
import type { TraceSettings } from './settings.ts';
import { type ShareOf, shareOf } from './shares.ts';
import type { SpanMaker } from './span-scope.ts';
import { SpanTracer } from './span-tracer.ts';

export interface Tracing {
  /** Whose SDK makes the spans: ours, or one that was registered before. */
  readonly source: 'own' | 'registered';
  readonly tracer: SpanTracer;
  /** Why the backend does not take spans now; null while it does, or while none are sent. */
  readonly health: { readonly failing: string | null; readonly droppedSpans: number; readonly forgottenSpans: number };
  /** Decides on what the sample leaves out, where that is held. */
  readonly lives?: KeptLives | undefined;
  /** Exports what is left, within SHUTDOWN_LIMIT_MS. Never rejects; idempotent. */
  end(): Promise<void>;
}

/** Against a dead collector the SDK itself takes 8 to 10 s to give up. */
export const SHUTDOWN_LIMIT_MS = 2_000;

/** The tracer of an SDK that is registered already, as by `node --import ./tracing.js`; undefined when there is none. */
export function registeredTracer(version: string): Tracer | undefined {
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

/** Through the SDK of that tracer, which is used as it is and left running. */
export function throughRegistered(tracer: Tracer, relation: Relation): Tracing {
  return {
    source: 'registered',
    tracer: tracerOver(tracer, relation, false),
    health: { failing: null, droppedSpans: 0, forgottenSpans: 0 },
    end: () => Promise.resolve(),
  };
}

/** How attempts relate to whoever enqueued their jobs. */
export type Relation = Pick<TelemetrySpec['traces'], 'propagation' | 'baggage'>;

export interface OwnParts {
  readonly settings: TraceSettings;
  readonly relation: Relation;
  readonly given: GivenTelemetry;
  readonly version: string;
  readonly registration: Registration;
  readonly logger: Logger;
}

export interface OwnTracing extends Tracing {
  /** False where `keep` is asked for and cannot be done: a sampler from code decides, or the SDK makes up the processors. */
  readonly keeps: boolean;
  /** False where the SDK builds its processors itself: then it takes none from code. */
  readonly takesProcessors: boolean;
}

/**
 * Through an SDK of ours, which is loaded now if it is not yet.
 * @throws Error what the SDK, or a part of `given`, throws when it is set up
 */
export async function throughOwn(parts: OwnParts): Promise<OwnTracing> {
  const { settings, relation, given, version, registration, logger } = parts;
  const health = new ExportHealth(logger, systemClock);
  const { startSdk } = await import('./sdk.ts');
  const sdk = startSdk({ settings, given, version, news: health, registration });
  // After the start: the SDK sets diagnostics of its own when OTEL_LOG_LEVEL asks for them.
  health.listen();
  const inheritsSampling = given.sampler === undefined && settings.sampler.parentBased;
  const { shares } = settings.sampler;
  const own = inheritsSampling && shares !== undefined ? shareOf(shares) : undefined;
  let ended: Promise<void> | undefined;
  return {
    source: 'own',
    tracer: tracerOver(sdk.tracer, relation, inheritsSampling, { shareOf: own, keptLives: sdk.keptLives }),
    keeps: settings.sampler.keep === undefined || sdk.keptLives !== undefined,
    health,
    lives: sdk.keptLives,
    takesProcessors: sdk.takesProcessors,
    end: () => (ended ??= end(sdk, health, logger)),
  };
}

function tracerOver(
  tracer: SpanMaker,
  relation: Relation,
  inheritsSampling: boolean,
  own: { readonly shareOf?: ShareOf | undefined; readonly keptLives?: KeptLives | undefined } = {},
): SpanTracer {
  return new SpanTracer({ ...own, ...relation, tracer, inheritsSampling, clock: systemClock });
}

async function end(sdk: RunningSdk, health: ExportHealth, logger: Logger): Promise<void> {
  const flushed = sdk.shutdown().catch((error: unknown) => health.failed(messageOf(error)));
  if (!(await inTime(flushed))) health.failed(`the backend did not answer within ${SHUTDOWN_LIMIT_MS} ms`);
  const { failures, forgottenSpans } = health;
  // What is still on its way has nobody left who would count it.
  const droppedSpans = health.droppedSpans + sdk.unsent();
  if (droppedSpans + forgottenSpans > 0) tell(logger, 'tracing.lost', { failures, droppedSpans, forgottenSpans });
}

/** Waits for what never rejects, SHUTDOWN_LIMIT_MS at most. @returns whether it has ended */
export async function inTime(work: Promise<void>): Promise<boolean> {
  const over = newAborter();
  const limit = pause(systemClock, SHUTDOWN_LIMIT_MS, over.signal).then(() => false);
  const ended = await Promise.race([work.then(() => true), limit]);
  over.abort();
  return ended;
}
