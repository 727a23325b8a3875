/** What a change of a manifest means for the work that is there, in a sentence. docs/living-manifest.md has the same as a table. */
import type { PlannedField } from '../../api/index.ts';
import { counted } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { LiveCount } from './live-work.ts';

/** Keys of a task that a job takes over when it is enqueued: those that wait keep theirs. The rest is read at each attempt. */
const BOUND = 'retry.maxAttempts';
const KEPT_BY_JOBS: ReadonlySet<string> = new Set([
  ...['queue', 'routes', 'priority', 'tags', 'unique', 'debounce', 'throttle', 'fairness', 'deadTo', 'on'],
  ...[BOUND, 'sensitive', 'encrypt', 'version', 'maxPayloadBytes', 'input', 'result'],
]);

export interface Change {
  readonly kind: 'add' | 'change' | 'remove';
  readonly section: string;
  readonly name: string;
  readonly fields: readonly PlannedField[];
}

export interface Live {
  readonly tasks: ReadonlyMap<string, LiveCount>;
  /** Live jobs in each queue. */
  readonly queues: ReadonlyMap<string, number>;
  /** Runs that have not ended, of each workflow. */
  readonly runs: ReadonlyMap<string, number>;
  /** Of the manifest that is to come. */
  readonly moved: Manifest['moved'];
}

export function effectOf(change: Change, live: Live): string {
  const to = movedTo(change, live.moved);
  if (change.section === 'tasks') return taskEffect(change, live.tasks.get(change.name)) + to;
  if (change.section === 'handlers')
    return 'attempts that begin afterwards run the new code; those under way end with theirs';
  if (change.section === 'queues') return queueEffect(change, live.queues.get(change.name) ?? 0) + to;
  if (change.section === 'workflows') return workflowEffect(change.kind, live.runs.get(change.name) ?? 0, to);
  if (change.section === 'schedules') return scheduleEffect(change);
  return OTHERS[change.section] ?? 'in force at once';
}

function movedTo({ kind, section, name }: Change, moved: Manifest['moved']): string {
  if (kind !== 'remove' || !isMovable(section)) return '';
  const to = Object.hasOwn(moved[section], name) ? moved[section][name]?.movedTo : undefined;
  return to === undefined ? '' : MOVES[section] + to;
}

function isMovable(section: string): section is keyof typeof MOVES {
  return Object.hasOwn(MOVES, section);
}

const MOVES = {
  tasks: '; they run as ',
  queues: '; what waits is moved to ',
  workflows: ', who starts one gets a run of ',
} as const satisfies Record<keyof Manifest['moved'], string>;

/** Sections that only a start reads, wholly or in part. */
const OTHERS: Readonly<Record<string, string>> = {
  engine: 'only a restart can change it',
  name: 'only a restart can change it',
  health: 'at the next start of each process',
  admin: 'at once; host and port at the next start of each process',
  telemetry: 'at once; logs at the next start of each process',
};

function taskEffect({ kind, fields }: Change, count: LiveCount | undefined): string {
  const jobs = countText(count);
  if (kind === 'add') return 'its jobs can be enqueued; those that wait for it run';
  if (kind === 'remove') return jobs === null ? 'no job of it waits or runs' : `${jobs} of it`;
  const keys = new Set(fields.map(({ name }) => keyOf(name)));
  const kept = [...keys].filter((key) => KEPT_BY_JOBS.has(key));
  const live = [...keys].filter((key) => !KEPT_BY_JOBS.has(key));
  const of = jobs ?? 'no job waits or runs';
  return [
    ...(live.length === 0 ? [] : [`${live.join(', ')}: from the next attempt on, for all (${of})`]),
    ...(kept.length === 0 ? [] : [`${kept.join(', ')}: for jobs that are enqueued from now on (${of})`]),
  ].join('; ');
}

/** The bound of attempts is written into each job; how long it waits between them is not. */
function keyOf(name: string): string {
  if (name === BOUND) return BOUND;
  const [key = ''] = name.split('.');
  return key;
}

function countText(count: LiveCount | undefined): string | null {
  if (count === undefined) return null;
  const { waiting, scheduled, running } = count;
  return `${waiting} waiting, ${scheduled} scheduled, ${running} running`;
}

function queueEffect({ kind }: Change, jobs: number): string {
  const there = jobs === 0 ? 'no job is in it' : `${counted(jobs, 'job is', 'jobs are')} in it`;
  if (kind === 'add') return `workers take jobs from it (${there})`;
  return kind === 'remove' ? there : `at once, in every process (${there})`;
}

function workflowEffect(kind: Change['kind'], runs: number, to: string): string {
  const begins = kind === 'remove' ? `no run of it begins any more${to}` : 'for runs that begin from now on';
  if (runs === 0) return begins;
  return `${begins}; ${counted(runs, 'run goes on by the plan that it', 'runs go on by the plans that they')} began with`;
}

function scheduleEffect({ kind, fields }: Change): string {
  if (kind === 'add') return 'fires from now on';
  if (kind === 'remove') return 'fires no more';
  const timing = fields.some(({ name }) => name.startsWith('timing') || name === 'spec');
  return timing ? 'other instants, from now on: none is caught up' : 'its ticks from now on';
}
