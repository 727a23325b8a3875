/** Whatever a handler throws, as bounded data. Nothing here may throw: it runs where an attempt has just failed. */
import { inspect, stripVTControlCharacters, types } from 'node:util';

import type { JobError } from './job.ts';

/** Limits in UTF-16 units: enough to see the fault, too little to fill a store. */
export const ERROR_NAME_MAX = 256;
export const ERROR_MESSAGE_MAX = 4 * 1024;
export const ERROR_STACK_MAX = 16 * 1024;

/** Causes and members of an AggregateError that are followed. */
const CAUSES_MAX = 8;
const CUT = ' … (cut)';

/**
 * An error as data: name, message, code and stack with the chain of causes, every text bounded and free of control
 * characters other than newline and tab. A value that is no Error gets the name and code HANDLER_ERROR.
 */
export function toJobError(thrown: unknown): JobError {
  try {
    return isError(thrown) ? fromError(thrown) : fromOther(thrown);
  } catch {
    return handlerError('a value that cannot be read', null);
  }
}

function fromError(error: object): JobError {
  const code = codeOf(error);
  return {
    name: line(textOf(error, 'name') || 'Error'),
    message: messageText(error) ?? code ?? 'no message',
    code,
    stack: stackText(error),
  };
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

function isError(value: unknown): value is object {
  try {
    return types.isNativeError(value) || value instanceof Error;
  } catch {
    // A revoked proxy throws at instanceof.
    return false;
  }
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

/** A property that any getter may make explode. */
function read(holder: object, key: string): unknown {
  try {
    return (holder as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function textOf(holder: object, key: string): string {
  const value = read(holder, key);
  return typeof value === 'string' ? value : '';
}

/** Text codes (ECONNRESET, SkepError's) and numbers (SQLite's) alike. */
function codeOf(holder: object): string | null {
  const code = read(holder, 'code');
  if (typeof code === 'number') return String(code);
  return typeof code === 'string' && code !== '' ? line(code) : null;
}

/** Node's own AggregateError of a refused connection has no message; its members have. */
function messageText(error: object): string | undefined {
  const own = clean(textOf(error, 'message'), ERROR_MESSAGE_MAX);
  if (own !== '') return own;
  const members = membersOf(error).map((member) => clean(textOf(member, 'message'), ERROR_NAME_MAX));
  const told = members.filter((text) => text !== '').slice(0, 3);
  return told.length > 0 ? told.join('; ') : undefined;
}

function membersOf(error: object): object[] {
  const errors = read(error, 'errors');
  return Array.isArray(errors) ? errors.slice(0, CAUSES_MAX).filter(isError) : [];
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
  const stack = textOf(error, 'stack');
  const message = textOf(error, 'message');
  const at = message.length > ERROR_MESSAGE_MAX ? stack.indexOf(message) : -1;
  if (at < 0) return stack.slice(0, ERROR_STACK_MAX);
  return stack.slice(0, at) + bound(message, ERROR_MESSAGE_MAX) + stack.slice(at + message.length);
}

function line(text: string): string {
  return clean(text, ERROR_NAME_MAX).replaceAll(/[\n\t]+/g, ' ');
}

/** Bounds first, so that a megabyte of text costs no more than its limit. */
function clean(text: string, max: number): string {
  const plain = stripVTControlCharacters(bound(text, max)).replaceAll(/(?![\n\t])\p{Cc}/gu, '');
  // Half a surrogate pair cannot be stored as UTF-8.
  return plain.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

function bound(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max - CUT.length) + CUT;
}
