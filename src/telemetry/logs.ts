/** The logger: pino behind the port of foundation/logger.ts. */
import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import { prettyFactory } from 'pino-pretty';

import { tell } from '../core/index.ts';
import { type LogFields, type Logger, type LogLevel, systemClock } from '../foundation/index.ts';
import type { TelemetrySpec } from '../manifest/index.ts';
import { LogSink } from './log-sink.ts';
import { prettyLine } from './pretty.ts';
import { safeFields, safeText, type TextForm } from './redaction.ts';

export interface LoggerOptions {
  /** Where the lines go; default: standard error, see openLog. */
  readonly destination?: DestinationStream;
  /** Whether a person reads it on a terminal: decides the form where the manifest says `auto`. */
  readonly isTty: boolean;
  /** Whether that terminal shows colours to somebody who wants them; default: as isTty. */
  readonly color?: boolean;
  /** Fields of every line. */
  readonly base?: LogFields;
}

const STDERR = 2;

/** The log of a process on standard error, with what became of it. */
export interface Log {
  readonly logger: Logger;
  readonly sink: LogSink;
}

/** A logger on standard error that outlives a full disk and a closed pipe; where lines were lost it says so itself. */
export function openLog(spec: TelemetrySpec['logs'], options: Omit<LoggerOptions, 'destination'>): Log {
  const sink = sinkOf(spec, options);
  const logger = createLogger(spec, { ...options, destination: sink });
  sink.onGap((gap) => tell(logger, 'log.gap', { ...gap }));
  return { logger, sink };
}

/** A person at a terminal waits for a line; programs take many at once, and may be slow. */
function sinkOf(spec: TelemetrySpec['logs'], options: LoggerOptions): LogSink {
  return new LogSink({ fd: STDERR, sync: options.isTty && isPretty(spec, options), clock: systemClock });
}

function isPretty({ format }: TelemetrySpec['logs'], { isTty }: LoggerOptions): boolean {
  return format === 'pretty' || (format === 'auto' && isTty);
}

/**
 * JSON lines (`time` ISO 8601, `level` by name, `msg`, the fields, `trace_id` and `span_id` of the active span),
 * or coloured text for people. Lines buffered at exit are flushed.
 *
 * Fields whose name says that they hold a secret are hidden, and so are passwords in URLs; fields named like a
 * part of the line itself get an underscore.
 */
export function createLogger(spec: TelemetrySpec['logs'], options: LoggerOptions): Logger {
  const pretty = isPretty(spec, options);
  const form: TextForm = pretty ? 'terminal' : 'json';
  const target = options.destination ?? sinkOf(spec, options);
  const line = pino(
    {
      level: spec.level,
      base: safeFields(options.base ?? {}, form),
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: activeTrace,
      // Errors are data already; pino would take the class of that data, `Object`, for theirs.
      serializers: { err: (given: unknown) => given },
    },
    pretty ? prettyStream(target, options) : target,
  );
  return new PinoLogger(line, form);
}

class PinoLogger implements Logger {
  readonly #pino: Pino;
  readonly #form: TextForm;

  constructor(line: Pino, form: TextForm) {
    this.#pino = line;
    this.#form = form;
  }

  debug(fields: LogFields, message: string): void {
    this.#write('debug', fields, message);
  }

  info(fields: LogFields, message: string): void {
    this.#write('info', fields, message);
  }

  warn(fields: LogFields, message: string): void {
    this.#write('warn', fields, message);
  }

  error(fields: LogFields, message: string): void {
    this.#write('error', fields, message);
  }

  child(fields: LogFields): Logger {
    return new PinoLogger(this.#pino.child(safeFields(fields, this.#form)), this.#form);
  }

  isEnabled(level: LogLevel): boolean {
    return this.#pino.isLevelEnabled(level);
  }

  #write(level: LogLevel, fields: LogFields, message: string): void {
    if (!this.isEnabled(level)) return;
    // A handler in plain JavaScript may log anything; a log line must not fail the attempt.
    this.#pino[level](safeFields(Object(fields) as LogFields, this.#form), safeText(message, this.#form));
  }
}

/** Without an SDK the active context is the empty root, and this costs next to nothing. */
function activeTrace(): object {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !isSpanContextValid(span)) return {};
  return { trace_id: span.traceId, span_id: span.spanId };
}

/** Text for people; how it is put is in pretty.ts. */
function prettyStream(target: DestinationStream, { isTty, color = isTty }: LoggerOptions): DestinationStream {
  const head = prettyFactory({ colorize: color, translateTime: 'SYS:HH:MM:ss.l' });
  const columns = (): number => (isTty && process.stderr.columns > 0 ? process.stderr.columns : Infinity);
  return { write: (line) => target.write(prettyLine(line, { head, color, columns })) };
}
