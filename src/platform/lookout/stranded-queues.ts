/** Queues whose jobs nobody will run: what is left when a queue is taken out of the manifest while jobs wait in it. */
import type { JobState } from '../../core/index.ts';
import type { Engine, ProcessRow, QueueCounts } from '../../engine/index.ts';
import type { Manifest } from '../../manifest/index.ts';

export interface StrandedQueue {
  readonly queue: string;
  /** Jobs that wait there, in whatever state that is not an end. */
  readonly waiting: number;
  readonly counts: Readonly<Record<JobState, number>>;
  /** Since when the available one waits that waits longest, epoch milliseconds of the store; null when none is available. */
  readonly oldestAt: number | null;
}

const WAITING: readonly JobState[] = ['scheduled', 'blocked', 'available', 'retryable'];

/**
 * The queues that hold waiting jobs though this manifest does not declare them and no living process consumes them: one
 * with another manifest may, in the middle of a deployment. Jobs of a declared queue are not stranded, only early.
 *
 * @returns in order of the store; costs what `queues.counts` and `fleet.processes` of the engine cost
 */
export async function strandedQueues(
  engine: Pick<Engine, 'queues' | 'fleet'>,
  { queues }: Pick<Manifest, 'queues'>,
): Promise<readonly StrandedQueue[]> {
  const [counts, processes] = await Promise.all([engine.queues.counts(), engine.fleet.processes()]);
  return counts.map((row) => strandedQueue(row, processes, queues)).filter((queue) => queue !== undefined);
}

/** The same of one queue, for who has asked already; undefined when it is not stranded. */
export function strandedQueue(
  { queue, counts, oldestAt }: QueueCounts,
  processes: readonly ProcessRow[],
  queues: Manifest['queues'],
): StrandedQueue | undefined {
  const waiting = waitingOf(counts);
  if (waiting === 0 || Object.hasOwn(queues, queue)) return undefined;
  if (processes.some((process) => Object.hasOwn(process.queues, queue))) return undefined;
  return { queue, counts, oldestAt, waiting };
}

function waitingOf(counts: Readonly<Record<JobState, number>>): number {
  return WAITING.reduce((sum, state) => sum + counts[state], 0);
}
