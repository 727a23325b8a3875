/** Endpoints → router. Every request goes the same way: who calls, what is asked, is it well-formed, then act. */
import { Router } from '@koa/router';
import type { Context } from 'koa';

import { NDJSON } from '../api/index.ts';
import type { Caller } from './caller.ts';
import type { ServerCall, ServerEndpoint } from './service.ts';
import { admit, endOf, type Serving, logExchange, send, traced } from './exchange.ts';
import { forCaller } from './for-caller.ts';
import { checkBody, checkParams, readQuery } from './validation.ts';
import { SessionDesk } from './session-desk.ts';
import { jobAfter, runAfter } from './wait.ts';

export function endpointRouter(endpoints: readonly ServerEndpoint[], serving: Serving): Router {
  const router = new Router({ sensitive: true, strict: true });
  for (const endpoint of endpoints) {
    router.register(endpoint.path, [endpoint.method], (ctx) => serve(ctx, endpoint, serving));
  }
  return router;
}

async function serve(ctx: Context, endpoint: ServerEndpoint, everything: Serving): Promise<void> {
  const asksForMore = endpoint.forAdmins.some((name) => ctx.URL.searchParams.has(name));
  const caller = await admit(ctx, everything, asksForMore ? 'admin' : endpoint.access);
  const serving = forCaller(everything, caller);
  const answer = async (): Promise<void> => {
    await send(ctx, await endpoint.run(await readCall(ctx, endpoint, serving, caller)), serving);
  };
  // Reads are polled: a span for each would bury the acts.
  await (endpoint.method === 'GET' ? answer() : traced(ctx, serving, endpoint.path, answer));
  logExchange(ctx, serving, { pattern: endpoint.path, caller, traffic: endpoint.name === 'enqueue' });
}

async function readCall(
  ctx: Context,
  endpoint: ServerEndpoint,
  serving: Serving,
  caller: Caller | null,
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
    wantsHtml: ctx.accepts('json', 'html') === 'html',
    wantsLines: ctx.accepts('json', NDJSON) === NDJSON,
    signal,
    runAfter: (id, wait) => runAfter(id, wait, { ...serving, operations: serving.served.operations, signal }),
    jobAfter: (id, wait) => jobAfter(id, wait, { ...serving, operations: serving.served.operations, signal }),
  };
}

/** Clients that always send a body may send `{}` where none is taken. */
const NO_KEYS = {
  type: 'object',
  additionalProperties: false,
  properties: {},
  description: 'this takes no body',
} as const;
