/** Ticks of a schedule: those to come, what became of them, and those of the past that are made by hand. */
import type { JsonObject } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { NOT_STORED } from './enqueuing.ts';
import { scheduleName } from './names.ts';
import type { EndpointsOf } from './operation.ts';
import { boolean, described, instant, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface TickOperations {
  /**
   * The next `count` planned instants after `from` (default: now); or those around the next changes of the clocks.
   * @throws SCHEDULE_UNKNOWN, REQUEST_INVALID
   */
  nextTicks(name: string, count: number, from?: string, aroundDst?: boolean): Promise<NextTicksView>;
  /** What became of its last ticks, newest first. @param limit up to 100 @throws SCHEDULE_UNKNOWN, REQUEST_INVALID */
  tickHistory(name: string, limit?: number): Promise<TickHistoryView>;
  /**
   * Makes the jobs, or runs, of the ticks of a time that is over; those of ticks that have fired are there already, as long as they
   * are kept. @throws SCHEDULE_UNKNOWN, REQUEST_INVALID
   */
  backfillSchedule(name: string, request: BackfillRequest): Promise<BackfillView>;
}

export interface NextTicksView {
  readonly schedule: string;
  /** When they are due. */
  readonly next: readonly string[];
  readonly ticks: readonly PlannedTickView[];
}

export interface PlannedTickView {
  readonly plannedAt: string;
  /** Later by `jitter` and `spread`; null: a time that the clocks jump over is left out here. */
  readonly dueAt: string | null;
  /** As its time zone's clocks read then. */
  readonly local: string;
  /** What the clocks that are set make of it. */
  readonly note: string | null;
}

export interface TickHistoryView {
  readonly schedule: string;
  readonly ticks: readonly TickRecordView[];
}

/** One tick that made something, or a range of ticks that made nothing. */
export interface TickRecordView {
  readonly plannedAt: string;
  /** Begin of the range; null for one tick that made something. */
  readonly from: string | null;
  readonly decidedAt: string;
  /** After it was due; null where nothing was made. */
  readonly lagMs: number | null;
  /** Of the job or run; null where none was made. */
  readonly id: string | null;
  /** tick, manual, backfill; null where nothing was made. */
  readonly by: string | null;
  /** Why nothing was made: missed, overlap, paused, refused. */
  readonly why: string | null;
  /** Id of the job or run that was not over. */
  readonly blockedBy: string | null;
}

export interface BackfillRequest {
  /** The first instant that may be a tick: ISO 8601 with a zone, or epoch milliseconds. */
  readonly from: string;
  /** The last one; not after now. */
  readonly to: string;
  /** At most so many ticks, the oldest: 1..1000, 100 if not said. */
  readonly limit?: number;
  /** Tell what would be made, and make nothing. */
  readonly dryRun?: boolean;
}

export interface BackfillView {
  readonly schedule: string;
  readonly dryRun: boolean;
  readonly ticks: readonly BackfilledView[];
  /** There are more ticks in that time than were asked for. */
  readonly more: boolean;
}

export interface BackfilledView {
  readonly plannedAt: string;
  readonly id: string;
  /** It is stored already. */
  readonly existing: boolean;
}

const ticks: JsonObject = view(
  'NextTicks',
  objectOf<NextTicksView>({
    schedule: text,
    next: described(listOf(instant), 'When they are due'),
    ticks: listOf(
      objectOf<PlannedTickView>({
        plannedAt: instant,
        dueAt: described(
          orNull(instant),
          'Later by `jitter` and `spread`; null: left out where the clocks jump over it',
        ),
        local: described(text, "As its time zone's clocks read then"),
        note: described(orNull(text), 'What the clocks that are set make of it'),
      }),
    ),
  }),
);
const history: JsonObject = view(
  'TickHistory',
  objectOf<TickHistoryView>({
    schedule: text,
    ticks: listOf(
      objectOf<TickRecordView>({
        plannedAt: described(instant, 'Of a range its end'),
        from: described(orNull(instant), 'Begin of a range that made nothing; null for one tick'),
        decidedAt: instant,
        lagMs: described(orNull(integer), 'After it was due; null where nothing was made'),
        id: described(orNull(text), 'Of the job or run'),
        by: described(orNull(text), 'tick, manual or backfill'),
        why: described(orNull(text), 'Why nothing was made: missed, overlap, paused or refused'),
        blockedBy: described(orNull(text), 'Id of the job or run that was not over'),
      }),
    ),
  }),
);
const backfill: JsonObject = view(
  'Backfill',
  objectOf<BackfillView>({
    schedule: text,
    dryRun: boolean,
    ticks: listOf(
      objectOf<BackfilledView>({
        plannedAt: instant,
        id: text,
        existing: described(boolean, 'It was stored before'),
      }),
    ),
    more: described(boolean, 'There are more ticks in that time than were asked for'),
  }),
);
const backfillBody: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to'],
  description: '{ "from": "2026-11-01T00:00:00Z", "to": "2026-11-02T00:00:00Z", "dryRun": true }',
  properties: {
    from: described({ type: 'string', maxLength: 64 }, 'The first instant that may be a tick'),
    to: described({ type: 'string', maxLength: 64 }, 'The last one, not after now'),
    limit: { type: 'integer', minimum: 1, maximum: 1_000, description: 'At most so many ticks, the oldest; 100' },
    dryRun: described(boolean, 'Tell what would be made, and make nothing'),
  },
};

const DEFAULT_TICKS = 10;
const DEFAULT_RECORDS = 20;
/** What the operations on one schedule have in common. */
export const one = {
  tag: 'schedules',
  params: { schedule: scheduleName },
  errors: ['SCHEDULE_UNKNOWN'],
  ask: (name: string) => ({ params: { schedule: name } }),
} as const;

export const tickEndpoints: EndpointsOf<TickOperations> = {
  nextTicks: {
    ...one,
    name: 'nextTicks',
    method: 'GET',
    path: '/api/schedules/:schedule/next',
    access: 'viewer',
    summary: 'The next instants at which it ticks',
    query: {
      n: { type: 'integer', minimum: 1, maximum: 1_000, default: DEFAULT_TICKS, description: 'How many, 1..1000' },
      from: described({ type: 'string', maxLength: 64 }, 'After this instant, ISO 8601; default: now'),
      aroundDst: described(boolean, 'Those around the next two changes of the clocks instead'),
    },
    done: { status: 200, description: 'The instants', schema: ticks },
    ask: (name, n, from, aroundDst) => ({
      params: { schedule: name },
      query: { n, from, aroundDst: aroundDst === true ? 'true' : undefined },
    }),
    act: (call) => {
      const { n = DEFAULT_TICKS, from, aroundDst } = call.query as { n?: number; from?: string; aroundDst?: boolean };
      return call.operations.nextTicks(nameOf(call), n, from, aroundDst);
    },
  },
  tickHistory: {
    ...one,
    name: 'getTickHistory',
    method: 'GET',
    path: '/api/schedules/:schedule/history',
    access: 'viewer',
    summary: 'What became of its last ticks, newest first',
    query: {
      limit: { type: 'integer', minimum: 1, maximum: 100, default: DEFAULT_RECORDS, description: 'How many, 1..100' },
    },
    done: { status: 200, description: 'The records', schema: history },
    ask: (name, limit) => ({ params: { schedule: name }, query: { limit } }),
    act: (call) => {
      const { limit = DEFAULT_RECORDS } = call.query as { limit?: number };
      return call.operations.tickHistory(nameOf(call), limit);
    },
  },
  backfillSchedule: {
    ...one,
    name: 'backfillSchedule',
    method: 'POST',
    path: '/api/schedules/:schedule/backfill',
    access: 'operator',
    summary: 'Make the jobs, or runs, of the ticks of a time that is over',
    body: backfillBody,
    done: { status: 200, description: 'The ticks, and what stands for them', schema: backfill },
    errors: ['SCHEDULE_UNKNOWN', 'TASK_UNKNOWN', ...NOT_STORED],
    ask: (name, request) => ({ params: { schedule: name }, body: request }),
    act: (call) => call.operations.backfillSchedule(nameOf(call), call.body as unknown as BackfillRequest),
  },
};

export function nameOf({ params }: Call<unknown>): string {
  return params['schedule'] ?? '';
}
