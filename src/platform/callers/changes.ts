/**
 * Which operations change something, and what is written down of each: what it concerned, what was asked, how it was before and after.
 * Payloads, inputs and results are never among it. An operation that is added has to be decided here: without it this does not compile.
 */
import type { Actor, AuditLine, BucketView, HoldView, JobView, PauseView } from '../../api/index.ts';
import type { ServedOperations } from '../served.ts';

type Ops = ServedOperations;

/**
 * @typeParam Args   of the operation
 * @typeParam Result of the operation
 */
export interface Change<Args extends readonly unknown[], Result> {
  /** Its word in the line, where that is not the operation's name. */
  readonly word?: (...args: Args) => string;
  /** @param result of an operation that was done */
  readonly subject: (args: Args, result?: Result) => AuditLine['subject'];
  readonly asked?: (...args: Args) => object;
  /** How it is, for before; and for after, where the answer does not say it. null: there is nothing to tell. */
  readonly look?: (all: Ops, ...args: Args) => Promise<object | null>;
  readonly after?: (result: Result) => object | null;
  /** It changes nothing, and is told of before its answer is: one who dies in between has shown nothing. */
  readonly shows?: true;
  /** Whether such a call is written down at all. */
  readonly counts?: (actor: Actor, ...args: Args) => boolean;
}

type Rules = {
  readonly [Name in keyof Ops]: 'looks' | Change<Parameters<Ops[Name]>, Awaited<ReturnType<Ops[Name]>>>;
};

/** Jobs that a line names. */
const NAMED = 100;

type Subject = AuditLine['subject'];
const of = (kind: string, name: string): Subject => ({ kind, name });
const paused = ({ pause }: { readonly pause: PauseView | null }): object => ({ pause });
const jobState = ({ state, queue, priority }: JobView): object => ({ state, queue, priority });
const stateOf = ({ state }: { readonly state: string }): object => ({ state });
const limits = ({ rate, concurrency, breaker }: BucketView): object => ({
  rate: rate && { limit: rate.limit, perMs: rate.perMs, burst: rate.burst, set: rate.set },
  concurrency: concurrency && { limit: concurrency.limit, set: concurrency.set },
  breaker: breaker?.state ?? null,
});

/** Jobs come by the thousand from programs, which are no news; what a person enters at the dashboard is. */
const byPerson = ({ via }: Actor): boolean => via === 'session' || via === 'oidc';
const revealing = (_actor: Actor, ...args: readonly unknown[]): boolean =>
  args.some((arg) => typeof arg === 'object' && arg !== null && 'revealTo' in arg && arg.revealTo !== undefined);

const job = {
  subject: ([id]: readonly [id: string, ...rest: unknown[]]) => of('job', id),
  look: async (all: Ops, id: string) => jobState(await all.getJob(id)),
};
const run = {
  subject: ([id]: readonly [id: string, ...rest: unknown[]]) => of('run', id),
  look: async (all: Ops, id: string) => stateOf(await all.getRun(id)),
};
const bucket = {
  subject: ([name]: readonly [name: string, ...rest: unknown[]]) => of('bucket', name),
  look: async (all: Ops, name: string) => limits(await all.bucket(name)),
  after: limits,
};

async function holdNamed(all: Ops, name: string): Promise<HoldView | null> {
  return (await all.holds()).find((hold) => hold.name === name && hold.kind === 'hold') ?? null;
}

export const CHANGES: Rules = {
  enqueue: {
    counts: byPerson,
    subject: ([task], done) => (done?.length === 1 ? of('job', done[0]?.id ?? '') : of('task', task)),
    asked: (task, jobs) => ({ task, jobs: jobs.length }),
    after: (done) => ({ ids: done.slice(0, NAMED).map(({ id }) => id) }),
  },
  enqueueTogether: {
    counts: byPerson,
    subject: () => null,
    asked: (jobs) => ({ tasks: [...new Set(jobs.map(({ task }) => task))], jobs: jobs.length }),
    after: (done) => ({ ids: done.slice(0, NAMED).map(({ id }) => id) }),
  },
  enqueueGroup: {
    counts: byPerson,
    subject: ([task], done) => (done ? of('run', done.id) : of('task', task)),
    asked: (task, { jobs }) => ({ task, jobs: jobs.length }),
  },
  startRun: {
    counts: byPerson,
    subject: ([{ workflow }], done) =>
      done ? of('run', done.id) : typeof workflow === 'string' ? of('workflow', workflow) : null,
    asked: ({ workflow }) => ({ workflow: typeof workflow === 'string' ? workflow : null }),
  },
  getJob: { ...job, shows: true, word: () => 'revealJob', counts: revealing, look: async () => null },
  getRun: { ...run, shows: true, word: () => 'revealRun', counts: revealing, look: async () => null },
  runItems: {
    ...run,
    shows: true,
    word: () => 'revealRun',
    counts: revealing,
    asked: (_id, step) => ({ step }),
    look: async () => null,
  },
  cancelJob: { ...job, after: jobState },
  retryJob: { ...job, after: jobState },
  prioritizeJob: { ...job, asked: (_id, priority) => ({ priority }), after: jobState },
  removeJob: { ...job, after: () => null },
  moveJobs: {
    subject: ([{ ids }]) => (ids.length === 1 ? of('job', ids[0] ?? '') : null),
    asked: ({ to, ids }) => ({ to, jobs: ids.length, ids: ids.slice(0, NAMED) }),
    after: ({ moved, there, stayed }) => ({ moved, there, stayed }),
  },
  startBulk: {
    counts: (_actor, { dryRun }) => dryRun !== true,
    subject: (_args, done) => (done ? of('bulk', done.id) : null),
    asked: (request) => request,
    after: ({ matched }) => ({ matched }),
  },
  cancelBulk: {
    subject: ([id]) => of('bulk', id),
    look: async (all, id) => stateOf(await all.bulk(id)),
    after: ({ state, changed }) => ({ state, changed }),
  },
  pauseQueue: {
    word: (_name, on) => (on ? 'pauseQueue' : 'resumeQueue'),
    subject: ([name]) => of('queue', name),
    asked: (_name, _paused, why = {}) => why,
    look: async (all, name) => paused(await all.queue(name)),
    after: paused,
  },
  pauseTask: {
    word: (_name, on) => (on ? 'pauseTask' : 'resumeTask'),
    subject: ([name]) => of('task', name),
    asked: (_name, _paused, why = {}) => why,
    look: async (all, name) => paused(await all.task(name)),
    after: paused,
  },
  pauseSchedule: {
    word: (_name, on) => (on ? 'pauseSchedule' : 'resumeSchedule'),
    subject: ([name]) => of('schedule', name),
    asked: (_name, _paused, why = {}) => why,
    look: async (all, name) => paused(await all.schedule(name)),
    after: paused,
  },
  backfillSchedule: {
    subject: ([name]) => of('schedule', name),
    asked: (_name, request) => request,
    counts: (_actor, _name, { dryRun }) => dryRun !== true,
    after: ({ ticks }) => ({ made: ticks.filter(({ existing }) => !existing).length }),
  },
  runSchedule: { subject: ([name]) => of('schedule', name), after: ({ id }) => ({ id }) },
  setBucket: { ...bucket, asked: (_name, said) => said },
  resetBucket: bucket,
  addHold: {
    subject: ([{ name }]) => of('hold', name),
    asked: (request) => request,
    look: (all, { name }) => holdNamed(all, name),
    after: (hold) => hold,
  },
  removeHold: {
    subject: ([name]) => of('hold', name),
    look: holdNamed,
    after: () => null,
  },
  cancelRun: { ...run, after: stateOf },
  resumeRun: { ...run, asked: (_id, from = []) => ({ from }), after: stateOf },
  signalRun: { ...run, asked: (_id, signal) => ({ signal }), after: stateOf },
  removeRun: { ...run, after: () => null },
  tellWorker: {
    subject: ([id]) => of('worker', id),
    // A ping changes nothing, and the page of a process asks so each time it is opened.
    counts: (_actor, _id, { verb }) => verb !== 'ping',
    asked: (_id, command) => command,
    look: async (all, id) => {
      const worker = (await all.workers()).find((one) => one.id === id);
      return worker ? { state: worker.state, told: worker.told } : null;
    },
    after: ({ worker: { state, told } }) => ({ state, told }),
  },
  reload: {
    subject: () => null,
    look: async (all) => manifestNow(await all.manifest()),
    after: manifestNow,
  },
  applyManifest: {
    subject: () => null,
    asked: ({ revision, from, message, hold } = {}) => ({ revision, from, message, hold }),
    after: ({ status, revision }) => ({ status, ...manifestNow(revision) }),
  },
  // Those that change nothing.
  agenda: 'looks',
  alerts: 'looks',
  attention: 'looks',
  audit: 'looks',
  bucket: 'looks',
  buckets: 'looks',
  bulk: 'looks',
  bulks: 'looks',
  close: 'looks',
  doctor: 'looks',
  draftManifest: 'looks',
  errors: 'looks',
  explainTask: 'looks',
  holds: 'looks',
  listJobs: 'looks',
  listRuns: 'looks',
  manifest: 'looks',
  manifestHistory: 'looks',
  manifestSource: 'looks',
  nextTicks: 'looks',
  once: 'looks',
  plan: 'looks',
  queue: 'looks',
  queues: 'looks',
  revision: 'looks',
  revisions: 'looks',
  routes: 'looks',
  schedule: 'looks',
  schedules: 'looks',
  sources: 'looks',
  stats: 'looks',
  task: 'looks',
  tickHistory: 'looks',
  tasks: 'looks',
  testRoutes: 'looks',
  watch: 'looks',
  watchJob: 'looks',
  watchRun: 'looks',
  whyJob: 'looks',
  workers: 'looks',
  workflow: 'looks',
  workflows: 'looks',
};

function manifestNow({ revision, hash }: { readonly revision: number | null; readonly hash: string }): object {
  return { revision, hash };
}
