/**
 * What templates of a route read of a request. Names come from outside and become keys: the objects have no prototype,
 * and names that mean something to objects that have one are refused, as they are in bodies.
 */
import type { Context } from 'koa';

import { dictionary, isUnsafeKey, type Json, SkepError } from '../foundation/index.ts';
import { headersByName } from './headers.ts';

type Texts = Readonly<Record<string, Json>>;

export interface RequestScope {
  readonly params: Texts;
  /** A repeated parameter is a list. */
  readonly query: Texts;
  /** By names in lower case. */
  readonly headers: Texts;
  /** null = none. */
  readonly body: Json;
}

/** @throws REQUEST_INVALID for a name such as `__proto__` */
export function scopeOf(ctx: Context, body: Json): RequestScope {
  return {
    params: texts('path parameter', Object.entries(ctx['params'] as Record<string, string>)),
    query: texts('query parameter', queryOf(ctx)),
    headers: texts('header', headersOf(ctx)),
    body,
  };
}

function texts(kind: string, entries: Iterable<readonly [string, Json]>): Texts {
  const result = dictionary<Json>();
  for (const [name, value] of entries) {
    if (isUnsafeKey(name)) throw new SkepError('REQUEST_INVALID', `a ${kind} named \`${name}\` is refused`);
    result[name] = value;
  }
  return result;
}

function* queryOf(ctx: Context): Generator<readonly [string, Json]> {
  const search = new URLSearchParams(ctx.querystring);
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    yield [name, values.length === 1 ? (values[0] ?? '') : values];
  }
}

/** Credentials must not end in a payload, which is stored and shown. */
const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie']);

function* headersOf(ctx: Context): Generator<readonly [string, Json]> {
  for (const [name, value] of headersByName(ctx.req)) if (!SECRET_HEADERS.has(name)) yield [name, asUtf8(value)];
}

/** Node reads headers as Latin-1, byte by byte; most programs that go beyond ASCII send UTF-8. Other bytes stay what they are. */
function asUtf8(value: string): string {
  // eslint-disable-next-line no-control-regex -- this is how "beyond ASCII" is written
  if (/^[\x00-\x7f]*$/.test(value)) return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
