/** What somebody should look at, the worst first. */
import type { Manifest, Queue, Stats, Worker } from '../api/types.generated.ts';
import { counted, percentOf, spanOf } from '../parts/times.ts';

export interface Concern {
  readonly tone: 'dead' | 'retryable' | 'scheduled';
  readonly text: string;
  /** What to do. */
  readonly next: string;
  /** A search of jobs; null: there is nothing to see. */
  readonly q: string | null;
}

/** Older than that, work is late; queues say nothing of it themselves. */
const LATE_MS = 5 * 60_000;
const FAILING = 0.2;
/** Fewer say nothing. */
const ENOUGH = 10;

interface Seen {
  readonly queues: readonly Queue[];
  readonly workers: readonly Worker[];
  readonly stats: Stats | undefined;
  readonly manifest: Manifest | undefined;
}

export function concernsOf({ queues, workers, stats, manifest }: Seen): readonly Concern[] {
  return [
    ...ofManifest(manifest),
    ...queues.flatMap((queue) => ofQueue(queue)),
    ...workers.flatMap((worker) => ofWorker(worker)),
    ...(stats?.groups ?? []).flatMap((group) => ofTask(group)),
  ];
}

function ofManifest(manifest: Manifest | undefined): readonly Concern[] {
  if (manifest === undefined || manifest.problems.length === 0) return [];
  const text = `The manifest was refused: ${counted(manifest.problems.length, 'problem')}. The one before is in force.`;
  return [{ tone: 'dead', text, next: 'Run skep check.', q: null }];
}

function ofQueue({ name, paused, pause, counts, workers, oldestAgeMs }: Queue): readonly Concern[] {
  const waiting = counts.available ?? 0;
  const q = `queue:${name} state:available`;
  if (paused) {
    const why = pause?.reason === null || pause === null ? '' : `: ${pause.reason}`;
    return [{ tone: 'scheduled', text: `Queue ${name} is paused${why}`, next: `skep queues resume ${name}`, q }];
  }
  if (waiting > 0 && workers === 0) {
    const text = `${counted(waiting, 'job')} of queue ${name} wait, and no worker takes them`;
    return [{ tone: 'dead', text, next: 'Start a worker: skep run', q }];
  }
  if (oldestAgeMs === null || oldestAgeMs < LATE_MS) return [];
  const text = `The oldest job of queue ${name} waits since ${spanOf(oldestAgeMs)}`;
  return [{ tone: 'retryable', text, next: 'More workers, or a higher concurrency.', q }];
}

function ofWorker({ id, troubles }: Worker): readonly Concern[] {
  return troubles.map((trouble) => ({
    tone: 'retryable',
    text: `Worker ${id}: ${trouble}`,
    next: 'skep workers ls',
    q: null,
  }));
}

function ofTask({ name, total }: Stats['groups'][number]): readonly Concern[] {
  const { failureRate, completed, failed, dead } = total;
  if (failureRate === null || failureRate < FAILING || completed + failed + dead < ENOUGH) return [];
  const text = `${percentOf(failureRate)} of the attempts of ${name} fail`;
  return [{ tone: 'dead', text, next: 'See what they die of.', q: `task:${name} state:dead,retryable` }];
}
