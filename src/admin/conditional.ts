/**
 * Conditional requests (RFC 9110, 13): `If-None-Match` spares the transfer of an answer that its client has, `If-Match`
 * refuses a change of what is not any more as its client has seen it.
 *
 * A tag has two parts, `"WHOLE.SETTLED"`: the hash of the answer as it is, and that of what of it changes by somebody's word
 * alone. A bucket that is used all the time has another answer every moment, and may be set by whoever has seen its numbers.
 */
import { createHash } from 'node:crypto';

import type { Context } from 'koa';

import { SkepError } from '../foundation/index.ts';
import type { ServerCall, ServerEndpoint } from './service.ts';

/** Of 144 bits: nobody meets another answer of that hash by chance. */
const HASH_CHARACTERS = 24;

/** @param body as it goes out @param settled of it, as JSON; undefined: all of it */
export function tagOf(body: string, settled?: string): string {
  const whole = hashOf(body);
  return `"${whole}.${settled === undefined ? whole : hashOf(settled)}"`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, HASH_CHARACTERS);
}

/** @returns whether the client has the answer of that tag */
export function hasAlready(ctx: Context, tag: string | undefined): boolean {
  const asked = ctx.get('if-none-match');
  return tag !== undefined && asked !== '' && tagsOf(asked).some((one) => one === '*' || weak(one) === tag);
}

/** Compared weakly, as RFC 9110 has it for `If-None-Match`. */
function weak(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag;
}

function tagsOf(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim());
}

/**
 * Looked at right before the change, not in one step with it: who races within that instant is not kept apart.
 * @param endpoints all: what shows the thing that an endpoint changes is found by its path
 * @throws SkepError CHANGED_MEANWHILE; REQUEST_INVALID where nothing shows it
 */
export async function assertUnchanged(
  asked: string,
  { path }: Pick<ServerEndpoint, 'path'>,
  { endpoints, call }: { readonly endpoints: readonly ServerEndpoint[]; readonly call: ServerCall },
): Promise<void> {
  const shows = endpoints.find((one) => one.method === 'GET' && [path, parentOf(path)].includes(one.path));
  if (!shows?.path.includes(':')) {
    throw new SkepError('REQUEST_INVALID', '`If-Match` is taken where a GET shows what is changed, and not here', {
      hint: 'leave it out, or give `Idempotency-Key` so that the request counts once',
    });
  }
  const answer = await shows.run({ ...call, query: {}, body: undefined });
  const body = 'body' in answer ? answer.body : undefined;
  const now = settledPart(tagOf(JSON.stringify(body), settledOf(shows, body)));
  if (tagsOf(asked).some((one) => one === '*' || settledPart(one) === now)) return;
  throw new SkepError('CHANGED_MEANWHILE', 'it is not any more as `If-Match` says: it was changed since it was read', {
    hint: 'read it again, and decide again',
  });
}

/** @returns as JSON what of an answer changes by somebody's word alone; undefined: all of it */
export function settledOf({ settled }: Pick<ServerEndpoint, 'settled'>, body: unknown): string | undefined {
  return settled && JSON.stringify(settled(body as never));
}

function settledPart(tag: string): string {
  return tag.replaceAll('"', '').split('.', 2)[1] ?? '';
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
