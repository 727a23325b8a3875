/** Endpoints → router. Every request goes the same way: who calls, what is asked, is it well-formed, then act. */
import { Router } from '@koa/router';
import type { Context } from 'koa';

import type { Caller } from './auth.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { admit, endOf, type House, logExchange, send, traced } from './exchange.ts';
import { checkBody, checkParams, readQuery } from './validation.ts';

export function endpointRouter(endpoints: readonly Endpoint[], house: House): Router {
  const router = new Router({ sensitive: true, strict: true });
  for (const endpoint of endpoints) {
    router.register(endpoint.path, [endpoint.method], (ctx) => serve(ctx, endpoint, house));
  }
  return router;
}

async function serve(ctx: Context, endpoint: Endpoint, house: House): Promise<void> {
  const caller = await admit(ctx, house, endpoint.access);
  const answer = async (): Promise<void> => {
    send(ctx, await endpoint.run(await readCall(ctx, endpoint, house, caller)), house.limits);
  };
  // Reads are polled: a span for each would bury the acts.
  await (endpoint.method === 'GET' ? answer() : traced(ctx, house, endpoint.path, answer));
  logExchange(ctx, house, { pattern: endpoint.path, caller, traffic: endpoint.name === 'enqueue' });
}

async function readCall(ctx: Context, endpoint: Endpoint, house: House, caller: Caller | null): Promise<Call> {
  const params = { ...(ctx['params'] as Record<string, string>) };
  checkParams(endpoint, params);
  const query = readQuery(endpoint, ctx.querystring);
  const body = endpoint.method === 'GET' ? undefined : await house.readBody(ctx);
  if (endpoint.body) checkBody(endpoint.body, body);
  else if (body !== undefined) checkBody(NO_KEYS, body);
  return {
    served: house.served,
    limits: house.limits,
    params,
    query,
    body,
    trusted: caller !== null,
    wantsHtml: ctx.accepts('json', 'html') === 'html',
    signal: endOf(ctx, house.stopping),
    waiting: house.waiting,
  };
}

/** Clients that always send a body may send `{}` where none is taken. */
const NO_KEYS = {
  type: 'object',
  additionalProperties: false,
  properties: {},
  description: 'this takes no body',
} as const;
