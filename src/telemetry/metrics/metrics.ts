/** Metrics as a whole: whether anything is counted, who reads it, what a reload makes of it, and how it ends. */
import { type EventStream, tell } from '../../core/index.ts';
import { type Clock, type Logger, messageOf } from '../../foundation/index.ts';
import type { TelemetrySpec } from '../../manifest/index.ts';
import { ExportHealth } from '../export-health.ts';
import type { Environment } from '../settings.ts';
import { inTime, SHUTDOWN_LIMIT_MS } from '../tracing.ts';
import { COUNTED_EVENTS, type Gauge, MetricBook } from './book.ts';
import { metricSettings, type MetricSettings } from './metric-settings.ts';
import { type KnownNames, Names } from './names.ts';
import { type PrometheusFormat, prometheusText } from './prometheus.ts';
import { registeredMeter, throughMeter } from './registered-meter.ts';
import type { SdkMetrics } from './sdk-metrics.ts';
import { familiesOf, type MetricFamily } from './written.ts';

/** What is read when somebody asks. */
export interface MetricSource {
  /** Names of the manifest in force. */
  names(): KnownNames;
  /** Never rejects. */
  gauges(): Promise<readonly Gauge[]>;
}

export interface Metrics {
  /** What counts; undefined while nobody wants metrics. */
  readonly book: MetricBook | undefined;
  /** Why the backend does not take metrics now; null while it does, or while none are sent. */
  readonly failing: string | null;
  /** From now on that is read. */
  measure(source: MetricSource): void;
  /** Everything as Prometheus reads it; null where that is not asked for. */
  text(format: PrometheusFormat): Promise<string | null>;
}

export interface MetricsOptions {
  readonly env: Environment;
  readonly serviceName: string;
  readonly version: string;
  readonly logger: Logger;
  readonly events: EventStream;
  readonly clock: Clock;
  /** Tells what of the settings cannot be used. */
  readonly problem: (problem: string) => void;
}

const NOTHING: MetricSource = { names: () => ({}), gauges: () => Promise.resolve([]) };

interface Exporter {
  shutdown(): Promise<void>;
}

export class ProcessMetrics implements Metrics {
  readonly #options: MetricsOptions;
  readonly #health: ExportHealth;
  #source = NOTHING;
  #settings: MetricSettings | undefined;
  /** Made once: what only grows goes on where it was when metrics are turned on again. */
  #kept: MetricBook | undefined;
  #book: MetricBook | undefined;
  /** Once loaded it stays. */
  #sdk: SdkMetrics | undefined;
  #exporters: readonly Exporter[] = [];
  /** Of those that were replaced. */
  #retired: Promise<unknown> = Promise.resolve();
  #unsubscribe: (() => void) | undefined;
  #leaveRegistered: (() => void) | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#health = new ExportHealth(options.logger, options.clock, 'metrics');
  }

  get book(): MetricBook | undefined {
    return this.#book;
  }

  get failing(): string | null {
    return this.#exporters.length === 0 ? null : this.#health.failing;
  }

  measure(source: MetricSource): void {
    this.#source = source;
    this.#rename();
  }

  /** Puts other settings in force. Never rejects. */
  async replace(spec: TelemetrySpec['metrics']): Promise<void> {
    const { env, serviceName, problem } = this.#options;
    const settings = metricSettings(spec, env, serviceName);
    const same = JSON.stringify(settings) === JSON.stringify(this.#settings);
    this.#settings = settings;
    // The manifest may have other names now.
    this.#rename();
    if (same) return;
    for (const text of settings.problems) problem(text);
    const before = this.#exporters;
    this.#exporters = [];
    this.#leaveRegistered?.();
    this.#leaveRegistered = undefined;
    await this.#open(settings);
    this.#retired = Promise.all([this.#retired, this.#ended(before)]);
  }

  async text(format: PrometheusFormat): Promise<string | null> {
    const { settings, book } = { settings: this.#settings, book: this.#book };
    if (settings === undefined || book === undefined || !settings.exporters.includes('prometheus')) return null;
    const others = (await this.#sdk?.others()) ?? [];
    const about = { 'service.version': this.#options.version, ...settings.resource };
    return prometheusText([...(await this.#families(book)), ...others], about, format);
  }

  /** Sends what is left, within the limit of tracing. Never rejects. */
  async shutdown(): Promise<void> {
    this.#count(false);
    this.#leaveRegistered?.();
    // The store is closed by now, which is nothing to report.
    this.#source = NOTHING;
    const exporters = this.#exporters;
    this.#exporters = [];
    await Promise.all([this.#retired, this.#ended(exporters)]);
    await this.#sdk?.end();
    this.#sdk = undefined;
  }

  async #open(settings: MetricSettings): Promise<void> {
    const { logger, version, clock } = this.#options;
    const meter = settings.disabled || this.#sdk !== undefined ? undefined : registeredMeter(version);
    const wanted = !settings.disabled && (settings.exporters.length > 0 || meter !== undefined);
    const was = this.#book !== undefined;
    this.#count(wanted);
    if (!wanted) {
      if (was) tell(logger, 'metrics.off');
      return;
    }
    const book = (this.#book ??= this.#kept ??= new MetricBook(this.#newNames(), clock));
    if (meter !== undefined) this.#leaveRegistered = throughMeter(meter, book, () => this.#families(book));
    try {
      if (meter === undefined) await this.#openOwn(settings, book);
      tell(logger, 'metrics.on', { exporters: settings.exporters });
    } catch (error) {
      tell(logger, 'metrics.absent', { reason: messageOf(error) });
    }
  }

  /** @throws Error what the SDK throws when it is set up */
  async #openOwn(settings: MetricSettings, book: MetricBook): Promise<void> {
    const { version, clock } = this.#options;
    const { SdkMetrics } = await import('./sdk-metrics.ts');
    const own = async () => ({
      families: await this.#families(book),
      span: { from: book.startedAt, to: clock.now() },
    });
    const sdk = (this.#sdk ??= new SdkMetrics({ version, own }));
    const exporters: Exporter[] = [];
    for (const to of settings.exporters) {
      if (to !== 'prometheus') exporters.push(await sdk.exporter(settings, to, this.#health));
    }
    this.#exporters = exporters;
  }

  #count(on: boolean): void {
    if (!on) {
      this.#book = undefined;
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
      return;
    }
    this.#unsubscribe ??= this.#options.events.subscribe((event) => this.#book?.hear(event), COUNTED_EVENTS);
  }

  async #families(book: MetricBook): Promise<readonly MetricFamily[]> {
    return familiesOf(book.read(await this.#source.gauges()));
  }

  #rename(): void {
    this.#kept?.rename(this.#newNames());
  }

  #newNames(): Names {
    return new Names(this.#settings?.names ?? 0, this.#source.names());
  }

  /** A backend that does not answer holds nothing up for longer than tracing's does. */
  async #ended(exporters: readonly Exporter[]): Promise<void> {
    const all = Promise.all(exporters.map((exporter) => exporter.shutdown()));
    const flushed = all.then(
      () => undefined,
      (error: unknown) => this.#health.failed(messageOf(error)),
    );
    if (exporters.length === 0 || (await inTime(flushed))) return;
    this.#health.failed(`the backend did not answer within ${SHUTDOWN_LIMIT_MS} ms`);
  }
}
