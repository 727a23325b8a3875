/** The body of a request as JSON, within bounds. */
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';

import type { Context } from 'koa';
import rawBody from 'raw-body';

import { type Json, messageOf, readJson, SkepError } from '../foundation/index.ts';
import { inviteBody } from './expecting.ts';
import type { AdminLimits } from './limits.ts';

export type BodyReader = (ctx: Context) => Promise<Json | undefined>;

/**
 * @returns a reader of bodies; it resolves with undefined when the request has none, and throws
 *   MEDIA_TYPE_UNSUPPORTED, REQUEST_TOO_LARGE, REQUEST_INVALID
 */
export function bodyReader(limits: AdminLimits): BodyReader {
  return async (ctx) => {
    try {
      if (!hasBody(ctx)) return undefined;
      checkHead(ctx, limits);
      inviteBody(ctx.req, ctx.res);
      const text = await readText(ctx, limits);
      return text === '' ? undefined : checked(parsed(text), limits);
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
  if (!isJson(ctx.get('content-type'))) {
    throw new SkepError('MEDIA_TYPE_UNSUPPORTED', 'the body must be JSON in UTF-8', {
      hint: 'send it with the header `Content-Type: application/json`',
    });
  }
  if (Number(ctx.req.headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge(limits);
}

/** `application/json`, `application/NAME+json`; of the parameters only `charset` means something: UTF-8, however spelt. */
function isJson(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (!/^application\/(?:[a-z0-9.+-]+\+)?json$/.test(type)) return false;
  return parameters
    .filter((parameter) => /^charset\b/.test(parameter))
    .every((parameter) => /^charset=(?:utf-?8|"utf-?8")$/.test(parameter));
}

async function readText(ctx: Context, limits: AdminLimits): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await rawBody(inflated(ctx), { limit: limits.bodyBytes });
  } catch (error) {
    throw refusal(error, limits);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A lenient reader would store U+FFFD in place of what was sent.
    throw new SkepError('REQUEST_INVALID', 'the body is not UTF-8', { hint: 'send JSON as UTF-8' });
  }
}

function inflated({ req }: Context): Readable {
  const encoding = (req.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return req;
  if (encoding === 'gzip' || encoding === 'deflate') return req.pipe(createUnzip());
  if (encoding === 'br') return req.pipe(createBrotliDecompress());
  throw new SkepError('MEDIA_TYPE_UNSUPPORTED', 'the content encoding of the body is not known', {
    hint: 'gzip, deflate and br are',
  });
}

function parsed(text: string): Json {
  const read = readJson(text);
  if (read.ok) return read.value;
  const { problem, line, column, pointer } = read;
  throw new SkepError('REQUEST_INVALID', `the body ${problem}`, {
    details: { line, column, ...(pointer === undefined ? {} : { pointer }) },
  });
}

function checked(body: Json, limits: AdminLimits): Json {
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

/** What reading throws: http-errors with a status, zlib errors with a code. */
function refusal(error: unknown, limits: AdminLimits): SkepError {
  if (error instanceof SkepError) return error;
  if ((error as { status?: unknown }).status === 413) return tooLarge(limits);
  return new SkepError('REQUEST_INVALID', `the body cannot be read: ${messageOf(error).slice(0, 200)}`);
}
