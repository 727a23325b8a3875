/**
 * `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header): a request that is tried again with its key counts
 * once, in whichever process it arrives. The same request gets the answer of the first, another one of that key is refused,
 * and so is one that comes while the first is under way. What failed has changed nothing and is not kept: it may be tried again.
 */
import { createHash } from 'node:crypto';

import type { Context } from 'koa';

import type { Answer, Reply } from '../api/index.ts';
import { SkepError } from '../foundation/index.ts';
import type { ServerCall } from './service.ts';

/** Of the header, as it came. */
const KEY_MAX = 255;

/** @param act does what is asked. @returns its answer, or the one that the first request of the key got */
export async function counted(ctx: Context, call: ServerCall, act: () => Promise<Answer>): Promise<Answer> {
  const given = ctx.get('idempotency-key');
  // A login is nobody's to replay: its answer is a cookie.
  if (given === '' || ctx.method === 'GET' || ctx.path === '/api/session') return act();
  if (given.length > KEY_MAX) {
    throw new SkepError('REQUEST_INVALID', `\`Idempotency-Key\` is longer than ${KEY_MAX} characters`, {
      hint: 'a UUID is enough',
    });
  }
  const once = call.operations.once();
  // Keys of one caller are none of another's.
  const key = hashOf([call.caller, given]);
  const request = hashOf([ctx.method, ctx.path, ctx.querystring, call.body ?? null]);
  const before = await once.begin(key, request);
  if (before !== null) return answerAgain(before, request);
  const answer = await act().catch(async (error: unknown) => {
    await once.drop(key).catch(() => undefined);
    throw error;
  });
  if ('pieces' in answer) await once.drop(key);
  else await once.done(key, request, JSON.stringify(answer satisfies Reply));
  return answer;
}

function answerAgain(before: { readonly request: string; readonly answer: string | null }, request: string): Answer {
  if (before.request !== request) {
    throw new SkepError('KEY_REUSED', 'the `Idempotency-Key` was that of another request', {
      hint: 'a new request takes a new key; tries of one are the same to the letter',
    });
  }
  if (before.answer === null) {
    throw new SkepError('KEY_IN_USE', 'the request of that `Idempotency-Key` is under way', {
      hint: 'try again in a moment: its answer is kept for a day',
    });
  }
  const { headers = {}, ...answer } = JSON.parse(before.answer) as Reply;
  return { ...answer, headers: { ...headers, 'Idempotency-Replayed': 'true' } };
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
