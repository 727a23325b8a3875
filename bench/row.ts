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
  /** Consumption can be stopped and begun again with jobs left. */
  'pauses',
  'skep',
] as const;
export type Ability = (typeof ABILITIES)[number];

export interface FigureSpec {
  readonly unit: string;
  readonly better: 'more' | 'less';
}

/** Medians of these are compared; all are finite and positive. */
export type Figures = Readonly<Record<string, number>>;

export interface Row {
  readonly title: string;
  /** What every contestant does, and where one differs. */
  readonly terms: string;
  readonly needs: readonly Ability[];
  readonly variants: readonly string[];
  readonly figures: Readonly<Record<string, FigureSpec>>;
  /** Jobs of a round in all variants; slower contestants get their share of it. */
  readonly jobs: number;
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
