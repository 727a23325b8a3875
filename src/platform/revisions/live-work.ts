/** Work that is under way, against a manifest that is to come into force: what of it nobody would do any more. */
import type { JobState } from '../../core/index.ts';
import type { Engine, ListedJob, QueueCounts } from '../../engine/index.ts';
import { counted, type Json } from '../../foundation/index.ts';
import { ALERT_TASK, compileLater, type Manifest, type SchemaViolation, type TaskSpec } from '../../manifest/index.ts';
import { throughPages } from '../local/through-pages.ts';
import { strandedRuns } from './live-runs.ts';
import type { Stranded } from '../stranded.ts';

type Sections = Pick<Manifest, 'tasks' | 'queues' | 'workflows' | 'moved'>;
type Store = Pick<Engine, 'jobs' | 'queues'>;

/** Those that somebody expects to run; blocked ones are of no task already. */
const LIVE = ['scheduled', 'available', 'running', 'retryable'] as const satisfies readonly JobState[];
const PAGE = 200;
/** Jobs of a task whose payloads are told apart by id in what is said. */
const NAMED = 3;

/** How many jobs of a task there are, by what they do. */
export interface LiveCount {
  waiting: number;
  scheduled: number;
  running: number;
}

/** @returns what `next` would strand of the work in the store; [] costs one look at the counts, or none where nothing is taken away */
export async function strandedBy(
  engine: Store & Pick<Engine, 'runs'>,
  now: Sections,
  next: Sections,
): Promise<readonly Stranded[]> {
  return [...(await strandedJobs(engine, now, next)), ...(await strandedRuns(engine, now, next))];
}

async function strandedJobs(engine: Store, now: Sections, next: Sections): Promise<readonly Stranded[]> {
  const queues = Object.keys(now.queues).filter(
    (name) => !Object.hasOwn(next.queues, name) && !Object.hasOwn(next.moved.queues, name),
  );
  const tasks = suspects(now.tasks, next.tasks);
  if (queues.length === 0 && tasks.size === 0) return [];
  const counts = await engine.queues.counts();
  const ofQueues = queues.flatMap((name) => strandedQueue(name, counts));
  if (tasks.size === 0 || counts.every((row) => liveOf(row) === 0)) return ofQueues;
  const finds = new Map<string, Finds>();
  for await (const job of liveJobs(engine)) {
    const judge = tasks.get(job.task);
    if (judge !== undefined) await judge(job, engine, findsOf(finds, job.task));
  }
  return [...ofQueues, ...[...finds].flatMap(([name, found]) => strandedTask(name, found))];
}

/** Live jobs of each task. It costs what they are: whoever asks wants to see them told. */
export async function liveCounts(engine: Store): Promise<ReadonlyMap<string, LiveCount>> {
  const counts = await engine.queues.counts();
  const found = new Map<string, LiveCount>();
  if (counts.every((row) => liveOf(row) === 0)) return found;
  for await (const { task, state } of liveJobs(engine)) {
    const count = found.get(task) ?? { waiting: 0, scheduled: 0, running: 0 };
    found.set(task, count);
    if (state === 'running') count.running += 1;
    else if (state === 'available') count.waiting += 1;
    else count.scheduled += 1;
  }
  return found;
}

export function liveOf({ counts }: QueueCounts): number {
  return LIVE.reduce((sum, state) => sum + counts[state], 0);
}

function liveJobs({ jobs }: Store): AsyncIterable<ListedJob> {
  return throughPages(
    (cursor) => jobs.list({ states: LIVE }, PAGE, cursor),
    (page) => page.jobs,
  );
}

interface Finds {
  gone: number;
  versions: number;
  rejected: number;
  readonly ids: string[];
  said: string;
}

function findsOf(finds: Map<string, Finds>, task: string): Finds {
  const found = finds.get(task) ?? { gone: 0, versions: 0, rejected: 0, ids: [], said: '' };
  finds.set(task, found);
  return found;
}

/** Looks at one live job of a task that changes. */
type Judge = (job: ListedJob, engine: Store, finds: Finds) => void | Promise<void>;

function suspects(now: Manifest['tasks'], next: Manifest['tasks']): ReadonlyMap<string, Judge> {
  const judges = new Map<string, Judge>();
  for (const [name, before] of Object.entries(now)) {
    const after = Object.hasOwn(next, name) ? next[name] : undefined;
    // Words of alerts that are no more are given up: see alerts/given-up.ts.
    if (after === undefined && name === ALERT_TASK) continue;
    if (after === undefined) judges.set(name, (_job, _engine, finds) => void (finds.gone += 1));
    else if (differs(before, after)) judges.set(name, payloadJudge(after));
  }
  return judges;
}

function differs(before: TaskSpec, after: TaskSpec): boolean {
  if (before === after) return false;
  return before.version !== after.version || JSON.stringify(before.input) !== JSON.stringify(after.input);
}

/** Of a running job the payload was taken over already; of an older version its upcast has the word; a ciphertext cannot be looked at. */
function payloadJudge(task: TaskSpec): Judge {
  const check = compileLater(task.input);
  const first = Math.min(task.version, ...Object.keys(task.upcast).map(Number));
  return async (job, engine, finds) => {
    if (job.state === 'running') return;
    const version = job.care?.version ?? 1;
    if (version > task.version || version < first) finds.versions += 1;
    if (version !== task.version || job.care?.sealed === true) return;
    const payload = await payloadOf(job, engine);
    const [violation] = payload === undefined ? [] : check(payload);
    if (violation !== undefined) addRejected(finds, job.id, violation);
  };
}

/** undefined of a job that is gone meanwhile. */
async function payloadOf(job: ListedJob, engine: Store): Promise<Json | undefined> {
  if (!job.omitted.includes('payload')) return job.payload;
  return (await engine.jobs.get(job.id))?.payload;
}

function addRejected(finds: Finds, id: string, { pointer, message }: SchemaViolation): void {
  finds.rejected += 1;
  if (finds.ids.length < NAMED) finds.ids.push(id);
  finds.said ||= `${pointer} ${message}`.trim();
}

function strandedTask(name: string, { gone, versions, rejected, ids, said }: Finds): Stranded[] {
  const of = { section: 'tasks', name } as const;
  const all: Stranded[] = [];
  if (gone > 0) {
    const text = `task ${name} is taken away, and ${counted(gone, 'job of it waits or runs', 'jobs of it wait or run')}`;
    all.push({ code: 'LIVE_TASK', text, jobs: gone, ...of });
  }
  if (versions > 0) {
    const text = `no upcast of task ${name} leads from what ${counted(versions, 'waiting payload is', 'waiting payloads are')} of to its version`;
    all.push({ code: 'LIVE_VERSIONS', text, jobs: versions, ...of });
  }
  if (rejected > 0) {
    const shown = ids.join(', ') + (rejected > ids.length ? ', …' : '');
    const text = `input of task ${name} rejects ${counted(rejected, 'payload that waits', 'payloads that wait')} (${said}): ${shown}`;
    all.push({ code: 'LIVE_PAYLOADS', text, jobs: rejected, ...of });
  }
  return all;
}

function strandedQueue(name: string, counts: readonly QueueCounts[]): Stranded[] {
  const row = counts.find(({ queue }) => queue === name);
  const jobs = row === undefined ? 0 : liveOf(row);
  if (jobs === 0) return [];
  const text = `queue ${name} is taken away, and ${counted(jobs, 'job waits or runs in it', 'jobs wait or run in it')}`;
  return [{ code: 'LIVE_QUEUE', text, jobs, section: 'queues', name }];
}

const MOVABLE: ReadonlySet<string> = new Set(['LIVE_TASK', 'LIVE_QUEUE', 'LIVE_WORKFLOW']);

/**
 * What lets such a change come into force all the same: payloads cannot be moved.
 * @param revision that is gone back to: what it said cannot be changed; null: a manifest that can
 */
export function strandedHint(stranded: readonly { readonly code: string }[], revision: number | null = null): string {
  const isMovable = revision === null && stranded.some(({ code }) => MOVABLE.has(code));
  const move = isMovable ? 'say where they go in `moved:` of the manifest, ' : '';
  const command = revision === null ? 'skep apply' : `skep rollback ${revision}`;
  return `${move}wait for them with \`${command} --drain\`, or leave them waiting with \`${command} --hold\``;
}
