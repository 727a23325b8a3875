/** What the store shows to be left undone: jobs where nobody works, schedules that nobody fires. Pure. */
import type { ProcessRow, QueueCounts, StoreCheck } from '../../engine/index.ts';
import { counted, iso } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { UntoldAlert } from '../alerts/untold.ts';
import type { OpenBreaker } from './open-breakers.ts';
import { longStand, type Stand } from './standing-long.ts';
import { strandedQueue } from './stranded-queues.ts';

export interface Scene {
  readonly manifest: Pick<Manifest, 'queues' | 'schedules'>;
  readonly counts: readonly QueueCounts[];
  /** All that live, whoever asks. */
  readonly processes: readonly ProcessRow[];
  readonly breakers: readonly OpenBreaker[];
  readonly stands: readonly Stand[];
  readonly untold: readonly UntoldAlert[];
  /** Of the store. */
  readonly now: number;
}

export interface Finding {
  /** The same as long as the finding is: the numbers in its message may change meanwhile. */
  readonly key: string;
  /** Of status `warn`. */
  readonly check: StoreCheck;
  /** null: all processes, or the store. */
  readonly subject: Subject | null;
}

/** What is found fault with. */
export interface Subject {
  readonly kind: 'queue' | 'task' | 'schedule' | 'bucket' | 'hold' | 'worker' | 'alert';
  readonly name: string;
}

export function findingsOf(scene: Scene): readonly Finding[] {
  const ofQueues = scene.counts.flatMap((counts) => {
    const subject = { kind: 'queue', name: counts.queue } as const;
    return queueFindings(counts, scene).map((check) => ({ key: `${check.name} ${counts.queue}`, check, subject }));
  });
  const ofBreakers = scene.breakers.map((one) => ({
    key: `breaker ${one.bucket}`,
    check: openBreaker(one),
    subject: { kind: 'bucket', name: one.bucket } as const,
  }));
  const ofStands = scene.stands.flatMap((one) => {
    const check = longStand(one, scene.now);
    return check === undefined ? [] : [{ key: one.what, check, subject: one.subject }];
  });
  const ofAlerts = scene.untold.map((one) => ({
    key: `untold ${one.alert}`,
    check: untoldAlert(one),
    subject: { kind: 'alert', name: one.alert } as const,
  }));
  return [
    ...ofQueues,
    ...ofBreakers,
    ...ofAlerts,
    ...ofStands,
    ...scheduleFindings(scene).map((check) => ({ key: check.name, check, subject: null })),
  ];
}

function queueFindings(row: QueueCounts, { manifest, processes }: Scene): StoreCheck[] {
  const { queue, paused, counts } = row;
  const findings: StoreCheck[] = [];
  const consumed = processes.some(({ queues }) => Object.hasOwn(queues, queue));
  const left = strandedQueue(row, processes, manifest.queues);
  if (left) findings.push(stranded(queue, left.waiting, manifest.queues));
  else if (!consumed && !paused && counts.available > 0) findings.push(unworked(queue, counts.available));
  if (counts.blocked > 0 && !left) findings.push(held(queue, counts.blocked));
  return findings;
}

function openBreaker({ bucket, until, held }: OpenBreaker): StoreCheck {
  const message = `the breaker of bucket ${bucket} is open until ${iso(until)}, and probes follow: ${jobs(held)} for it`;
  const hint = '`skep errors` shows what fails; `skep buckets reset` closes it at once.';
  return { name: 'breaker', status: 'warn', message, hint };
}

/** A probe may be open to all: neither addresses nor what a receiver has answered are in it. */
function untoldAlert({ alert, of, receivers }: UntoldAlert): StoreCheck {
  const since = receivers.reduce((first, one) => Math.min(first, one.since), Infinity);
  const codes = [...new Set(receivers.flatMap(({ error: { code } }) => code ?? []))];
  const why = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  const message = `alert ${alert} does not reach ${receivers.length} of ${counted(of, 'receiver')} since ${iso(since)}${why}`;
  const hint = receivers.some(({ final }) => final)
    ? '`skep alerts ls` says whom and why; what is dead is told by `skep jobs retry`, or with the next word.'
    : '`skep alerts ls` says whom and why; it is tried again by itself.';
  return { name: 'untold', status: 'warn', message, hint };
}

function stranded(queue: string, waiting: number, queues: Scene['manifest']['queues']): StoreCheck {
  const message = `queue ${queue} is in no manifest and nobody works on it: ${jobs(waiting)} there`;
  const to = Object.hasOwn(queues, 'default') ? 'default' : (Object.keys(queues)[0] ?? 'default');
  const move = `\`skep jobs move --queue ${queue} --to ${to}\``;
  const hint = `Declare it again, or ${move}, and they run; \`skep jobs ls --queue ${queue}\` shows them.`;
  return { name: 'stranded', status: 'warn', message, hint };
}

function unworked(queue: string, available: number): StoreCheck {
  const message = `no process works on queue ${queue}: ${jobs(available)} there`;
  const hint = 'Start `skep run`; where processes run, their `--only`, `--queues` or `--exclude` leaves it out.';
  return { name: 'workers', status: 'warn', message, hint };
}

function held(queue: string, blocked: number): StoreCheck {
  const message = `no worker knows the task of held jobs in queue ${queue}: ${jobs(blocked)} there`;
  const hint = 'Declare the task again, and they run; `skep jobs ls --state blocked` shows which.';
  return { name: 'held', status: 'warn', message, hint };
}

function scheduleFindings({ manifest, processes }: Scene): StoreCheck[] {
  const count = Object.keys(manifest.schedules).length;
  if (count === 0 || processes.some(({ roles }) => roles.includes('scheduler'))) return [];
  const message = `no process fires the schedules, of which there ${count === 1 ? 'is one' : `are ${count}`}`;
  const hint = 'Start `skep run`, or `skep run --only scheduler` beside those that run.';
  return [{ name: 'scheduler', status: 'warn', message, hint }];
}

function jobs(count: number): string {
  return counted(count, 'job waits', 'jobs wait');
}

/** Nothing goes wrong in that process, and so no line of its log tells of it. */
const SUPERSEDED_HINT =
  '`skep plan` says in what they differ; a change of the files, or `skep apply`, puts them in force.';

/** What processes tell of themselves, for whoever looks from outside. */
export function troublesOf(processes: readonly ProcessRow[]): readonly Omit<Finding, 'key'>[] {
  return processes.flatMap(({ session, host, pid, troubles = [] }) =>
    troubles.map((trouble) => {
      const hint = trouble.startsWith('superseded: ') ? SUPERSEDED_HINT : 'Its own log says since when.';
      const check = { name: 'process', status: 'warn', message: `${host}:${pid} says: ${trouble}`, hint } as const;
      return { check, subject: { kind: 'worker', name: session } as const };
    }),
  );
}
