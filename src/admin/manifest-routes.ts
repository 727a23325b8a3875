/** The manifest's own `routes.http`: a request that becomes a job, or that shows one. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';

import { fillTemplate } from '../core/index.ts';
import { type Json, SkepError } from '../foundation/index.ts';
import type { HttpRoute, Manifest } from '../manifest/index.ts';
import { jobId, jobLocation } from './api/names.ts';
import type { Answer } from './endpoint.ts';
import { admit, type House, logExchange, send, traced } from './exchange.ts';

/** What templates of a route may name; `job` joins when there is one. */
type Scope = Readonly<Record<string, unknown>>;

/** Looks the route up in the manifest of the moment, so that a reload changes the routes at once. */
export function manifestRoutes(house: House): Middleware {
  // A manifest is immutable: its table is built once and forgotten with it.
  const tables = new WeakMap<Manifest, Middleware>();
  return async (ctx, next) => {
    const manifest = house.served.manifest();
    const table = tables.get(manifest) ?? tableOf(manifest, house);
    tables.set(manifest, table);
    await table(ctx, next);
  };
}

function tableOf(manifest: Manifest, house: House): Middleware {
  const router = new Router({ sensitive: true, strict: true });
  for (const route of manifest.routes.http) {
    const layer = router.register(route.path, [route.method], (ctx) => serve(ctx, route, house));
    // The router answers HEAD with what GET does; a look at the headers must make no job.
    if (route.task !== null) layer.methods = layer.methods.filter((method) => method !== 'HEAD');
  }
  return router.routes() as unknown as Middleware;
}

async function serve(ctx: Context, route: HttpRoute, house: House): Promise<void> {
  const caller = await admit(ctx, house, route.public ? 'open' : 'operator');
  await traced(ctx, house, route.path, async () => {
    const body = await house.readBody(ctx);
    const scope = {
      params: ctx['params'] as unknown,
      query: queryOf(ctx),
      headers: headersOf(ctx),
      body: body ?? null,
    };
    send(
      ctx,
      route.task === null ? await show(route, scope, house) : await enqueue(route, route.task, scope, house),
      house.limits,
    );
  });
  logExchange(ctx, house, route.path, caller);
}

async function enqueue(route: HttpRoute, task: string, scope: Scope, house: House): Promise<Answer> {
  const payload = route.with === null ? (scope['body'] as Json) : fillTemplate(route.with, scope);
  const [job] = await house.served.operations.enqueue(task, [{ payload }]);
  if (!job) throw new Error('enqueue gave no receipt');
  return { ...respond(route, { ...scope, job }, job), location: jobLocation(job.id) };
}

async function show(route: HttpRoute, scope: Scope, house: House): Promise<Answer> {
  const id = fillTemplate(route.job, scope);
  // eslint-disable-next-line no-restricted-syntax -- of our own table; patterns.spec.ts looks at it
  if (typeof id !== 'string' || !new RegExp(jobId.pattern, 'u').test(id)) {
    throw new SkepError('JOB_UNKNOWN', `${JSON.stringify(id).slice(0, 80)} is not the id of a job`);
  }
  const job = await house.served.operations.getJob(id);
  return respond(route, { ...scope, job }, job);
}

function respond({ respond: { status, body } }: HttpRoute, scope: Scope, own: unknown): Answer {
  // null is JSON here: what goes out is always a JSON text.
  return { status, body: body === null ? own : asText(fillTemplate(body, scope)) };
}

function asText(body: Json): Json {
  return typeof body === 'string' ? JSON.stringify(body) : body;
}

/** A repeated parameter is a list. */
function queryOf(ctx: Context): Readonly<Record<string, Json>> {
  const search = new URLSearchParams(ctx.querystring);
  const entries = [...new Set(search.keys())].map((name) => {
    const values = search.getAll(name);
    return [name, values.length === 1 ? (values[0] ?? '') : values] as const;
  });
  return Object.fromEntries(entries);
}

/** Credentials must not end in a payload, which is stored and shown. */
const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie']);

function headersOf(ctx: Context): Readonly<Record<string, string>> {
  const entries = Object.entries(ctx.req.headersDistinct)
    .filter(([name]) => !SECRET_HEADERS.has(name))
    .map(([name, values]) => [name, (values ?? []).join(', ')] as const);
  return Object.fromEntries(entries);
}
