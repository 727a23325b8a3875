/** Endpoints → router. Every request goes the same way: who calls, what is asked, is it well-formed, then act. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';

import { type Access, type Answer, NDJSON } from '../api/index.ts';
import { type Json, SkepError } from '../foundation/index.ts';
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

/** A router tries its paths one after the other, so each thing has one of its own, found by the head of its paths. */
export function endpointRouter(endpoints: readonly ServerEndpoint[], serving: Serving): Middleware {
  const routers = new Map<string, Router>();
  for (const endpoint of endpoints) {
    const router = routers.get(headOf(endpoint.path)) ?? new Router({ sensitive: true, strict: true });
    routers.set(headOf(endpoint.path), router);
    router.register(endpoint.path, [endpoint.method], (ctx) => serve(ctx, endpoint, { serving, endpoints }));
  }
  const routes = new Map([...routers].map(([head, router]) => [head, router.routes() as unknown as Middleware]));
  return async (ctx, next) => {
    const matching = routes.get(headOf(ctx.path));
    await (matching === undefined ? next() : matching(ctx, next));
  };
}

/** `/api/jobs/ID/events` → `/api/jobs` */
function headOf(path: string): string {
  const second = path.indexOf('/', 1);
  const third = second < 0 ? -1 : path.indexOf('/', second + 1);
  return third < 0 ? path : path.slice(0, third);
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
    const params = { ...(ctx['params'] as Record<string, string>) };
    checkParams(endpoint, params);
    const query = readQuery(endpoint, ctx.querystring);
    const asking = { endpoint, endpoints, serving, caller, access, params, query };
    await send(ctx, await (endpoint.method === 'GET' ? seen : changed)(ctx, asking), serving);
  };
  // Reads are polled: a span for each would bury the acts.
  await (endpoint.method === 'GET' ? answer() : traced(ctx, serving, endpoint.path, answer));
  logExchange(ctx, serving, { pattern: endpoint.path, caller, traffic: endpoint.name === 'enqueue' });
}

function accessOf({ access, accessBy }: ServerEndpoint, { served }: Serving): Access {
  return accessBy?.(served.manifest()) ?? access;
}

interface Asking {
  readonly endpoint: ServerEndpoint;
  readonly endpoints: readonly ServerEndpoint[];
  readonly serving: Serving;
  readonly caller: Caller | null;
  readonly access: Access;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, Json>>;
}

/** The answer of a read. Equal ones share a look, whoever asks, as long as all of them see the same. */
async function seen(ctx: Context, asking: Asking): Promise<Answer> {
  const { endpoint, serving } = asking;
  const look = async (gone: () => AbortSignal): Promise<Answer> =>
    tagged(await endpoint.run(callOf(ctx, asking, { body: undefined, gone })), serving, endpoint.settled);
  if (isOfOneAlone(ctx, asking)) return look(endOf(ctx, serving.stopping));
  // Nobody's going away ends what others wait for.
  return serving.equalReads.ask(sameFor(ctx, asking), () => look(() => serving.stopping));
}

/** A login is, and what waits, streams, or is told in the log. */
function isOfOneAlone(ctx: Context, { endpoint, query }: Asking): boolean {
  if (endpoint.access === 'open' && endpoint.accessBy === undefined) return true;
  if (endpoint.answers[200]?.type !== undefined || 'wait' in query || 'reveal' in query) return true;
  return wantsLines(ctx);
}

/** Equal where the answers are: no word of who asks is in them, but only of what he may see. */
function sameFor(ctx: Context, { endpoint, caller }: Asking): string {
  const sight = caller === null ? '' : JSON.stringify([caller.role, caller.scope?.queues, caller.scope?.tasks]);
  return `${endpoint.name}\n${ctx.req.url ?? ''}\n${sight}\n${ctx.req.headers.accept ?? ''}`;
}

async function changed(ctx: Context, asking: Asking): Promise<Answer> {
  const { endpoint, endpoints, serving } = asking;
  const body = await serving.readBody(ctx);
  if (endpoint.body) checkBody(endpoint.body, body);
  else if (body !== undefined) checkBody(NO_KEYS, body);
  const call = callOf(ctx, asking, { body, gone: endOf(ctx, serving.stopping) });
  const ifMatch = ctx.get('if-match');
  if (ifMatch === '') return counted(ctx, call, () => endpoint.run(call));
  // One that is tried again has changed the thing itself: it gets its first answer, and is not asked what it has seen.
  const change = async (): Promise<Answer> => {
    await assertUnchanged(ifMatch, endpoint, { endpoints, call });
    return endpoint.run(call);
  };
  const once = call.operations.once();
  return serving.changesInTurn.run(JSON.stringify(call.params), once, () => counted(ctx, call, change));
}

interface Given {
  readonly body: Json | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: () => AbortSignal;
}

function callOf(ctx: Context, asking: Asking, { body, gone }: Given): ServerCall {
  const { serving, caller, access, params, query } = asking;
  const waits = { ...serving, operations: serving.served.operations, gone };
  return {
    served: serving.served,
    operations: serving.served.operations,
    params,
    query,
    body,
    caller: caller?.name ?? 'local',
    trusted: caller !== null,
    scoped: caller !== null && caller.scope !== null,
    accept: ctx.get('accept'),
    get wantsHtml() {
      return ctx.accepts('json', 'html') === 'html';
    },
    get wantsLines() {
      return wantsLines(ctx);
    },
    get desk() {
      const { served, authenticator, signIns } = serving;
      const moment = { manifest: served.manifest(), now: served.clock.now() };
      return new SessionDesk({ request: ctx.req, caller, authenticator, signIns, ...moment, gone });
    },
    get signal() {
      return gone();
    },
    lastEventId: ctx.get('last-event-id') || null,
    streams: serving.streams,
    stillAdmitted: async () => {
      // One signal for as long as it lasts: it is asked four times a second.
      const asked = { request: ctx.req, manifest: serving.served.manifest(), access, gone };
      const now = await serving.authenticator.callerOf(asked);
      if (now !== null) checkMay(now, asked);
      assertSameSight(caller, now);
    },
    runAfter: (id, wait) => runAfter(id, wait, waits),
    jobAfter: (id, wait) => jobAfter(id, wait, waits),
  };
}

const PLAIN: readonly (string | undefined)[] = [undefined, '*/*', 'application/json'];

function wantsLines(ctx: Context): boolean {
  if (PLAIN.includes(ctx.req.headers.accept)) return false;
  return ctx.accepts('json', NDJSON) === NDJSON;
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
