/** Tracing as a whole: whether, through whose SDK, what a reload makes of it, and how it ends. */
import { type EventStream, type JobTracer, tell } from '../core/index.ts';
import { type Clock, type Logger, messageOf, systemClock } from '../foundation/index.ts';
import { forwardingTracer } from '../propagation/index.ts';
import type { TelemetrySpec } from '../manifest/index.ts';
import type { GivenTelemetry } from './given.ts';
import { type GivenProcessor, guarded } from './given-processor.ts';
import type { KeptLives } from './kept-lives.ts';
import { LogExport } from './log-export.ts';
import type { Log } from './logs.ts';
import { type Metrics, ProcessMetrics } from './metrics/metrics.ts';
import { Registration } from './registration.ts';
import { ReplaceableTracer } from './replaceable-tracer.ts';
import { type Environment, traceSettings, type TraceSettings } from './settings.ts';
import { spanEvents } from './span-events.ts';
import { registeredTracer, throughOwn, throughRegistered, type Tracing } from './tracing.ts';

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
  /** Whose level and outlet a reload changes; undefined where the logger is the caller's own. */
  readonly log?: Pick<Log, 'relevel' | 'send'> | undefined;
  /** For what metrics count; default: the system's. */
  readonly clock?: Clock;
}

export interface Telemetry {
  /** The same for good, whatever replaces what is behind it. */
  readonly tracer: JobTracer;
  /** Whose SDK makes the spans: none (off), ours, or one that was registered before. */
  readonly source: 'off' | Tracing['source'];
  readonly metrics: Metrics;
  /** Decides on lives that the sample leaves out; undefined where nothing is kept beside it. */
  readonly lives: Pick<KeptLives, 'endingFar'> | undefined;
  /** Spans that found the export queue full, since tracing was last set up. */
  readonly droppedSpans: number;
  /** Held spans that made room before it was known whether their life is kept, likewise. */
  readonly forgottenSpans: number;
  /** Why the backend does not take spans, or metrics, now; null while it does, or while none are sent. */
  failing(): Failing;
  /**
   * Puts other settings in force for all that begins afterwards. What is under way ends where it began; what was kept
   * there is exported meanwhile, and nobody waits for it. Never rejects; not to be called after a shutdown.
   */
  replace(spec: TelemetrySpec): Promise<void>;
  /** Exports what is left, within SHUTDOWN_LIMIT_MS, and turns tracing off. Never rejects; idempotent. */
  shutdown(): Promise<void>;
}

export interface Failing {
  readonly failing: string | null;
  readonly metrics: string | null;
}

/**
 * Turns tracing and metrics on where the manifest or the environment asks for it. An SDK that the user has registered is
 * used as it is and left running at the end; else ours is loaded and registered. Never rejects: what cannot be
 * set up is logged, and work goes on untraced.
 */
export async function createTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const telemetry = new ProcessTelemetry(options);
  await telemetry.replace(options.spec);
  return telemetry;
}

class ProcessTelemetry implements Telemetry {
  readonly tracer = new ReplaceableTracer();
  readonly metrics: ProcessMetrics;
  readonly #options: TelemetryOptions;
  readonly #logs: LogExport | undefined;
  readonly #given: GivenTelemetry;
  readonly #processors: readonly GivenProcessor[];
  readonly #registration: Registration;
  /** What the manifest and the environment come to, as text. */
  #settings = '';
  #current: Tracing | undefined;
  /** The current one, and those that it replaced while calls were under way; oldest first. */
  readonly #live = new Set<Tracing>();
  #unsubscribe: (() => void) | undefined;
  /** Of code, and in use: to be shut down at the end. */
  #used: readonly GivenProcessor[] = [];
  /** Nothing of it changes by a reload, so it is told once. */
  readonly #problems = new Set<string>();
  #ended: Promise<void> | undefined;

  constructor(options: TelemetryOptions) {
    const { given = {}, logger } = options;
    this.#options = options;
    this.#processors = (given.spanProcessors ?? []).map((processor) => guarded(processor, logger));
    this.#given = { ...given, spanProcessors: this.#processors };
    this.#registration = new Registration(given, logger);
    const problem = (text: string): void => this.#tellProblem(text);
    this.metrics = new ProcessMetrics({ ...options, clock: options.clock ?? systemClock, problem });
    const { log } = options;
    this.#logs = log && new LogExport({ ...options, log, clock: options.clock ?? systemClock, problem });
  }

  get source(): Telemetry['source'] {
    return this.#current?.source ?? 'off';
  }

  get lives(): Telemetry['lives'] {
    return this.#current?.lives;
  }

  get droppedSpans(): number {
    return this.#current?.health.droppedSpans ?? 0;
  }

  get forgottenSpans(): number {
    return this.#current?.health.forgottenSpans ?? 0;
  }

  failing(): Failing {
    return { failing: this.#current?.health.failing ?? null, metrics: this.metrics.failing };
  }

  async replace({ traces, metrics, logs }: TelemetrySpec): Promise<void> {
    this.#options.log?.relevel(logs.level);
    await this.#logs?.replace(logs);
    await this.metrics.replace(metrics);
    await this.#replaceTracing(traces);
  }

  async #replaceTracing(traces: TelemetrySpec['traces']): Promise<void> {
    const { env, serviceName, logger } = this.#options;
    const settings = traceSettings(traces, env, serviceName);
    const text = JSON.stringify([settings, traces.propagation, traces.baggage]);
    if (text === this.#settings) return;
    this.#settings = text;
    for (const problem of settings.problems) this.#tellProblem(problem);
    const before = this.#current;
    this.#put(await this.#opened(settings, traces));
    if (before === undefined) return;
    if (this.#current === undefined) tell(logger, 'tracing.off');
    void this.#retire(before);
  }

  shutdown(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  /** @returns undefined when tracing is off, or could not be set up */
  async #opened(settings: TraceSettings, traces: TelemetrySpec['traces']): Promise<Tracing | undefined> {
    if (settings.disabled) return undefined;
    const { version } = this.#options;
    // What we have registered ourselves is not somebody's.
    const registered = this.#registration.registered ? undefined : registeredTracer(version);
    if (registered !== undefined) {
      tell(this.#options.logger, 'tracing.shared');
      if (this.#options.given !== undefined) {
        this.#tellProblem('an SDK is registered: the telemetry of createPlatform is left out');
      }
      return throughRegistered(registered, traces);
    }
    if (settings.exporters.length === 0 && this.#processors.length === 0) return undefined;
    return this.#openedOwn(settings, traces);
  }

  async #openedOwn(settings: TraceSettings, relation: TelemetrySpec['traces']): Promise<Tracing | undefined> {
    const { logger, version } = this.#options;
    const parts = { settings, relation, given: this.#given, version, registration: this.#registration, logger };
    try {
      const tracing = await throughOwn(parts);
      if (tracing.takesProcessors) this.#used = this.#processors;
      else if (this.#processors.length > 0) {
        this.#tellProblem('this exporter is set up by the SDK itself: span processors from code are left out');
      }
      if (!tracing.keeps)
        this.#tellProblem('`keep` is left out: a sampler from code, or an exporter that the SDK sets up');
      tell(logger, 'tracing.on', { exporters: settings.exporters, service: settings.serviceName });
      return tracing;
    } catch (error) {
      tell(logger, 'tracing.absent', { reason: messageOf(error) });
      return undefined;
    }
  }

  #put(next: Tracing | undefined): void {
    this.#current = next;
    this.tracer.current = next?.tracer ?? forwardingTracer;
    if (next === undefined) {
      this.#registration.silence();
      if (this.#live.size === 0) this.#rest();
      return;
    }
    this.#live.add(next);
    this.#unsubscribe ??= spanEvents(this.#options.events, this.#live);
  }

  /** Of one that was replaced: an attempt may run on under it for hours. */
  async #retire(tracing: Tracing): Promise<void> {
    await tracing.tracer.rest();
    await tracing.end();
    this.#live.delete(tracing);
    if (this.#live.size === 0) this.#rest();
  }

  #rest(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#registration.rest();
  }

  async #end(): Promise<void> {
    this.tracer.current = forwardingTracer;
    const live = [...this.#live].map((tracing) => tracing.end());
    await Promise.all([
      this.metrics.shutdown(),
      this.#logs?.shutdown(),
      ...live,
      ...this.#used.map((processor) => processor.close()),
    ]);
    this.#rest();
    this.#registration.end();
  }

  #tellProblem(problem: string): void {
    if (this.#problems.has(problem)) return;
    this.#problems.add(problem);
    tell(this.#options.logger, 'tracing.setting', { problem });
  }
}
