/** Whatever a handler throws, as bounded data. Nothing here may throw: it runs where an attempt has just failed. */
import { inspect } from 'node:util';

import { classNames } from './error-names.ts';
import { CAUSES_MAX, codeOf, isError, membersOf, read, textOf } from './error-reading.ts';
import { bound, clean, ERROR_MESSAGE_MAX, ERROR_NAME_MAX, ERROR_STACK_MAX, line } from './error-text.ts';
import { FarError } from './far-error.ts';
import { handlerStack } from '../handler-stack.ts';
import type { JobError } from '../job.ts';

/**
 * An error as data: name, message, code and stack with the chain of causes, every text bounded and free of control
 * characters other than newline and tab. A value that is no Error gets the name and code HANDLER_ERROR.
 */
export function toJobError(thrown: unknown): JobError {
  try {
    if (thrown instanceof FarError) return thrown.told;
    return isError(thrown) ? fromError(thrown) : fromOther(thrown);
  } catch {
    return handlerError('a value that cannot be read', null);
  }
}

function fromError(error: object): JobError {
  const code = codeOf(error);
  return {
    name: line(nameOf(error)),
    message: messageText(error) ?? code ?? 'no message',
    code,
    stack: stackText(error),
  };
}

/** What a class without a name of its own inherits. */
const INHERITED = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
]);
/** Classes that Node makes its errors with: they are shown by the name that they inherit. */
const NODES_OWN = /^(?:Node|System)/;

/**
 * The error's own name; where it has only inherited that of a kind of Error, the name of its class
 * (`class PaymentDeclined extends Error {}`).
 */
function nameOf(error: object): string {
  const name = textOf(error, 'name');
  if (name !== '' && !INHERITED.has(name)) return name;
  const [kind = ''] = classNames(error);
  // Shorter ones, and those that do not begin like a class, are what a minifier or a bundler has left of it.
  return /^[\p{Lu}_$][\p{L}\p{N}_$]{2,}$/u.test(kind.slice(0, ERROR_NAME_MAX)) && !NODES_OWN.test(kind)
    ? kind
    : name || 'Error';
}

function fromOther(thrown: unknown): JobError {
  if (typeof thrown === 'string') return handlerError(clean(thrown, ERROR_MESSAGE_MAX) || 'an empty string', null);
  if (typeof thrown !== 'object' || thrown === null) return handlerError(String(thrown).slice(0, ERROR_NAME_MAX), null);
  const message = clean(textOf(thrown, 'message'), ERROR_MESSAGE_MAX);
  return handlerError(message || clean(shown(thrown), ERROR_MESSAGE_MAX), codeOf(thrown));
}

function handlerError(what: string, code: string | null): JobError {
  return { name: 'HANDLER_ERROR', message: `thrown: ${what}`, code: code ?? 'HANDLER_ERROR', stack: null };
}

/** Own code runs in getters and custom inspectors, so none is called. */
function shown(value: object): string {
  return inspect(value, {
    depth: 2,
    maxArrayLength: 20,
    maxStringLength: 512,
    breakLength: Infinity,
    customInspect: false,
  });
}

/** Node's own AggregateError of a refused connection has no message; its members have. */
function messageText(error: object): string | undefined {
  const own = clean(textOf(error, 'message'), ERROR_MESSAGE_MAX);
  if (own !== '') return own;
  const members = membersOf(error).map((member) => clean(textOf(member, 'message'), ERROR_NAME_MAX));
  const told = members.filter((text) => text !== '').slice(0, 3);
  return told.length > 0 ? told.join('; ') : undefined;
}

/** The stacks of the error and of what caused it, nearest first; a cycle ends the chain. */
function stackText(error: object): string | null {
  const seen = new Set<object>();
  const parts: string[] = [];
  const waiting: { readonly label: string; readonly error: unknown }[] = [{ label: '', error }];
  for (let next = waiting.shift(); next && seen.size <= CAUSES_MAX; next = waiting.shift()) {
    if (!isError(next.error)) {
      if (next.error !== undefined && next.error !== null) parts.push(next.label + fromOther(next.error).message);
      continue;
    }
    if (seen.has(next.error)) continue;
    seen.add(next.error);
    parts.push(next.label + ownStack(next.error));
    waiting.push({ label: 'Caused by: ', error: read(next.error, 'cause') });
    for (const member of membersOf(next.error)) waiting.push({ label: 'One of: ', error: member });
  }
  return clean(parts.join('\n'), ERROR_STACK_MAX) || null;
}

/** The stack repeats the message; a huge one would leave no room for the frames. */
function ownStack(error: object): string {
  const stack = handlerStack(textOf(error, 'stack'));
  const message = textOf(error, 'message');
  const at = message.length > ERROR_MESSAGE_MAX ? stack.indexOf(message) : -1;
  if (at < 0) return bound(stack, ERROR_STACK_MAX);
  return stack.slice(0, at) + bound(message, ERROR_MESSAGE_MAX) + stack.slice(at + message.length);
}
