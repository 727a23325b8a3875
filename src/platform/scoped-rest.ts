/** Of what goes beyond queues and tasks: a scope sees none of it, but the news of jobs and runs that it sees. */
import { SkepError } from '../foundation/index.ts';
import { unknownJob, unknownRun } from './refusals.ts';
import type { ScopedSight } from './scoped-sight.ts';
import type { ServedOperations } from './served.ts';

type Rest = Pick<
  ServedOperations,
  | 'manifest'
  | 'manifestSource'
  | 'manifestHistory'
  | 'draftManifest'
  | 'reload'
  | 'routes'
  | 'testRoutes'
  | 'attention'
  | 'audit'
  | 'agenda'
  | 'watch'
  | 'watchJob'
  | 'watchRun'
  | 'once'
>;

export function restOfOperations(all: ServedOperations, sight: ScopedSight): Rest {
  const ofAll = async (): Promise<never> => {
    throw beyond('this is of all queues and tasks');
  };
  return {
    manifest: ofAll,
    manifestSource: ofAll,
    manifestHistory: ofAll,
    draftManifest: ofAll,
    reload: ofAll,
    routes: ofAll,
    testRoutes: ofAll,
    attention: ofAll,
    audit: ofAll,
    agenda: ofAll,
    // Kept apart by caller.
    once: () => all.once(),
    watch: () => {
      throw beyond('events are of all queues and tasks');
    },
    watchJob: async function* (id, options) {
      if (!sight.job(await all.getJob(id))) throw unknownJob(id);
      yield* all.watchJob(id, options);
    },
    watchRun: async function* (id, options) {
      if (!(await sight.run(await all.getRun(id)))) throw unknownRun(id);
      yield* all.watchRun(id, options);
    },
  };
}

export function beyond(message: string): SkepError {
  return new SkepError('SCOPE_DENIED', `what the caller may see is bounded: ${message}`);
}
