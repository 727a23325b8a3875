/** Log lines of handlers on the far side: they are written where the job's other lines are. */
import { inspect } from 'node:util';

import { isError, toJobError } from '../core/index.ts';
import { encodeJson, type LogFields, type Logger, type LogLevel } from '../foundation/index.ts';
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
    this.#port.post({ kind: 'line', level, fields: across({ ...this.#fields, ...fields }), text });
  }
}

/** What crosses is JSON: an error as what is kept of one, anything else that is none as it is shown. */
function across(fields: LogFields): Fields {
  const all = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all.map(([key, value]) => [key, isError(value) ? toJobError(value) : plain(value)]));
}

function plain(value: unknown): unknown {
  return encodeJson(value).ok ? value : shown(value);
}

function shown(value: unknown): unknown {
  return inspect(value, { depth: 2, maxArrayLength: 20, maxStringLength: 512, breakLength: Infinity });
}
