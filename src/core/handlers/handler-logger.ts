/**
 * What handlers log with: every calling form of pino, none of which may lose anything or fail the attempt.
 *
 *   info({ to }, 'sent to %s', name)   fields first      info('sent to %s', name)   text first
 *   error(error)   error(error, 'while sending')         an error first, or anywhere after the text: field `err`
 *
 * Objects after the text that no placeholder takes join the fields, where secrets are hidden; other values are appended.
 */
import { format } from 'node:util';

import {
  fieldsOf,
  heldBy,
  type LogFields,
  type Logger,
  type LogLevel,
  messageOf,
  unreadable,
} from '../../foundation/index.ts';
import { isError } from '../errors/error-reading.ts';
import type { HandlerLogger } from './handler.ts';

type Write = (first?: unknown, ...rest: unknown[]) => void;

/** Methods are values, so that `const { info } = ctx.logger` works. */
export class ContextLogger implements HandlerLogger {
  readonly #logger: Logger;
  readonly debug: Write = (...given) => this.#write('debug', given);
  readonly info: Write = (...given) => this.#write('info', given);
  readonly warn: Write = (...given) => this.#write('warn', given);
  readonly error: Write = (...given) => this.#write('error', given);

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  readonly child = (fields: LogFields): HandlerLogger =>
    new ContextLogger(this.#logger.child(joined({}, Object(fields) as object)));

  readonly isEnabled = (level: LogLevel): boolean => this.#logger.isEnabled?.(level) !== false;

  #write(level: LogLevel, given: readonly unknown[]): void {
    if (!this.isEnabled(level)) return;
    try {
      const { fields, message } = lineOf(given);
      this.#logger[level](fields, message);
    } catch (error) {
      this.#logger[level]({}, `a line of the handler cannot be written: ${messageOf(error)}`);
    }
  }
}

interface Line {
  readonly fields: LogFields;
  readonly message: string;
}

function lineOf(given: readonly unknown[]): Line {
  const [first, ...rest] = given;
  if (!isObject(first)) return { ...textOf(given) };
  const { fields, message } = textOf(rest);
  const own = joined({}, first);
  return { fields: joined(own, fields), message: message === '' ? messageIn(own) : message };
}

/** pino's rule: an error without a text is told by its own message. */
function messageIn({ err }: LogFields): string {
  return isError(err) ? messageOf(err) : '';
}

/** The text with its placeholders filled, and what of the rest is no text. */
function textOf([first, ...rest]: readonly unknown[]): Line {
  if (first === undefined && rest.length === 0) return { fields: {}, message: '' };
  const text = isObject(first) ? '' : String(first);
  const values = isObject(first) ? [first, ...rest] : rest;
  const taken = Math.min(placeholders(text), values.length);
  const left = values.slice(taken);
  const message = taken === 0 && left.every(isObject) ? plain(text, values) : filled(text, values, taken);
  return { fields: left.filter(isObject).reduce<LogFields>(joined, {}), message };
}

/** Without values `%%` stays as it is, as in pino. */
function plain(text: string, values: readonly unknown[]): string {
  return values.length === 0 ? text : text.replaceAll('%%', '%');
}

function filled(text: string, values: readonly unknown[], taken: number): string {
  const shown = [...values.slice(0, taken), ...values.slice(taken).filter((value) => !isObject(value))];
  try {
    return format(text, ...shown);
  } catch (error) {
    return `${text} (a value cannot be shown: ${messageOf(error)})`;
  }
}

function placeholders(text: string): number {
  return text.match(/%[sdifjoOc]|%%/g)?.filter((mark) => mark !== '%%').length ?? 0;
}

/** Fields of two objects; an error has its field, and what would be hidden by another of the same name gets a number. */
function joined(fields: LogFields, more: object): LogFields {
  const all: Record<string, unknown> = { ...fields };
  for (const [key, value] of entriesOf(more)) {
    let name = key;
    for (let count = 2; Object.hasOwn(all, name); count += 1) name = `${key}${count}`;
    all[name] = value;
  }
  return all;
}

/** What keeps its content elsewhere than in fields is a field itself. */
function entriesOf(more: object): readonly (readonly [name: string, value: unknown])[] {
  if (isError(more)) return [['err', more]];
  try {
    const held = heldBy(more);
    return held === undefined ? fieldsOf(more) : [['value', more]];
  } catch (error) {
    return [['value', unreadable(error)]];
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
