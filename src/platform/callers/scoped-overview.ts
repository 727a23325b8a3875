/** Queues, what stands, what needs a look and where jobs go, for somebody who sees some queues and tasks. */
import { SkepError } from '../../foundation/index.ts';
import type { AttentionItem, HttpRouteView, RoutesView, TaskRouteView } from '../../api/index.ts';
import { unknownName, unknownWorker } from '../local/refusals.ts';
import { behind, beyond, filtered, listed, refused, type Rules, type Scoped } from './scoped-rule.ts';
import { ifThere } from './scoped-sight.ts';

/** @throws SkepError QUEUE_UNKNOWN */
function seenQueue({ sight }: Scoped, name: string): void {
  if (!sight.queue(name)) throw unknownName('QUEUE_UNKNOWN', 'queue', name, []);
}

/** Others share them. @throws SkepError BUCKET_UNKNOWN */
async function noBucket(_to: Scoped, name: string): Promise<never> {
  throw unknownName('BUCKET_UNKNOWN', 'bucket', name, []);
}

/** One of that name may stand that he does not see. @throws SkepError HOLD_UNKNOWN */
async function ownHold({ all, sight }: Scoped, name: string): Promise<void> {
  const standing = (await all.holds()).find((hold) => hold.name === name);
  if (standing === undefined || sight.hold(standing)) return;
  throw new SkepError('HOLD_UNKNOWN', `no hold ${name} stands`);
}

type Subject = NonNullable<AttentionItem['subject']>;

/** What is of the store, of processes or of buckets is of all. */
const SEES: { readonly [Kind in Subject['kind']]?: (to: Scoped, name: string) => boolean | Promise<boolean> } = {
  queue: ({ sight }, name) => sight.queue(name),
  task: async ({ sight }, name) => (await ifThere(sight.taskNamed(name))) ?? false,
  schedule: async ({ all, sight }, name) => {
    const found = await ifThere(all.schedule(name));
    return found !== null && sight.schedule(found);
  },
  hold: async ({ all, sight }, name) => (await all.holds()).some((hold) => hold.name === name && sight.hold(hold)),
};

async function seesItem(to: Scoped, { subject }: AttentionItem): Promise<boolean> {
  return subject !== null && (await SEES[subject.kind]?.(to, subject.name)) === true;
}

/** Routes by which jobs go that he sees, and requests all of whose work he sees. */
export async function seenRoutes(to: Scoped): Promise<RoutesView> {
  const { tasks, http } = await to.all.routes();
  const mine = new Set((await to.all.tasks()).filter((task) => to.sight.task(task)).map(({ name }) => name));
  return {
    tasks: tasks
      .map((route): TaskRouteView => ({ ...route, tasks: route.tasks.filter((name) => mine.has(name)) }))
      .filter((route) => route.tasks.length > 0),
    http: await filtered(http, (route) => seesRequest(to, route, mine)),
  };
}

async function seesRequest(
  { sight }: Scoped,
  { kind, does, after }: HttpRouteView,
  mine: ReadonlySet<string>,
): Promise<boolean> {
  if (does.length + after.length === 0 || !after.every(({ task }) => mine.has(task))) return false;
  if (kind !== 'start' && kind !== 'run') return does.every((name) => mine.has(name));
  return (await filtered(does, (name) => sight.workflow(name))).length === does.length;
}

export const OVERVIEW_RULES = {
  queues: listed('queues', ({ sight }, { name }) => sight.queue(name)),
  queue: behind('queue', seenQueue),
  pauseQueue: behind('pauseQueue', seenQueue),
  buckets: async () => [],
  bucket: noBucket,
  setBucket: noBucket,
  resetBucket: noBucket,
  holds: listed('holds', ({ sight }, hold) => sight.hold(hold)),
  addHold: behind('addHold', (to, request) => {
    if (!to.sight.hold(request)) throw beyond('a hold must name a queue or task that it sees');
    return ownHold(to, request.name).catch(() => {
      throw beyond(`another name than ${request.name} is free`);
    });
  }),
  removeHold: behind('removeHold', ownHold),
  // They speak of tasks and queues of all.
  alerts: async () => [],
  sources: async () => [],
  workers: async () => [],
  tellWorker: async (_to, id) => {
    throw unknownWorker(id);
  },
  attention: async (to) => {
    const { at, items } = await to.all.attention();
    const seen = await filtered(items, (item) => seesItem(to, item));
    // Where jobs of a queue could go instead names another one.
    return { at, items: seen.map((item) => (item.kind === 'stranded' ? { ...item, hint: null } : item)) };
  },
  routes: seenRoutes,
  testRoutes: async (to, request) => {
    if ((await ifThere(to.sight.taskNamed(request.task))) !== true) {
      throw unknownName('TASK_UNKNOWN', 'task', request.task, []);
    }
    const [{ routes, decides, ...rest }, { tasks: seen }] = await Promise.all([
      to.all.testRoutes(request),
      seenRoutes(to),
    ]);
    const known = new Set(seen.map(keyOf));
    const shown = routes.flatMap((route, index) => (known.has(keyOf(route)) ? [{ route, index }] : []));
    const place = shown.findIndex(({ index }) => index === decides);
    return { ...rest, decides: place < 0 ? null : place, routes: shown.map(({ route }) => route) };
  },
  audit: refused,
  doctor: refused,
  manifest: refused,
  manifestSource: refused,
  manifestHistory: refused,
  draftManifest: refused,
  reload: refused,
  revisions: refused,
  revision: refused,
  plan: refused,
  applyManifest: refused,
  // Kept apart by caller.
  once: ({ all }) => all.once(),
  close: ({ all }) => all.close(),
} satisfies Partial<Rules>;

function keyOf({ match, where, queue }: Pick<TaskRouteView, 'match' | 'where' | 'queue'>): string {
  return JSON.stringify([match, where, queue]);
}
