/** Whether log lines are sent by OTLP too, what a reload makes of it, and how it ends. */
import { tell } from '../core/index.ts';
import { type Clock, type Logger, messageOf } from '../foundation/index.ts';
import type { TelemetrySpec } from '../manifest/index.ts';
import { ExportHealth } from './export-health.ts';
import type { Log } from './logs.ts';
import type { LogExportSettings, OtlpLogs } from './otlp-logs.ts';
import {
  type Environment,
  headersOf,
  isDisabled,
  listedExporters,
  protocolOf,
  read,
  serviceOf,
  urlOf,
} from './settings.ts';
import { inTime, SHUTDOWN_LIMIT_MS } from './tracing.ts';

export interface LogExportOptions {
  readonly env: Environment;
  readonly serviceName: string;
  readonly version: string;
  readonly logger: Logger;
  readonly log: Pick<Log, 'send'>;
  readonly clock: Clock;
  /** Tells what of the settings cannot be used. */
  readonly problem: (problem: string) => void;
}

export class LogExport {
  readonly #options: LogExportOptions;
  readonly #health: ExportHealth;
  #settings = '';
  #open: OtlpLogs | undefined;
  /** Of those that were replaced. */
  #retired: Promise<unknown> = Promise.resolve();

  constructor(options: LogExportOptions) {
    this.#options = options;
    this.#health = new ExportHealth(options.logger, options.clock, 'logs');
  }

  /** Puts other settings in force. Never rejects. */
  async replace(spec: TelemetrySpec['logs']): Promise<void> {
    const { log, logger, version } = this.#options;
    const settings = this.#read(spec);
    const text = JSON.stringify(settings);
    if (text === this.#settings) return;
    this.#settings = text;
    const before = this.#open;
    this.#open = undefined;
    log.send(undefined);
    if (settings.on) {
      try {
        const { openOtlpLogs } = await import('./otlp-logs.ts');
        const opened = openOtlpLogs(settings, version, this.#health);
        this.#open = opened;
        log.send(opened.outlet);
      } catch (error) {
        tell(logger, 'logs.absent', { reason: messageOf(error) });
      }
    }
    this.#retired = Promise.all([this.#retired, this.#ended(before)]);
  }

  /** Sends what is left, within the limit of tracing. Never rejects. */
  async shutdown(): Promise<void> {
    this.#options.log.send(undefined);
    const open = this.#open;
    this.#open = undefined;
    await Promise.all([this.#retired, this.#ended(open)]);
  }

  #read(spec: TelemetrySpec['logs']): LogExportSettings {
    const { env, serviceName } = this.#options;
    const problems: string[] = [];
    const listed = listedExporters(env, 'LOGS', ['otlp'], problems);
    const pointed = read(env, 'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT') !== undefined;
    const wanted = listed === undefined ? pointed || spec.exporter === 'otlp' : listed.length > 0;
    const on = wanted && !isDisabled(env);
    const settings = { url: urlOf(env, 'LOGS', problems), headers: headersOf(env, 'LOGS', problems) };
    const protocol = protocolOf(env, 'LOGS');
    if (protocol !== 'http/protobuf') problems.push(`log lines are sent by http/protobuf alone, not by ${protocol}`);
    if (on) for (const problem of problems) this.#options.problem(problem);
    return { on, ...settings, resource: serviceOf(env, serviceName, []) };
  }

  async #ended(open: OtlpLogs | undefined): Promise<void> {
    if (open === undefined) return;
    const flushed = open.shutdown().catch((error: unknown) => this.#health.failed(messageOf(error)));
    if (!(await inTime(flushed))) this.#health.failed(`the backend did not answer within ${SHUTDOWN_LIMIT_MS} ms`);
  }
}
