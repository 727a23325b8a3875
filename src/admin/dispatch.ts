/** Endpoints → router. Every request goes the same way: who calls, what is asked, is it well-formed, then act. */
import { Router } from '@koa/router';
import type { Context } from 'koa';

import { type Access, type Answer, NDJSON } from '../api/index.ts';
import { SkepError } from '../foundation/index.ts';
import { checkMay } from './auth.ts';
import type { Caller } from './caller.ts';
import type { ServerCall, ServerEndpoint } from './service.ts';
import { assertUnchanged } from './conditional.ts';
import { admit, endOf, type Serving, logExchange, send, tagged, traced } from './exchange.ts';
import { counted } from './counting.ts';
import { forCaller } from './for-caller.ts';
import { checkBody, checkParams, readQuery } from './validation.ts';
import { SessionDesk } from './session-desk.ts';
import { jobAfter, runAfter } from './wait.ts';

export function endpointRouter(endpoints: readonly ServerEndpoint[], serving: Serving): Router {
  const router = new Router({ sensitive: true, strict: true });
  for (const endpoint of endpoints) {
    router.register(endpoint.path, [endpoint.method], (ctx) => serve(ctx, endpoint, { serving, endpoints }));
  }
  return router;
}

async function serve(
  ctx: Context,
  endpoint: ServerEndpoint,
  { serving: everything, endpoints }: { readonly serving: Serving; readonly endpoints: readonly ServerEndpoint[] },
): Promise<void> {
  const asksForMore = endpoint.forAdmins.some((name) => ctx.URL.searchParams.has(name));
  const access = asksForMore ? 'admin' : accessOf(endpoint, everything);
  const caller = await admit(ctx, everything, access);
  const serving = forCaller(everything, caller, ctx.req);
  const answer = async (): Promise<void> => {
    const call = await readCall(ctx, endpoint, serving, { caller, access });
    await send(
      ctx,
      await (endpoint.method === 'GET' ? seen : changed)(ctx, call, { endpoint, endpoints, serving }),
      serving,
    );
  };
  // Reads are polled: a span for each would bury the acts.
  await (endpoint.method === 'GET' ? answer() : traced(ctx, serving, endpoint.path, answer));
  logExchange(ctx, serving, { pattern: endpoint.path, caller, traffic: endpoint.name === 'enqueue' });
}

function accessOf({ access, accessBy }: ServerEndpoint, { served }: Serving): Access {
  return accessBy?.(served.manifest()) ?? access;
}

interface Admitted {
  readonly caller: Caller | null;
  readonly access: Access;
}

interface Acting {
  readonly endpoint: ServerEndpoint;
  readonly endpoints: readonly ServerEndpoint[];
  readonly serving: Serving;
}

/** The answer of a read. Equal ones of one caller share a look, but for those that wait, stream, or are told in the log. */
async function seen(ctx: Context, call: ServerCall, { endpoint, serving }: Acting): Promise<Answer> {
  const look = async (signal: AbortSignal): Promise<Answer> =>
    tagged(await endpoint.run({ ...call, signal }), serving, endpoint.settled);
  const lasts = endpoint.answers[200]?.type !== undefined || call.wantsLines || 'wait' in call.query;
  if (endpoint.access === 'open' || lasts || 'reveal' in call.query) return look(call.signal);
  const { via, queues, tasks } = call.desk.view();
  const who = [call.caller, via, queues, tasks, call.trusted];
  const key = JSON.stringify([endpoint.name, ctx.path, ctx.querystring, who, call.accept]);
  // Nobody's going away ends what others wait for.
  return serving.equalReads.ask(key, () => look(serving.stopping));
}

async function changed(ctx: Context, call: ServerCall, { endpoint, endpoints }: Acting): Promise<Answer> {
  const ifMatch = ctx.get('if-match');
  if (ifMatch !== '') await assertUnchanged(ifMatch, endpoint, { endpoints, call });
  return counted(ctx, call, () => endpoint.run(call));
}

async function readCall(
  ctx: Context,
  endpoint: ServerEndpoint,
  serving: Serving,
  { caller, access }: Admitted,
): Promise<ServerCall> {
  const params = { ...(ctx['params'] as Record<string, string>) };
  checkParams(endpoint, params);
  const query = readQuery(endpoint, ctx.querystring);
  const body = endpoint.method === 'GET' ? undefined : await serving.readBody(ctx);
  if (endpoint.body) checkBody(endpoint.body, body);
  else if (body !== undefined) checkBody(NO_KEYS, body);
  const signal = endOf(ctx, serving.stopping);
  const desk = new SessionDesk({
    ...{ request: ctx.req, manifest: serving.served.manifest(), caller, authenticator: serving.authenticator },
    signIns: serving.signIns,
    now: serving.served.clock.now(),
    gone: () => signal,
  });
  return {
    desk,
    served: serving.served,
    operations: serving.served.operations,
    params,
    query,
    body,
    caller: caller?.name ?? 'local',
    trusted: caller !== null,
    scoped: caller !== null && caller.scope !== null,
    accept: ctx.get('accept'),
    wantsHtml: ctx.accepts('json', 'html') === 'html',
    wantsLines: ctx.accepts('json', NDJSON) === NDJSON,
    signal,
    lastEventId: ctx.get('last-event-id') || null,
    streams: serving.streams,
    stillAdmitted: async () => {
      // One signal for as long as it lasts: it is asked four times a second.
      const asked = { request: ctx.req, manifest: serving.served.manifest(), access, gone: () => signal };
      const now = await serving.authenticator.callerOf(asked);
      if (now !== null) checkMay(now, asked);
      assertSameSight(caller, now);
    },
    runAfter: (id, wait) => runAfter(id, wait, { ...serving, operations: serving.served.operations, signal }),
    jobAfter: (id, wait) => jobAfter(id, wait, { ...serving, operations: serving.served.operations, signal }),
  };
}

/** What is told goes by what the caller saw at the begin: with another scope he is to begin anew. */
function assertSameSight(before: Caller | null, now: Caller | null): void {
  if (JSON.stringify(before?.scope ?? null) === JSON.stringify(now?.scope ?? null)) return;
  throw new SkepError('SCOPE_DENIED', 'what the caller may see is not any more what it was when the stream began');
}

/** Clients that always send a body may send `{}` where none is taken. */
const NO_KEYS = {
  type: 'object',
  additionalProperties: false,
  properties: {},
  description: 'this takes no body',
} as const;
