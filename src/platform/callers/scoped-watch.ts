/** What happens, as far as somebody sees it who sees some queues and tasks. */
import { RESET, type StreamEvent, type Topic } from '../../core/index.ts';
import { seenJob } from './scoped-jobs.ts';
import type { Rules, Scoped } from './scoped-rule.ts';
import { seenRun } from './scoped-runs.ts';
import { ifThere } from './scoped-sight.ts';

/** As he is told of it; null: he is not. */
type Told = StreamEvent | null;
/** @param runs of which was asked already: many events of one come together */
type Tell = (to: Scoped, event: StreamEvent, runs: Map<string, Promise<boolean>>) => Told | Promise<Told>;

/** Buckets, breakers and processes are of all. */
const TELL: { readonly [Of in Topic]: Tell } = {
  jobs: (to, event) => (hasJob(to, event, event.queue) ? withoutOrigin(to, event) : goneFor(to, event)),
  runs: async (to, event, runs) => {
    const { run = '' } = event;
    const sees = runs.get(run) ?? seesRun(to, event);
    runs.set(run, sees);
    return (await sees) ? event : null;
  },
  queues: (to, event) => (seesStanding(to, event) ? event : null),
  schedules: async ({ all, sight }, event) => {
    const found = await ifThere(all.schedule(event.schedule ?? ''));
    return found !== null && (await sight.schedule(found)) ? event : null;
  },
  alerts: () => null,
  workers: () => null,
  // What he sees may be something else by it: he is to ask anew.
  manifest: (_to, { type, at }) => (type === 'manifest.applied' ? { type: RESET, at } : null),
};

function hasJob({ sight }: Scoped, { task = '' }: StreamEvent, queue: unknown): boolean {
  return typeof queue === 'string' && sight.job({ queue, task });
}

/** One that comes from where he does not see. */
function withoutOrigin(to: Scoped, event: StreamEvent): StreamEvent {
  const { from, ...rest } = event;
  return from === undefined || hasJob(to, event, from) ? event : rest;
}

/** One that was moved to where he does not see is there no more. */
function goneFor(to: Scoped, event: StreamEvent): Told {
  const { job, task, from, at } = event;
  if (job === undefined || task === undefined || !hasJob(to, event, from)) return null;
  return { type: 'job.removed', topic: 'jobs', job, task, queue: from as string, at };
}

async function seesRun({ all, sight }: Scoped, { run, workflow = null }: StreamEvent): Promise<boolean> {
  // The cheaper question first: most of those that are not seen are of workflows that are not.
  if (workflow !== null && !(await sight.workflow(workflow))) return false;
  const found = await ifThere(all.getRun(run ?? ''));
  return found !== null && sight.run(found);
}

function seesStanding({ sight }: Scoped, { type, queue, task }: StreamEvent): boolean {
  if (type.startsWith('queue.')) return queue !== undefined && sight.queue(queue);
  return type.startsWith('hold.') && sight.hold({ task: task ?? null, queue: queue ?? null });
}

/** Of a batch what he is told; what is asked about one thing is asked once. */
async function toldOf(to: Scoped, events: readonly StreamEvent[]): Promise<readonly StreamEvent[]> {
  const runs = new Map<string, Promise<boolean>>();
  const told: StreamEvent[] = [];
  for (const event of events) {
    const { topic } = event;
    const one = topic === undefined ? event : await TELL[topic](to, event, runs);
    if (one !== null) told.push(one);
  }
  return told;
}

export const WATCH_RULES = {
  watch: (to, query, options) => to.all.watch(query, options, (events) => toldOf(to, events)),
  watchJob: async function* (to, id, options) {
    await seenJob(to, id);
    for await (const batch of to.all.watchJob(id, options)) {
      // It may have been moved since.
      if (batch.news.length > 0) await seenJob(to, id);
      yield batch;
    }
  },
  watchRun: async function* (to, id, options) {
    await seenRun(to, id);
    for await (const batch of to.all.watchRun(id, options)) {
      // A reload may have brought its tasks to queues that he does not see.
      if (batch.news.length > 0) await seenRun(to, id);
      yield batch;
    }
  },
} satisfies Partial<Rules>;
