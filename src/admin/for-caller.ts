/** What the server lends to an exchange, as it is for its caller: somebody may see some queues and tasks alone, and what he changes is written down. */
import type { IncomingMessage } from 'node:http';

import type { Caller } from './caller.ts';
import type { Serving } from './exchange.ts';
import { actorOf } from './sign-ins.ts';

export function forCaller(serving: Serving, caller: Caller | null, request: IncomingMessage): Serving {
  const { served } = serving;
  if (caller === null) return serving;
  const { scope } = caller;
  // Most requests are looks, and nothing of these is written down.
  if (scope === null && request.method === 'GET' && request.url?.includes('reveal') !== true) return serving;
  const operations = served.operationsFor(actorOf(caller, request, served.manifest().admin), scope);
  const { tracer, metrics, logger, clock, version, journal } = served;
  return {
    ...serving,
    served: {
      operations,
      operationsFor: (actor, bound) => served.operationsFor(actor, bound),
      manifest: () => served.manifest(),
      readiness: () => served.readiness(),
      afterWork: {
        prepare: async (items) => {
          if (scope !== null) for (const { task } of items) await operations.task(task);
          return served.afterWork.prepare(items);
        },
      },
      ...{ tracer, metrics, logger, clock, version, journal },
    },
  };
}
