/** Statistics: how attempts ended, how long jobs waited and ran. */
import type { Reading, Scope, Times } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import type { EndpointsOf } from './operation.ts';
import { described, instant, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface StatsOperations {
  /** What has ended in the time up to now, over all processes. @throws REQUEST_INVALID */
  stats(query?: StatsQuery, scope?: Scope | null): Promise<StatsView>;
}

export interface StatsQuery {
  /** How far back, a duration up to 90d; `1h` if not said. Up to six hours are told by the minute, more by the hour. */
  readonly range?: string;
  /** What is told apart; `task` if not said. */
  readonly by?: 'task' | 'queue';
  /** Only of this task. */
  readonly task?: string;
  /** Only of this queue. */
  readonly queue?: string;
}

export interface StatPoint extends Reading {
  /** When the minute or hour began. */
  readonly at: string;
}

export interface StatGroup {
  /** Of the task or queue. */
  readonly name: string;
  readonly total: Reading;
  /** Those in which something ended, the oldest first. */
  readonly points: readonly StatPoint[];
}

export interface StatsView {
  readonly from: string;
  readonly to: string;
  /** What a point stands for: a minute or an hour. */
  readonly stepMs: number;
  readonly total: Reading;
  readonly groups: readonly StatGroup[];
}

const number = { type: 'number' } as const;
const times = objectOf<Times>({ mean: number, p50: number, p95: number, p99: number });
const reading = {
  completed: integer,
  failed: described(integer, 'Attempts that failed and are tried again'),
  dead: described(integer, 'Attempts that failed for good'),
  cancelled: described(integer, 'Attempts that ended as cancelled'),
  snoozed: described(integer, 'Attempts that put their job off'),
  released: described(integer, 'Attempts that gave their job back'),
  failureRate: described(orNull(number), 'Of attempts that completed or failed, those that failed, 0 to 1'),
  waitMs: described(orNull(times), 'From when the job might have started to when it did'),
  runMs: described(orNull(times), 'From the start of the attempt to its end'),
};
export const readingSchema: JsonObject = objectOf<Reading>(reading);

const stats: JsonObject = view(
  'Stats',
  objectOf<StatsView>({
    from: instant,
    to: instant,
    stepMs: described(integer, 'What a point stands for: a minute or an hour'),
    total: readingSchema,
    groups: listOf(
      objectOf<StatGroup>({
        name: described(text, 'Of the task or queue'),
        total: readingSchema,
        points: listOf(objectOf<StatPoint>({ at: instant, ...reading })),
      }),
    ),
  }),
);

export const statEndpoints: EndpointsOf<StatsOperations> = {
  stats: {
    name: 'getStats',
    method: 'GET',
    path: '/api/stats',
    access: 'viewer',
    tag: 'queues',
    summary: 'How attempts ended, and how long jobs waited and ran, per task or queue',
    query: {
      range: described({ type: 'string' }, 'How far back, `1h` if not said; up to `90d`'),
      by: described({ type: 'string', enum: ['task', 'queue'] }, 'What is told apart'),
      task: described({ type: 'string' }, 'Only of this task'),
      queue: described({ type: 'string' }, 'Only of this queue'),
    },
    done: { status: 200, description: 'What has ended', schema: stats },
    ask: (query = {}) => ({ query: { ...query } }),
    act: ({ operations, query }) => operations.stats(query),
  },
};
