/** Log lines of handlers on the far side: they are written where the job's other lines are. */
import { inspect } from 'node:util';

import { isError, toJobError } from '../core/index.ts';
import type { LogFields, Logger, LogLevel } from '../foundation/index.ts';
import type { FarNews, Fields } from './messages.ts';

interface Port {
  post(news: FarNews): void;
}

export class FarLogger implements Logger {
  readonly #port: Port;
  readonly #levels: readonly LogLevel[];
  readonly #fields: LogFields;

  constructor(port: Port, levels: readonly LogLevel[], fields: LogFields = {}) {
    this.#port = port;
    this.#levels = levels;
    this.#fields = fields;
  }

  debug(fields: LogFields, text: string): void {
    this.#write('debug', fields, text);
  }

  info(fields: LogFields, text: string): void {
    this.#write('info', fields, text);
  }

  warn(fields: LogFields, text: string): void {
    this.#write('warn', fields, text);
  }

  error(fields: LogFields, text: string): void {
    this.#write('error', fields, text);
  }

  child(fields: LogFields): Logger {
    return new FarLogger(this.#port, this.#levels, { ...this.#fields, ...fields });
  }

  isEnabled(level: LogLevel): boolean {
    return this.#levels.includes(level);
  }

  #write(level: LogLevel, fields: LogFields, text: string): void {
    if (!this.isEnabled(level)) return;
    const all = { ...this.#fields, ...fields };
    try {
      this.#port.post({ kind: 'line', level, fields: withoutErrors(all, (value) => value), text });
    } catch {
      // A function, a socket: what cannot cross is told of.
      this.#port.post({ kind: 'line', level, fields: withoutErrors(all, shown), text });
    }
  }
}

/** An error would lose its class and code on the way. */
function withoutErrors(fields: LogFields, otherwise: (value: unknown) => unknown): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, isError(value) ? toJobError(value) : otherwise(value)]),
  );
}

function shown(value: unknown): unknown {
  const plain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return plain ? value : inspect(value, { depth: 2, maxArrayLength: 20, maxStringLength: 512, breakLength: Infinity });
}
