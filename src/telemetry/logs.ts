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
  /** From now on lines of that level and above are written, of loggers made before too. */
  relevel(level: LogLevel): void;
  /** From now on lines that are written go there too; undefined: no more. */
  send(outlet: LogOutlet | undefined): void;
  /** Told when another level is in force. */
  onLevel(listener: () => void): void;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Takes a line with all its fields, safe already. */
export type LogOutlet = (level: LogLevel, fields: LogFields, message: string) => void;

/** The form of lines and their least level. */
export type LogForm = Pick<TelemetrySpec['logs'], 'level' | 'format'>;

/** The least level that is written, and where lines go besides: one for a logger and all that are made from it. */
class Threshold {
  level: LogLevel;
  outlet: LogOutlet | undefined;

  constructor(level: LogLevel) {
    this.level = level;
  }

  passes(level: LogLevel): boolean {
    return LEVELS.indexOf(level) >= LEVELS.indexOf(this.level);
  }
}

/** A logger on standard error that outlives a full disk and a closed pipe; where lines were lost it says so itself. */
export function openLog(spec: LogForm, options: Omit<LoggerOptions, 'destination'> & { readonly fd?: number }): Log {
  const sink = sinkOf(spec, options, options.fd);
  const threshold = new Threshold(spec.level);
  const logger = pinoLogger(spec, { ...options, destination: sink }, threshold);
  sink.onGap((gap) => tell(logger, 'log.gap', { ...gap }));
  const listeners: (() => void)[] = [];
  return {
    ...{ logger, sink },
    relevel: (level) => {
      if (level === threshold.level) return;
      threshold.level = level;
      for (const listener of listeners) listener();
    },
    send: (outlet) => {
      threshold.outlet = outlet;
    },
    onLevel: (listener) => void listeners.push(listener),
  };
}

/** A person at a terminal waits for a line; programs take many at once, and may be slow. */
function sinkOf(spec: LogForm, options: LoggerOptions, fd = STDERR): LogSink {
  return new LogSink({ fd, sync: options.isTty && isPretty(spec, options), clock: systemClock });
}

function isPretty({ format }: LogForm, { isTty }: LoggerOptions): boolean {
  return format === 'pretty' || (format === 'auto' && isTty);
}

/**
 * JSON lines (`time` ISO 8601, `level` by name, `msg`, the fields, `trace_id` and `span_id` of the active span),
 * or coloured text for people. Lines buffered at exit are flushed.
 *
 * Fields whose name says that they hold a secret are hidden, and so are passwords in URLs; fields named like a
 * part of the line itself get an underscore.
 */
export function createLogger(spec: LogForm, options: LoggerOptions): Logger {
  return pinoLogger(spec, options, new Threshold(spec.level));
}

function pinoLogger(spec: LogForm, options: LoggerOptions, threshold: Threshold): Logger {
  const pretty = isPretty(spec, options);
  const form: TextForm = pretty ? 'terminal' : 'json';
  const target = options.destination ?? sinkOf(spec, options);
  const line = pino(
    {
      // Its children keep the level that they were made with: who passes says the threshold.
      level: 'debug',
      base: safeFields(options.base ?? {}, form),
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: activeTrace,
      // Errors are data already; pino would take the class of that data, `Object`, for theirs.
      serializers: { err: (given: unknown) => given },
    },
    pretty ? prettyStream(target, options) : target,
  );
  return new PinoLogger(line, { form, threshold, fields: safeFields(options.base ?? {}, form) });
}

interface LoggerParts {
  readonly form: TextForm;
  readonly threshold: Threshold;
  /** Of every line. */
  readonly fields: LogFields;
}

class PinoLogger implements Logger {
  readonly #pino: Pino;
  readonly #own: LoggerParts;

  constructor(line: Pino, own: LoggerParts) {
    this.#pino = line;
    this.#own = own;
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
    const added = safeFields(fields, this.#own.form);
    return new PinoLogger(this.#pino.child(added), { ...this.#own, fields: { ...this.#own.fields, ...added } });
  }

  isEnabled(level: LogLevel): boolean {
    return this.#own.threshold.passes(level);
  }

  #write(level: LogLevel, fields: LogFields, message: string): void {
    if (!this.isEnabled(level)) return;
    // A handler in plain JavaScript may log anything; a log line must not fail the attempt.
    const { form, threshold, fields: always } = this.#own;
    const safe = safeFields(Object(fields) as LogFields, form);
    const text = safeText(message, form);
    this.#pino[level](safe, text);
    threshold.outlet?.(level, { ...always, ...safe }, text);
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
