/** What Skep means to reach, measured by the rows of the comparison. */
import { figureOf, type Results, type RowResult } from './results.ts';

interface Measured {
  readonly row: string;
  readonly variant: string;
  readonly contestant: string;
  readonly figure: string;
}

export interface Target {
  readonly what: string;
  readonly of: Measured;
  /** Compared with; null: the figure itself is the target. */
  readonly against: Measured | null;
  /** A ratio `of : against`, or a figure. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly unit: string;
}

const rate = (row: string, variant: string, contestant: string): Measured => ({
  row,
  variant,
  contestant,
  figure: 'rate',
});
const processing = (contestant: string, slots = 64): Measured => rate('process', `${slots} at once`, contestant);

function ratio(what: string, of: Measured, against: Measured, atLeast: number): Target {
  return { what, of, against, atLeast, unit: '×' };
}

function enqueue(what: string, variant: string, against: string, atLeast: number): Target {
  const measured = (contestant: string): Measured => rate('enqueue', variant, contestant);
  return ratio(`Redis, enqueue ${what}`, measured('skep-redis'), measured(against), atLeast);
}

function limit(what: string, of: Measured, atMost: number, unit: string): Target {
  return { what, of, against: null, atMost, unit };
}

const pickUp = (contestant: string, figure: string): Measured => ({
  row: 'pick-up',
  variant: 'idle',
  contestant,
  figure,
});

const isolated = (what: string, variant: string): Target =>
  ratio(what, rate('executors', variant, 'skep-redis'), rate('executors', variant, 'bullmq'), 2);

const backlog = (contestant: string): Target => ({
  what: `${contestant}: client CPU per job with 1 000 000 waiting against 1 000`,
  of: { row: 'backlog', variant: '1 000 000 waiting', contestant, figure: 'cpu' },
  against: { row: 'backlog', variant: '1 000 waiting', contestant, figure: 'cpu' },
  atMost: 1.2,
  unit: '×',
});

const graphs = (what: string): Target =>
  ratio(
    `Redis, workflows, ${what}, against BullMQ`,
    rate('workflows', what, 'skep-redis'),
    rate('workflows', what, 'bullmq'),
    3,
  );

const ON_REDIS = processing('skep-redis');
const ON_SQLITE = processing('skep-sqlite');
const TRACED = rate('traced', '100 % kept', 'skep-redis');

export const TARGETS: readonly Target[] = [
  ratio('Redis, processing, 64 at once, against BullMQ 6', ON_REDIS, processing('bullmq'), 4),
  ratio('the same, 256 at once', processing('skep-redis', 256), processing('bullmq', 256), 4),
  ratio('Redis, processing, 64 at once, against plain bee-queue 2', ON_REDIS, processing('bee-queue'), 2.5),
  ratio('Redis, every job traced, against BullMQ untraced', TRACED, rate('traced', 'off', 'bullmq'), 2),
  ratio('Redis, processing, against graphile-worker', ON_REDIS, processing('graphile-worker'), 2),
  enqueue('in bulk, against BullMQ', 'bulk', 'bullmq', 5),
  enqueue('by 100 callers, against BullMQ', '100 callers', 'bullmq', 3),
  enqueue('by 1 caller, against plain bee-queue 2', '1 caller', 'bee-queue', 0.9),
  enqueue('by 100 callers, against plain bee-queue 2', '100 callers', 'bee-queue', 1),
  enqueue('in bulk, against plain bee-queue 2', 'bulk', 'bee-queue', 1),
  ratio('SQLite, processing, 64 at once, against BullMQ on Redis', ON_SQLITE, processing('bullmq'), 3),
  ratio('the same, 256 at once', processing('skep-sqlite', 256), processing('bullmq', 256), 3),
  ratio('SQLite, processing, against graphile-worker', ON_SQLITE, processing('graphile-worker'), 1.2),
  isolated('Redis, handlers in threads, against BullMQ', 'thread'),
  isolated('Redis, handlers in processes, against BullMQ', 'process'),
  graphs('chains of 100, one by one'),
  graphs('chains of 100, 50 at once'),
  graphs('chord of 1 000'),
  graphs('fan-out of 10 000'),
  limit('Redis, idle, a job starts within: p50', pickUp('skep-redis', 'p50'), 2, 'ms'),
  limit('Redis, idle, a job starts within: p99', pickUp('skep-redis', 'p99'), 10, 'ms'),
  limit('SQLite, idle, a job starts within: p50', pickUp('skep-sqlite', 'p50'), 2, 'ms'),
  limit('SQLite, idle, a job starts within: p99', pickUp('skep-sqlite', 'p99'), 10, 'ms'),
  backlog('skep-redis'),
  backlog('skep-sqlite'),
  limit(
    '`skep run` on the example: to ready',
    { row: 'start-up', variant: 'to ready', contestant: 'skep-sqlite', figure: 'ready' },
    1_000,
    'ms',
  ),
  limit(
    '`skep run` on the example: memory at rest',
    { row: 'start-up', variant: 'to ready', contestant: 'skep-sqlite', figure: 'rest' },
    120,
    'MB',
  ),
];

/** @returns the measured figure or ratio; NaN where a part of it was not measured */
export function reached({ of, against }: Target, { rows }: Results): number {
  const own = measured(of, rows);
  return against ? own / measured(against, rows) : own;
}

function measured({ row, variant, contestant, figure }: Measured, rows: readonly RowResult[]): number {
  const result = rows
    .find(({ name }) => name === row)
    ?.results.find((one) => one.variant === variant && one.contestant === contestant);
  return result ? figureOf(result, figure) : Number.NaN;
}
