/** What the server lends to an exchange, as it is for its caller: somebody may see some queues and tasks alone. */
import type { ServedOperations } from '../platform/index.ts';
import { scopedOperations } from '../platform/index.ts';
import type { Caller } from './caller.ts';
import type { Serving } from './exchange.ts';

export function forCaller(serving: Serving, caller: Caller | null): Serving {
  const { served } = serving;
  const scope = caller?.scope ?? null;
  if (scope === null) return serving;
  const operations: ServedOperations = scopedOperations(served.operations, { scope, name: caller?.name ?? '' });
  return {
    ...serving,
    served: {
      operations,
      manifest: () => served.manifest(),
      readiness: () => served.readiness(),
      afterWork: {
        prepare: async (items) => {
          for (const { task } of items) await operations.task(task);
          return served.afterWork.prepare(items);
        },
      },
      ...{ tracer: served.tracer, logger: served.logger, clock: served.clock, version: served.version },
    },
  };
}
