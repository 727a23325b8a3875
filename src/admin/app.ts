/** The Koa application: guard, endpoints, the manifest's routes, and what is left. */
import Koa, { type Context, type Middleware } from 'koa';
import helmet from 'koa-helmet';

import { messageOf, SkepError } from '../foundation/index.ts';
import { ENDPOINTS } from './api/endpoints.ts';
import { endpointRouter } from './dispatch.ts';
import type { House } from './exchange.ts';
import { guard } from './guard.ts';
import { manifestRoutes } from './manifest-routes.ts';
import { answerProblem } from './problem.ts';

export function adminApp(house: House): Koa {
  const app = new Koa({ env: 'production' });
  app.use(securityHeaders());
  app.use(answers(house));
  app.use(endpointRouter(ENDPOINTS, house).routes() as unknown as Middleware);
  app.use(manifestRoutes(house));
  app.use(async (ctx) => {
    answerUnmatched(ctx, house);
  });
  // All errors of requests are answered above; what arrives here is a socket that broke meanwhile.
  app.on('error', (error: unknown) => house.served.logger.debug({ error: messageOf(error) }, 'connection broke'));
  return app;
}

/** An API needs nothing of a browser, so everything is forbidden. HSTS is the business of whoever ends TLS. */
function securityHeaders(): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
}

/** Guards, lets the rest run, and turns whatever was thrown into a problem. */
function answers(house: House): Middleware {
  return async (ctx, next) => {
    ctx.set('Cache-Control', 'no-store');
    try {
      guard(ctx.req, house.served.manifest().admin);
      await next();
    } catch (error) {
      answerProblem(ctx, error, house.served.logger);
    }
    // A connection that is kept alive would keep a stopping server waiting.
    if (house.stopping.aborted) ctx.set('Connection', 'close');
  };
}

/** No endpoint and no route of that path and method. Which of them exist is told to known callers only. */
function answerUnmatched(ctx: Context, house: House): void {
  house.authenticator.admit(ctx.req, house.served.manifest().admin, 'viewer');
  const layers = (ctx['matched'] ?? []) as readonly { readonly methods: readonly string[] }[];
  const methods = [...new Set(layers.flatMap((layer) => layer.methods))];
  if (methods.length === 0) {
    throw new SkepError('ROUTE_UNKNOWN', 'no endpoint answers that path', { hint: 'GET / lists where to go' });
  }
  ctx.set('Allow', [...methods, 'OPTIONS'].sort().join(', '));
  if (ctx.method === 'OPTIONS') ctx.status = 204;
  else throw new SkepError('METHOD_NOT_ALLOWED', `this path answers ${methods.sort().join(', ')}, not ${ctx.method}`);
}
