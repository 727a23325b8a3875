/** Log fields made safe to write: secrets hidden, errors readable, nothing without bound. */
import { inspect } from 'node:util';

import { classNames, isError, readMember } from '../core/index.ts';
import { fieldsOf, heldBy, hidePasswords, unreadable, visibleLines } from '../foundation/index.ts';

const SECRET = /(?:authorization|passw(?:or)?d|passphrase|secret|token|cookie|api[-_]?key|credentials?)s?$/i;

const HIDDEN = '[redacted]';
const DEPTH_LIMIT = 6;
const ITEM_LIMIT = 100;
const STACK_LINES = 200;
const TEXT_LIMIT = 16_384;
/** Text behind the limit that is looked at: longer than the password of any URL. */
const MARGIN = 1_024;

/** Keys that a log line has of its own: a field of that name would make the line ambiguous. */
const RESERVED = new Set(['level', 'time', 'msg', 'trace_id', 'span_id', '__proto__']);

/** How text is written: JSON escapes control characters by itself, a terminal would obey them. */
export type TextForm = 'json' | 'terminal';

/** @param given text; anything else, which only plain JavaScript can pass, is turned into text */
export function safeText(given: unknown, form: TextForm): string {
  const text = typeof given === 'string' ? given : inspect(given);
  const long = text.length > TEXT_LIMIT;
  // Hidden before the cut, which may fall between a password and its `@`.
  const hidden = hidePasswords(long ? text.slice(0, TEXT_LIMIT + MARGIN) : text);
  const bounded = long ? `${hidden.slice(0, TEXT_LIMIT)}… (${text.length} characters)` : hidden;
  return form === 'json' ? bounded : visibleLines(bounded);
}

/** @returns a copy of the fields that may be written */
export function safeFields(fields: Readonly<Record<string, unknown>>, form: TextForm): Record<string, unknown> {
  const safe: { [field: string]: unknown } = {};
  for (const [key, value] of fieldsOf(fields)) {
    if (value !== undefined) safe[RESERVED.has(key) ? `${key}_` : key] = safeEntry(key, value, form, 1);
  }
  return safe;
}

function safeEntry(key: string, value: unknown, form: TextForm, depth: number): unknown {
  // A number or flag under such a name is a count or a setting, not the secret itself.
  const holdsText = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return holdsText && SECRET.test(key) ? HIDDEN : safeValue(value, form, depth);
}

function safeValue(value: unknown, form: TextForm, depth: number): unknown {
  if (typeof value === 'string') return safeText(value, form);
  if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_LIMIT) return '[deeper]';
  try {
    return safeObject(value, form, depth);
  } catch (error) {
    return safeText(unreadable(error), form);
  }
}

function safeObject(value: object, form: TextForm, depth: number): unknown {
  if (Array.isArray(value)) return value.slice(0, ITEM_LIMIT).map((item: unknown) => safeValue(item, form, depth + 1));
  // A step deeper only where it may go on without end: toJSON may return anything.
  const deep = value instanceof Map || value instanceof Set ? depth : depth + 1;
  if (isError(value)) return safeError(value, form, depth);
  const held = heldBy(value);
  if (held !== undefined) return safeValue(held, form, deep);
  const entries = fieldsOf(value).slice(0, ITEM_LIMIT);
  return Object.fromEntries(entries.map(([key, item]) => [key, safeEntry(key, item, form, depth + 1)]));
}

/** `type` is the class, as other tools know it; `name` is what the error calls itself. */
function safeError(error: object, form: TextForm, depth: number): Record<string, unknown> {
  const [type = 'Error'] = classNames(error);
  const textOf = (key: string): string | undefined => {
    const value = readMember(error, key);
    return typeof value === 'string' ? value : undefined;
  };
  const [code, stack, cause] = [textOf('code'), textOf('stack'), readMember(error, 'cause')];
  return {
    type: safeText(type, form),
    name: safeText(textOf('name') ?? 'Error', form),
    message: safeText(textOf('message') ?? '', form),
    ...(code === undefined ? {} : { code: safeText(code, form) }),
    // Line ends stay: a stack is read by people.
    ...(stack === undefined
      ? {}
      : {
          stack: stack
            .split('\n', STACK_LINES)
            .map((line) => safeText(line, form))
            .join('\n'),
        }),
    ...(cause === undefined ? {} : { cause: safeValue(cause, form, depth + 1) }),
  };
}
