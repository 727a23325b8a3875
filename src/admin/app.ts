/** The Koa application: guard, endpoints, the manifest's routes, and what is left. */
import Koa, { type Context, type Middleware } from 'koa';

import { tell } from '../core/index.ts';
import { messageOf, SkepError } from '../foundation/index.ts';
import { Dashboard } from './dashboard.ts';
import { endpointRouter } from './dispatch.ts';
import { ENDPOINTS } from './endpoints.ts';
import { admit, type Serving } from './exchange.ts';
import { stillHolds } from './expecting.ts';
import { guard, originDenied } from './guard.ts';
import { manifestRoutes } from './manifest-routes.ts';
import { answerProblem } from './problem.ts';
import type { Headers } from './security-headers.ts';
import type { ServerEndpoint } from './service.ts';

/**
 * @param headers   name and value of those that stand on every answer
 * @param endpoints all, with which go the routes of the manifest, or some
 */
export function adminApp(serving: Serving, headers: Headers, endpoints: readonly ServerEndpoint[]): Koa {
  const app = new Koa({ env: 'production' });
  const shown = endpoints === ENDPOINTS ? new Dashboard() : null;
  app.use(answers(serving, headers, shown));
  app.use(endpointRouter(endpoints, serving));
  if (endpoints === ENDPOINTS) app.use(manifestRoutes(serving));
  if (shown !== null) app.use(pageForTheRest(serving, shown));
  app.use((ctx) => answerUnmatched(ctx, serving, endpoints));
  // All errors of requests are answered above; what arrives here is a socket that broke meanwhile.
  app.on('error', (error: unknown) => tell(serving.served.logger, 'connection.broke', { error: messageOf(error) }));
  return app;
}

/** Guards, lets the rest run, and turns whatever was thrown into a problem. */
function answers(serving: Serving, headers: Headers, dashboard: Dashboard | null): Middleware {
  return async (ctx, next) => {
    for (const [name, value] of headers) ctx.res.setHeader(name, value);
    try {
      const { admin } = serving.served.manifest();
      const followed = guard(ctx.req, admin) === 'followed';
      if (followed && dashboard?.page(ctx, admin.dashboard) !== true) throw originDenied();
      if (!followed && (await dashboard?.serve(ctx, admin.dashboard)) !== true) await next();
    } catch (error) {
      answerProblem(ctx, error, serving.served.logger);
    }
    // A connection that is kept alive would keep a stopping server waiting.
    if (serving.stopping.aborted || stillHolds(ctx.req)) ctx.set('Connection', 'close');
  };
}

/** Whatever else a browser opens is for the dashboard: a link to a job, a page that is loaded again. */
function pageForTheRest(serving: Serving, dashboard: Dashboard): Middleware {
  return async (ctx, next) => {
    const matched = ((ctx['matched'] ?? []) as readonly unknown[]).length > 0;
    if (matched || !dashboard.page(ctx, serving.served.manifest().admin.dashboard)) await next();
  };
}

/** No endpoint and no route of that path and method. Which of them exist is told to known callers only. */
async function answerUnmatched(ctx: Context, serving: Serving, endpoints: readonly ServerEndpoint[]): Promise<void> {
  await admit(ctx, serving, 'viewer');
  const layers = (ctx['matched'] ?? []) as readonly { readonly methods: readonly string[] }[];
  const methods = [...new Set(layers.flatMap((layer) => layer.methods))];
  if (methods.length === 0) {
    throw new SkepError('ROUTE_UNKNOWN', 'no endpoint answers that path', { hint: whereToGo(endpoints) });
  }
  ctx.set('Allow', [...methods, 'OPTIONS'].sort().join(', '));
  if (ctx.method === 'OPTIONS') ctx.status = 204;
  else throw new SkepError('METHOD_NOT_ALLOWED', `this path answers ${methods.sort().join(', ')}, not ${ctx.method}`);
}

/** A process without the API has no index. */
function whereToGo(endpoints: readonly ServerEndpoint[]): string {
  if (endpoints === ENDPOINTS) return 'GET / lists where to go';
  return `there are ${endpoints.map(({ method, path }) => `${method} ${path}`).join(', ')} here`;
}
