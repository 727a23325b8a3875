/** What is measured: one file per row of the comparison in bench/rows. */
import type { Contestant, Place, Settings } from './contestant.ts';

/** What a contestant can do beyond storing and running jobs; a row runs those that have all it needs. */
export const ABILITIES = [
  /** Handlers run in the measuring process, so that their start can be seen. */
  'inProcess',
  /** Several jobs in one call. */
  'bulk',
  'queues',
  'priorities',
  'delays',
  /** Again at once after a failure. */
  'retries',
  'traces',
  /** Workflows. */
  'graphs',
  /** Keeps what handlers return. */
  'results',
  /** Runs handlers in threads and in processes of their own. */
  'isolation',
  /** Stores a million jobs in a minute. */
  'backlogs',
  /** There is a program to start. */
  'program',
  /** Has a manifest with features that jobs need not use. */
  'manifest',
  /** At most so many jobs of a queue in a time. */
  'limits',
  /** Of several jobs with one key only the first is stored. */
  'unique',
] as const;
export type Ability = (typeof ABILITIES)[number];

export interface FigureSpec {
  readonly unit: string;
  readonly better: 'more' | 'less';
}

/** Medians of these are compared; all are finite and positive. A contestant may lack some. */
export type Figures = Readonly<Record<string, number>>;

export interface Row {
  readonly title: string;
  /** What every contestant does, and where one differs. */
  readonly terms: string;
  readonly needs: readonly Ability[];
  /** Each with what it needs besides. */
  readonly variants: Readonly<Record<string, readonly Ability[]>>;
  readonly figures: Readonly<Record<string, FigureSpec>>;
  /** Jobs of a round; slower contestants get their share of it, by what the row makes them do. */
  readonly jobs: number;
  readonly work: 'process' | 'enqueue' | 'graphs';
  /** At most so many rounds, where a round takes long. */
  readonly maxRounds?: number;
  /** One round in a fresh process with an empty store. */
  measure(stage: Stage): Promise<Figures>;
}

/** What a round is given. */
export interface Stage {
  readonly contestant: string;
  readonly variant: string;
  readonly place: Place;
  readonly jobs: number;
  /** Share of the row's own number of jobs that this run asks for: 1, less in a smoke run. */
  readonly scale: number;
  /** Jobs to run before the clock starts. */
  readonly warmUp: number;
  /** Brings the contestant up; it is closed after the round. */
  readonly open: (settings?: Partial<Settings>) => Promise<Contestant>;
}

export const RATE: FigureSpec = { unit: 'jobs/s', better: 'more' };
export const CPU_PER_JOB: FigureSpec = { unit: 'µs CPU/job', better: 'less' };

/** @returns jobs per second, and µs of this process' CPU per job, while `act` runs */
export async function timed(jobs: number, act: () => Promise<void>): Promise<{ rate: number; cpu: number }> {
  const cpuBefore = process.cpuUsage();
  const begin = performance.now();
  await act();
  const seconds = (performance.now() - begin) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: jobs / seconds, cpu: (user + system) / jobs };
}

/** Resolves after that long, by the event loop's clock. */
export function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
