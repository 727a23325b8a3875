/** The logger: pino behind the port of foundation/logger.ts. */
import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import { prettyFactory } from 'pino-pretty';

import type { LogFields, Logger, LogLevel } from '../foundation/index.ts';
import type { TelemetrySpec } from '../manifest/index.ts';
import { safeFields, safeText, type TextForm } from './redaction.ts';

export interface LoggerOptions {
  /** A file descriptor or a stream; default 2, standard error. Descriptors are written to asynchronously. */
  readonly destination?: number | DestinationStream;
  /** Whether a person reads it on a terminal: decides the form where the manifest says `auto`. */
  readonly isTty: boolean;
  /** Fields of every line. */
  readonly base?: LogFields;
}

const STDERR = 2;

/**
 * JSON lines (`time` ISO 8601, `level` by name, `msg`, the fields, `trace_id` and `span_id` of the active span),
 * or coloured text for people. Lines buffered at exit are flushed.
 *
 * Fields whose name says that they hold a secret are hidden, and so are passwords in URLs; fields named like a
 * part of the line itself get an underscore.
 */
export function createLogger(spec: TelemetrySpec['logs'], options: LoggerOptions): Logger {
  const pretty = spec.format === 'pretty' || (spec.format === 'auto' && options.isTty);
  const form: TextForm = pretty ? 'terminal' : 'json';
  const line = pino(
    {
      level: spec.level,
      base: safeFields(options.base ?? {}, form),
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: activeTrace,
    },
    pretty ? prettyStream(options) : jsonStream(options),
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

/** pino flushes a descriptor's buffer when the process exits. */
function jsonStream(options: LoggerOptions): DestinationStream {
  const destination = options.destination ?? STDERR;
  return typeof destination === 'number' ? pino.destination({ dest: destination, sync: false }) : destination;
}

/** Written at once: a person waits for it, and nothing is lost when the process ends. */
function prettyStream(options: LoggerOptions): DestinationStream {
  const destination = options.destination ?? STDERR;
  const target = typeof destination === 'number' ? pino.destination({ dest: destination, sync: true }) : destination;
  const format = prettyFactory({
    colorize: options.isTty,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  });
  return { write: (line) => target.write(format(line)) };
}
