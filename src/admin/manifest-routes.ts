/** The manifest's own `routes.http`: a request that becomes a job or several, or that shows one. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';

import { fillTemplate, matchesTask } from '../core/index.ts';
import { type ErrorCode, type Json, SkepError } from '../foundation/index.ts';
import { afterCalls, callsOf, fillPayload, type HttpRoute, type Manifest, type TaskCall } from '../manifest/index.ts';

import { sent } from '../background/index.ts';
import {
  type EnqueuedView,
  jobId,
  jobLocation,
  type JobView,
  type Reply,
  runLocation,
  type RunView,
} from '../api/index.ts';
import type { TaskItem } from '../platform/index.ts';
import { admit, endOf, type Serving, logExchange, send, traced } from './exchange.ts';
import { forCaller } from './for-caller.ts';
import { type RequestScope, scopeOf } from './request-scope.ts';
import { shown, shownRun } from './shown-job.ts';
import { runAfter, waitForEnd, waitMsOf } from './wait.ts';

/** Looks the route up in the manifest of the moment, so that a reload changes the routes at once. */
export function manifestRoutes(serving: Serving): Middleware {
  // A manifest is immutable: its table is built once and forgotten with it.
  const tables = new WeakMap<Manifest, Middleware>();
  return async (ctx, next) => {
    const manifest = serving.served.manifest();
    const table = tables.get(manifest) ?? tableOf(manifest, serving);
    tables.set(manifest, table);
    await table(ctx, next);
  };
}

function tableOf(manifest: Manifest, serving: Serving): Middleware {
  const router = new Router({ sensitive: true, strict: true });
  for (const route of manifest.routes.http) {
    const layer = router.register(route.path, [route.method], (ctx) => serve(ctx, route, serving));
    // The router answers HEAD with what GET does; a look at the headers must make no job.
    if (!shows(route)) layer.methods = layer.methods.filter((method) => method !== 'HEAD');
  }
  return router.routes() as unknown as Middleware;
}

async function serve(ctx: Context, route: HttpRoute, everything: Serving): Promise<void> {
  const caller = await admit(ctx, everything, route.public ? 'open' : 'operator');
  // What is open to strangers is so to all.
  const serving = route.public ? everything : forCaller(everything, caller, ctx.req);
  await traced(ctx, serving, route.path, async () => {
    const scope = scopeOf(ctx, (await serving.readBody(ctx)) ?? null);
    const answer = shows(route) ? show(ctx, route, scope, serving) : act(ctx, route, scope, serving);
    await send(ctx, await answer, serving);
  });
  logExchange(ctx, serving, { pattern: route.path, caller, traffic: true });
}

function shows({ job, run }: HttpRoute): boolean {
  return job !== null || run !== null;
}

/** All payloads are checked before anything is stored, and what is not stored runs only if the rest was. */
async function act(ctx: Context, route: HttpRoute, scope: RequestScope, serving: Serving): Promise<Reply> {
  const inline = itemsOf(afterCalls(route, 'inline'), scope, serving);
  if (inline.length === 0) return enqueue(route, scope, serving);
  const work = await serving.served.afterWork.prepare(inline);
  try {
    const reply = await enqueue(route, scope, serving);
    void sent(ctx.res).then(() => work.run(route.order));
    return reply;
  } catch (error) {
    work.drop();
    throw error;
  }
}

async function enqueue(route: HttpRoute, scope: RequestScope, serving: Serving): Promise<Reply> {
  const { operations } = serving.served;
  if (route.workflow !== null) return start(route, route.workflow, scope, serving);
  const items = itemsOf([...callsOf(route), ...afterCalls(route, 'queued')], scope, serving);
  const [only, ...more] = items;
  if (route.task === null || only === undefined) {
    const jobs = items.length === 0 ? [] : await operations.enqueueTogether(items);
    return respond(route, { ...scope, jobs }, { jobs });
  }
  const [job] =
    more.length === 0
      ? await operations.enqueue(only.task, [{ payload: only.payload }])
      : await operations.enqueueTogether(items);
  if (!job) throw new Error('enqueue gave no receipt');
  return {
    ...respond(route, { ...scope, job }, job satisfies EnqueuedView),
    headers: { Location: jobLocation(job.id) },
  };
}

/** What is refused of its input is refused before anything is stored. */
async function start(route: HttpRoute, workflow: string, scope: RequestScope, serving: Serving): Promise<Reply> {
  const { operations } = serving.served;
  const input = inputOf(route, workflow, scope, serving.served.manifest());
  const queued = itemsOf(afterCalls(route, 'queued'), scope, serving);
  const run = await operations.startRun({ workflow, input });
  if (queued.length > 0) await operations.enqueueTogether(queued);
  return { ...respond(route, { ...scope, run }, run), headers: { Location: runLocation(run.id) } };
}

function inputOf({ with: template }: HttpRoute, workflow: string, scope: RequestScope, { workflows }: Manifest): Json {
  if (template === null) return scope.body;
  const schema = Object.hasOwn(workflows, workflow) ? (workflows[workflow]?.input ?? null) : null;
  return fillPayload(template, { ...scope }, schema);
}

function itemsOf(calls: readonly TaskCall[], scope: RequestScope, { served }: Serving): readonly TaskItem[] {
  const manifest = served.manifest();
  return calls.map((call) => itemOf(call, scope, manifest));
}

function itemOf({ task, with: template }: TaskCall, scope: RequestScope, { tasks }: Manifest): TaskItem {
  if (template === null) return { task, payload: scope.body };
  const input = Object.hasOwn(tasks, task) ? (tasks[task]?.input ?? null) : null;
  return { task, payload: fillPayload(template, { ...scope }, input) };
}

async function show(ctx: Context, route: HttpRoute, scope: RequestScope, serving: Serving): Promise<Reply> {
  return route.run === null ? showJob(ctx, route, scope, serving) : showRun(ctx, route, scope, serving);
}

/** @throws SkepError JOB_UNKNOWN, RUN_UNKNOWN */
function idOf(template: Json, scope: RequestScope, [code, what]: readonly [ErrorCode, string]): string {
  const id = fillTemplate(template, { ...scope });
  // eslint-disable-next-line no-restricted-syntax -- of our own table; patterns.spec.ts looks at it
  if (typeof id === 'string' && new RegExp(jobId.pattern, 'u').test(id)) return id;
  throw new SkepError(code, `${JSON.stringify(id).slice(0, 80)} is not the id of a ${what}`);
}

async function showRun(ctx: Context, route: HttpRoute, scope: RequestScope, serving: Serving): Promise<Reply> {
  const id = idOf(route.run, scope, ['RUN_UNKNOWN', 'run']);
  const waits = { ...serving, operations: serving.served.operations, gone: endOf(ctx, serving.stopping) };
  const found = await runAfter(id, undefined, waits);
  const { workflow } = found;
  if (route.of.length > 0 && (workflow === null || !route.of.some((pattern) => matchesTask(pattern, workflow))))
    throw new SkepError('RUN_UNKNOWN', `there is no run ${id}`);
  const run = shownRun(found.finished ? found : await runAfter(id, scope.query['wait'], waits), route);
  return respond(route, { ...scope, run }, pick(run, route.fields));
}

async function showJob(ctx: Context, route: HttpRoute, scope: RequestScope, serving: Serving): Promise<Reply> {
  const id = idOf(route.job, scope, ['JOB_UNKNOWN', 'job']);
  const waitMs = waitMsOf(scope.query['wait'], serving.limits);
  const found = await jobOf(route, id, serving);
  const { operations } = serving.served;
  const options = {
    operations,
    limits: serving.limits,
    waiting: serving.waiting,
    gone: endOf(ctx, serving.stopping),
  };
  const job = found.finished || waitMs === 0 ? found : await waitForEnd(id, waitMs, options);
  return respond(route, { ...scope, job: shown(job, route) }, pick(shown(job, route), route.fields));
}

/** A job of another task is not told from one that does not exist. */
async function jobOf({ of }: HttpRoute, id: string, serving: Serving): Promise<JobView> {
  const job = await serving.served.operations.getJob(id).catch((error: unknown) => {
    if (error instanceof SkepError && error.code === 'JOB_UNKNOWN') return null;
    throw error;
  });
  if (job !== null && (of.length === 0 || of.some((pattern) => matchesTask(pattern, job.task)))) return job;
  throw new SkepError('JOB_UNKNOWN', `there is no job ${id}`, {
    hint: 'it never existed here, or retention has removed it',
  });
}

function pick(job: JobView | RunView, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(job).filter(([key]) => fields.includes(key)));
}

function respond(
  { respond: { status, body } }: HttpRoute,
  scope: Readonly<Record<string, unknown>>,
  own: unknown,
): Reply {
  // null is JSON here: what goes out is always a JSON text.
  return { status, body: body === null ? own : asText(fillTemplate(body, scope)) };
}

function asText(body: Json): Json {
  return typeof body === 'string' ? JSON.stringify(body) : body;
}
