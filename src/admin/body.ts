/** The body of a request as JSON, within bounds. */
import { bodyParser } from '@koa/bodyparser';
import type { Context } from 'koa';

import { type Json, messageOf, SkepError } from '../foundation/index.ts';
import { jsonFlaw } from './json-flaw.ts';
import type { AdminLimits } from './limits.ts';

export type BodyReader = (ctx: Context) => Promise<Json | undefined>;

/**
 * @returns a reader of bodies; it resolves with undefined when the request has none, and throws
 *   MEDIA_TYPE_UNSUPPORTED, REQUEST_TOO_LARGE, REQUEST_INVALID
 */
export function bodyReader(limits: AdminLimits): BodyReader {
  const parse = bodyParser({
    parsedMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    enableTypes: ['json'],
    // Which types are JSON is decided below, once.
    detectJSON: () => true,
    jsonLimit: limits.bodyBytes,
    jsonStrict: false,
    onError: (error) => {
      throw refusal(error, limits);
    },
  });
  return async (ctx) => {
    try {
      if (!hasBody(ctx)) return undefined;
      checkHead(ctx, limits);
      await parse(ctx, async () => undefined);
      return checked(ctx, limits);
    } catch (error) {
      // The rest is read and dropped, so that the client gets the answer instead of a reset;
      // `requestTimeoutMs` bounds how long that may go on.
      ctx.req.unpipe();
      ctx.req.resume();
      throw error;
    }
  };
}

function hasBody(ctx: Context): boolean {
  return ctx.req.headers['transfer-encoding'] !== undefined || Number(ctx.req.headers['content-length'] ?? 0) > 0;
}

/** What can be refused before a byte is read. */
function checkHead(ctx: Context, limits: AdminLimits): void {
  const type = ctx.get('content-type');
  if (!/^application\/(?:[a-z0-9.+-]+\+)?json *(?:; *charset="?utf-8"? *)?;?$/i.test(type)) {
    throw new SkepError('MEDIA_TYPE_UNSUPPORTED', 'the body must be JSON in UTF-8', {
      hint: 'send it with the header `Content-Type: application/json`',
    });
  }
  if (Number(ctx.req.headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge(limits);
}

function checked(ctx: Context, limits: AdminLimits): Json | undefined {
  if (ctx.request.rawBody === '') return undefined;
  const body = ctx.request.body as Json;
  if (isDeeper(body, limits.bodyDepth)) {
    throw new SkepError('REQUEST_INVALID', `the body is nested deeper than ${limits.bodyDepth} levels`);
  }
  return body;
}

/** Level by level, so that depth costs no recursion. */
function isDeeper(body: Json, levels: number): boolean {
  let level: Json[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap<Json>((value) => (value !== null && typeof value === 'object' ? Object.values(value) : []));
  }
  return false;
}

function tooLarge({ bodyBytes }: AdminLimits): SkepError {
  return new SkepError('REQUEST_TOO_LARGE', `the body is over the limit of ${bodyBytes} bytes`, {
    details: { limit: bodyBytes },
  });
}

/** What the parser throws: http-errors with a status, zlib errors with a code, SyntaxErrors with the text. */
function refusal(error: Error, limits: AdminLimits): SkepError {
  const { status, body } = error as { status?: unknown; body?: unknown };
  if (status === 413) return tooLarge(limits);
  if (status === 415) return new SkepError('MEDIA_TYPE_UNSUPPORTED', 'the content encoding of the body is not known');
  if (typeof body === 'string') return malformed(body);
  return new SkepError('REQUEST_INVALID', `the body cannot be read: ${messageOf(error).slice(0, 200)}`);
}

function malformed(text: string): SkepError {
  const at = jsonFlaw(text);
  // JSON.parse and our reader agree on what JSON is; so what is left is the key that the parser refuses.
  if (at === undefined) return new SkepError('REQUEST_INVALID', 'the body holds a key `__proto__`, which is refused');
  const lines = text.slice(0, at).split('\n');
  const [line, column] = [lines.length, (lines.at(-1) ?? '').length + 1];
  const found = at < text.length ? `unexpected ${JSON.stringify(text[at])}` : 'it ends';
  return new SkepError('REQUEST_INVALID', `the body is not JSON: ${found} at line ${line}, column ${column}`, {
    details: { line, column },
  });
}
