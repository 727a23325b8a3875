/** One request and its answer: what endpoints and the manifest's routes do alike. */
import type { ServerResponse } from 'node:http';

import { newAborter, anySignal } from '../foundation/index.ts';
import type { Context } from 'koa';
import type { Access, Answer, Endpoint, Reply } from '../api/index.ts';

import { carriedBaggage, tell } from '../core/index.ts';
import type { Served } from '../platform/index.ts';
import { type Authenticator, checkMay } from './auth.ts';
import type { Caller } from './caller.ts';
import { boundedJson } from './bounded-json.ts';
import type { BodyReader } from './body.ts';
import { type ChangesInTurn, hasAlready, settledOf, tagOf } from './conditional.ts';
import type { EqualReads } from './equal-reads.ts';
import { flowing } from './flowing.ts';
import type { AdminLimits } from './limits.ts';
import { answerProblem, tellFault } from './problem.ts';
import { isRead } from './reads.ts';
import type { OpenStreams } from './service.ts';
import { actorOf, refusalOf, type SignIns } from './sign-ins.ts';

/** What the server lends to every exchange. */
export interface Serving {
  readonly served: Served;
  readonly limits: AdminLimits;
  readonly authenticator: Authenticator;
  readonly signIns: SignIns;
  readonly readBody: BodyReader;
  /** Aborts when the server begins to stop. */
  readonly stopping: AbortSignal;
  readonly equalReads: EqualReads;
  readonly changesInTurn: ChangesInTurn;
  /** How many wait for the end of a job. */
  readonly waiting: { requests: number };
  readonly streams: OpenStreams;
}

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** W3C asks for 512 characters at least; more is not carried into every job. */
const MAX_TRACESTATE = 512;

/** Runs `fn` under the request's span, named by the pattern. Problems are answered inside, so that the span knows their status. */
export function traced(ctx: Context, serving: Serving, pattern: string, fn: () => Promise<void>): Promise<void> {
  const traceparent = ctx.get('traceparent');
  const carried = TRACEPARENT.test(traceparent);
  const tracestate = carried ? ctx.get('tracestate').slice(0, MAX_TRACESTATE + 1) : '';
  const baggage = carriedBaggage(ctx.get('baggage'));
  const about = {
    ...(baggage !== undefined && { baggage }),
    method: ctx.method,
    route: pattern,
    traceparent: carried ? traceparent : null,
    tracestate: tracestate !== '' && tracestate.length <= MAX_TRACESTATE ? tracestate : null,
  };
  return serving.served.tracer.request(about, async (span) => {
    try {
      await fn();
    } catch (error) {
      answerProblem(ctx, error, serving.served.logger);
    }
    span.status(ctx.status);
  });
}

function oneLine(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

/** Written out here, not by Koa: a value that cannot be written is a problem like any other. */
export async function send(ctx: Context, answer: Answer, { limits, stopping, served }: Serving): Promise<void> {
  const failed = (error: unknown): void => tellFault(error, served.logger);
  const body = 'pieces' in answer ? await flowing(ctx, answer, { limits, stopping, failed }) : textOf(answer, limits);
  ctx.status = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    ctx.set(name, typeof value === 'string' ? value : [...value]);
  if (body === null) {
    ctx.body = null;
    return;
  }
  if (ctx.method === 'GET' && hasAlready(ctx, oneLine(answer.headers?.['ETag']))) {
    ctx.status = 304;
    return;
  }
  ctx.type = answer.type ?? 'application/json';
  ctx.body = body;
}

/** What a read is answered, as it goes out, with its tag. @param settled see Endpoint */
export function tagged(answer: Answer, { limits }: Serving, settled: Endpoint<never>['settled']): Answer {
  if ('pieces' in answer || answer.status !== 200) return answer;
  const body = textOf(answer, limits);
  if (body === null || typeof body !== 'string') return answer;
  const tag = tagOf(body, settledOf({ settled }, answer.body));
  const sent = body.length < LONG_TEXT ? body : Buffer.from(body);
  return { type: 'application/json', ...answer, body: sent, headers: { ETag: tag, ...answer.headers } };
}

/** Characters of a text that is made into bytes once for all who share it. */
const LONG_TEXT = 4_096;

function textOf({ body }: Reply, { answerBytes }: AdminLimits): string | Buffer | null {
  if (body === undefined) return null;
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : boundedJson(body, answerBytes);
}

/**
 * Lets the caller in or throws; it may wait before that, see guesses.ts. Who is refused is told in the audit log.
 * @returns null for strangers, where access is open
 * @throws TOKEN_MISSING, TOKEN_INVALID, TOKEN_THROTTLED, SESSION_ENDED, CSRF_DENIED, ROLE_DENIED
 */
export async function admit(ctx: Context, serving: Serving, access: Access): Promise<Caller | null> {
  const manifest = serving.served.manifest();
  const asked = { request: ctx.req, manifest, access, gone: endOf(ctx, serving.stopping) };
  let caller: Caller | null = null;
  try {
    caller = await serving.authenticator.callerOf(asked);
    if (caller !== null) checkMay(caller, asked);
    return caller;
  } catch (error) {
    const refused = refusalOf(error, ctx.req);
    if (refused !== null) serving.signIns.refused(actorOf(caller, ctx.req, manifest.admin), refused);
    throw error;
  }
}

/**
 * Aborts when the client goes away before its answer, or the server stops. Made when somebody asks for it: a signal costs as
 * much as the rest of a cheap read.
 */
export function endOf({ res }: Context, stopping: AbortSignal): () => AbortSignal {
  let signal: AbortSignal | undefined;
  return () => {
    signal ??= anySignal([closed(res), stopping]);
    return signal;
  };
}

function closed(res: ServerResponse): AbortSignal {
  const gone = newAborter();
  if (res.closed) gone.abort();
  else res.once('close', () => gone.abort());
  return gone.signal;
}

/** Characters of a path that a log line shows; ids may be as long as 255, and each of them three as written. */
const SHOWN_PATH = 1_024;

/** Acts leave a line in the log: who, what, with what result. Traffic, which is reads and new jobs, when asked for detail. */
export function logExchange(ctx: Context, serving: Serving, what: Exchanged): void {
  const { pattern, caller, traffic } = what;
  const path = ctx.path.slice(0, SHOWN_PATH);
  const fields = { method: ctx.method, route: pattern, path, status: ctx.status, caller: caller?.name ?? null };
  tell(serving.served.logger, traffic || isRead(ctx.req) ? 'request.served' : 'request.acted', fields);
}

export interface Exchanged {
  readonly pattern: string;
  readonly caller: Caller | null;
  /** Comes as often as jobs do. */
  readonly traffic: boolean;
}
