/** The one interface behind which every system is measured, and the work that all of them get. */

/** One system under measurement, in a process of its own with an empty store. */
export interface Contestant {
  /** Brings up whatever is needed, without running jobs yet; not measured. */
  open(place: Place, settings: Settings): Promise<void>;
  /** Stores the jobs, at most BULK and all of one queue and task, in one call of its API; resolves when they are acknowledged. */
  enqueue(jobs: readonly BenchJob[]): Promise<void>;
  /** Stores no-op jobs in calls of `perCall`, in its own loop: where a pipe to another language would be measured too. */
  enqueueLoop?(count: number, perCall: number): Promise<void>;
  /** Begins to run stored jobs. */
  consume(work: Work): Promise<Consumption>;
  /** Starts one and resolves once it is over; only while jobs are consumed. */
  graph?(graph: Graph): Promise<void>;
  close(): Promise<void>;
}

/** Steps one after the other; many and one that reads the results of all; many. */
export interface Graph {
  readonly kind: 'chain' | 'chord' | 'fan';
  readonly size: number;
}

/** What runs in every handler before it returns resultOf(); what it throws fails the attempt. */
export type Work = (payload: BenchPayload) => void;

/** Jobs being run. Counts are of all attempts that succeeded since consume(). */
export interface Consumption {
  /** Resolves once so many handlers have done their work. */
  started(count: number): Promise<void>;
  /** Resolves once so many jobs are finished, their outcomes stored. */
  settled(count: number): Promise<void>;
  /** No further jobs are taken. */
  pause(): Promise<void>;
}

export interface BenchPayload {
  readonly n: number;
  readonly to: string;
  readonly note: string;
  /** Whose job it is, where that says something. */
  readonly tenant?: string;
}

export interface BenchJob {
  readonly payload: BenchPayload;
  /** One of Settings.queues; the first by default. */
  readonly queue?: string;
  /** One of Settings.tasks; the first by default. */
  readonly task?: string;
  /** 0..9, smaller runs sooner. */
  readonly priority?: number;
  readonly delayMs?: number;
  /** Further attempts after one that failed, at once. */
  readonly retries?: number;
  /** While a job with it is stored, another one with it is not. */
  readonly unique?: string;
}

/** Where it may keep its data; null where it needs none of that kind. */
export interface Place {
  readonly folder: string;
  readonly redisPort: number | null;
  /** An empty database. */
  readonly postgresUrl: string | null;
  /** Takes OTLP over HTTP and drops it. */
  readonly otlpUrl: string | null;
}

export interface Settings {
  readonly queues: readonly string[];
  /** Kinds of work, all of them the same no-op. */
  readonly tasks: readonly string[];
  /** Handlers at once per queue and process. */
  readonly concurrency: number;
  /** Size of what every handler returns as JSON, roughly; 0: `{ ok: true }`. */
  readonly resultBytes: number;
  /** Share of traces kept and exported, 0..1; null: tracing is off. */
  readonly sample: number | null;
  /** Whether Skep counts for Prometheus. */
  readonly metrics: boolean;
  /** Where handlers run, `concurrency` of them at once: in this process, in threads of it, or in processes of their own. */
  readonly isolation: 'none' | 'thread' | 'process';
  /** Jobs that begin in a second at most, over all processes; null: as many as can. */
  readonly perSecond: number | null;
  /** Where in the payload it stands who takes turns in every queue; null: none do. */
  readonly fairBy: string | null;
  /** Sections that only Skep's manifest has, as YAML; lines indented by two at the top are further tasks. */
  readonly manifest: string;
}

export const SETTINGS: Settings = {
  queues: ['default'],
  tasks: ['noop'],
  concurrency: 64,
  resultBytes: 0,
  sample: null,
  metrics: false,
  isolation: 'none',
  perSecond: null,
  fairBy: null,
  manifest: '',
};

/** What every handler returns. */
export function resultOf(bytes: number): { readonly ok: true; readonly text?: string } {
  return bytes === 0 ? { ok: true } : { ok: true, text: '.'.repeat(bytes) };
}

/** What runs in every handler that is not in this process: the same no-op. */
export const ISOLATED_HANDLER = 'export const noop = async () => ({ ok: true });\nexport default noop;\n';

/** Jobs per bulk call in every contestant that has one. */
export const BULK = 500;

/** Jobs that every contestant runs before the clock starts, so that none is measured cold. */
export const WARM_UP = 10_000;

const NOTE = 'a payload of about one hundred bytes, as jobs have';

/** @returns `count` jobs; @param bytes size of each payload as JSON, roughly */
export function jobs(count: number, bytes = 100): BenchJob[] {
  const note = NOTE.padEnd(bytes - 50, '.');
  return Array.from({ length: count }, (_unused, n) => ({ payload: { n, to: `person-${n}@example.com`, note } }));
}

/** Stores `all` in calls of `perCall` jobs, `callers` calls under way at a time. */
export async function enqueueAll(
  contestant: Contestant,
  all: readonly BenchJob[],
  { perCall = BULK, callers = 1 } = {},
): Promise<void> {
  if (contestant.enqueueLoop) return contestant.enqueueLoop(all.length, perCall);
  let next = 0;
  const call = async (): Promise<void> => {
    while (next < all.length) {
      const from = next;
      next += perCall;
      await contestant.enqueue(all.slice(from, from + perCall));
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
}
