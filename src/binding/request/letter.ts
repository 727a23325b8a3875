/** The letter of an attempt: templates filled in, headers that say whose it is, and a signature. */
import { createHmac } from 'node:crypto';
import { validateHeaderValue } from 'node:http';

import {
  fillInto,
  fillTemplate,
  type HandlerContext,
  templateText,
  traceparentOf,
  writtenOut,
} from '../../core/index.ts';
import { isWellFormed, type Json, messageOf, packageVersion } from '../../foundation/index.ts';
import type { RequestSpec } from '../../manifest/index.ts';
import type { Letter } from './exchange.ts';
import { RequestError } from './request-error.ts';

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
const JSON_TYPE = 'application/json';

/**
 * @param now epoch milliseconds, for the signature
 * @throws RequestError REQUEST_REFUSED for an address or header that the payload makes impossible
 */
export function letterOf(spec: RequestSpec, payload: Json, ctx: HandlerContext, now: number): Letter {
  const { id, task, queue } = ctx.job;
  const scope = { payload, job: { id, task, queue, attempt: ctx.attempt } };
  const own = headersOf(spec, scope);
  const body = bodyOf(spec, scope, own['content-type']);
  const traceparent = traceparentOf(ctx.span) ?? ctx.job.traceparent;
  return {
    method: spec.method,
    url: urlOf(spec.url, scope),
    headers: {
      'user-agent': `skep/${packageVersion()}`,
      accept: `${JSON_TYPE}, */*;q=0.5`,
      ...(body === null ? {} : { 'content-type': JSON_TYPE }),
      ...own,
      'idempotency-key': ctx.idempotencyKey,
      'skep-job': id,
      'skep-task': task,
      'skep-attempt': String(ctx.attempt),
      ...(traceparent === null ? {} : { traceparent }),
      ...(spec.sign === null ? {} : { 'skep-signature': signature(spec.sign.secret, body, now) }),
    },
    body,
  };
}

/** `t=SECONDS,v1=HMAC` of `SECONDS.BODY`. The instant is part of it, so that an old letter cannot be sent again. */
export function signature(secret: string, body: Buffer | null, now: number): string {
  const seconds = Math.floor(now / 1_000);
  const hmac = createHmac('sha256', secret).update(`${seconds}.`);
  if (body !== null) hmac.update(body);
  return `t=${seconds},v1=${hmac.digest('hex')}`;
}

type Scope = Readonly<Record<string, Json>>;

function headersOf({ headers }: RequestSpec, scope: Scope): Record<string, string> {
  const entries = Object.entries(headers).map(([name, template]) => {
    const text = writtenOut(fillTemplate(template, scope));
    try {
      validateHeaderValue(name, text);
    } catch (error) {
      // Without the value: it may be secret.
      throw refused(`the header ${name} cannot have the value that its template makes`, error);
    }
    return [name.toLowerCase(), text] as const;
  });
  return Object.fromEntries(entries);
}

/** JSON, but for a text of which the manifest says that it is something else. */
function bodyOf({ body, method }: RequestSpec, scope: Scope, type: string | undefined): Buffer | null {
  if (body === '') return null;
  if (body === null && !WITH_BODY.has(method)) return null;
  const value = body === null ? (scope['payload'] ?? null) : fillTemplate(body, scope);
  const asIs = typeof value === 'string' && type !== undefined && !/[/+]json\b/i.test(type);
  return Buffer.from(asIs ? value : JSON.stringify(value));
}

/** One expression alone is an address; inside of one it is a part of a path or a query, whatever characters it has. */
function urlOf(template: string, scope: Scope): URL {
  const whole = templateText(template).kind === 'path';
  const text = whole ? fillTemplate(template, scope) : fillInto(template, scope, segment);
  if (typeof text !== 'string' || !URL.canParse(text)) throw refused('the url that the payload makes is no address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(`${url.protocol} is neither http nor https`);
  if (url.username !== '' || url.password !== '') throw refused('an address with a user in it is not asked');
  url.hash = '';
  return url;
}

function segment(text: string): string {
  // A step up would lead to another path than the manifest names.
  if (text === '.' || text === '..') throw refused(`the payload puts \`${text}\` into the url`);
  if (!isWellFormed(text)) throw refused('the payload puts half of a character into the url');
  return encodeURIComponent(text);
}

function refused(message: string, cause?: unknown): RequestError {
  return new RequestError('REQUEST_REFUSED', cause === undefined ? message : `${message}: ${messageOf(cause)}`);
}
