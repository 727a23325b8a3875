/** Schedules: what can be asked of them, how they are shown, and where. */
import type { Json, JsonObject } from '../foundation/index.ts';
import { type ScheduleContext, scheduleContext } from './details.ts';
import { jobLocation, runLocation } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { pauseBody, type PauseRequest, type PauseView, pauseView } from './pausing.ts';
import {
  anything,
  boolean,
  described,
  extended,
  instant,
  integer,
  listOf,
  objectOf,
  orNull,
  text,
  view,
} from './schemas.ts';
import { nameOf, one, tickEndpoints, type TickOperations } from './ticks.ts';
import { type EnqueuedView, enqueuedRef, NOT_STORED } from './enqueuing.ts';

export interface ScheduleOperations extends TickOperations {
  schedules(): Promise<readonly ScheduleView[]>;
  /** @throws SCHEDULE_UNKNOWN */
  schedule(name: string): Promise<ScheduleDetailView>;
  /** When schedules tick in the time to come. @param within a duration up to 7d, 24h if not said @param of names; else all. @throws REQUEST_INVALID */
  agenda(within?: string, of?: ReadonlySet<string>): Promise<AgendaView>;
  /** Enqueues the schedule's job now, beside its ticks; the cursor does not move. @throws SCHEDULE_UNKNOWN */
  runSchedule(name: string): Promise<EnqueuedView>;
  /** @throws SCHEDULE_UNKNOWN */
  pauseSchedule(name: string, paused: boolean, why?: PauseRequest, by?: string | null): Promise<ScheduleView>;
}

export interface ScheduleView {
  readonly name: string;
  /** null where it begins runs of a workflow. */
  readonly task: string | null;
  readonly workflow: string | null;
  readonly cron: string | null;
  readonly everyMs: number | null;
  /** Instants, of one that fires at these. */
  readonly at: readonly string[] | null;
  readonly timezone: string | null;
  readonly startAt: string | null;
  readonly endAt: string | null;
  /** Fires so often and no more; null = for ever. */
  readonly maxRuns: number | null;
  /** How often it has fired. */
  readonly runs: number;
  readonly overlap: string;
  readonly payload: Json;
  readonly paused: boolean;
  /** Why; null where it is not paused. */
  readonly pause: PauseView | null;
  /**
   * Whether the store has it as this manifest says. false: another manifest's schedules are in force, or none was
   * applied yet.
   */
  readonly inForce: boolean;
  /** A wrong clock has left it decided up to this instant of the future, and it waits for that; else null. */
  readonly decidedUntil: string | null;
  /** When it will fire next; null when it will not as things are: paused, not in force, or never again. */
  readonly next: string | null;
  readonly last: string | null;
  readonly lastJobId: string | null;
}

/** One schedule, with what stands around it. */
export interface ScheduleDetailView extends ScheduleView, ScheduleContext {}

/** What is to come, by the manifest. */
export interface AgendaView {
  readonly from: string;
  readonly to: string;
  /** What a number of `load` stands for. */
  readonly stepMs: number;
  /** Ticks of all schedules that fire, by step from `from` on. */
  readonly load: readonly number[];
  readonly schedules: readonly AgendaEntry[];
}

export interface AgendaEntry {
  readonly schedule: string;
  /** Paused, or not in force: its ticks are none of the load. */
  readonly idle: boolean;
  readonly count: number;
  /** There are more; they were not counted. */
  readonly more: boolean;
  /** The first hundred. */
  readonly ticks: readonly string[];
  /** The last of all, also of those that are not counted; null: there is none, or `maxRuns` ends them where nobody counted. */
  readonly last: string | null;
}

const schedule: JsonObject = view(
  'Schedule',
  objectOf<ScheduleView>({
    name: text,
    task: orNull(text),
    workflow: orNull(text),
    cron: orNull(text),
    everyMs: orNull({ type: 'number' }),
    at: described(orNull(listOf(instant)), 'The instants, of one that fires at these'),
    timezone: orNull(text),
    startAt: described(orNull(instant), 'No tick before it'),
    endAt: described(orNull(instant), 'No tick from it on'),
    maxRuns: described(orNull(integer), 'It fires so often and no more; null: for ever'),
    runs: described(integer, 'How often it has fired since it is there'),
    overlap: described(text, 'What a tick does while what the one before made is not over'),
    payload: anything,
    paused: boolean,
    pause: described(orNull(pauseView), 'Why it is paused; null: it is not'),
    inForce: described(
      boolean,
      "Whether the store has it as this manifest says; false: another manifest's are in force",
    ),
    decidedUntil: described(
      orNull(instant),
      'A wrong clock has left it decided up to this instant, and it waits for that',
    ),
    next: described(orNull(instant), 'When it will fire; null: it is paused, not in force, or never fires again'),
    last: orNull(instant),
    lastJobId: orNull(text),
  }),
);
const detail = extended('ScheduleDetail', schedule, scheduleContext);
const agenda: JsonObject = view(
  'Agenda',
  objectOf<AgendaView>({
    from: instant,
    to: instant,
    stepMs: described(integer, 'What a number of `load` stands for'),
    load: described(listOf(integer), 'Ticks of all schedules that fire, by step from `from` on'),
    schedules: listOf(
      objectOf<AgendaEntry>({
        schedule: text,
        idle: described(boolean, 'Paused, or not in force: its ticks are none of the load'),
        count: integer,
        more: described(boolean, 'There are more; they were not counted'),
        ticks: described(listOf(instant), 'The first hundred'),
        last: described(
          orNull(instant),
          'The last of all; null: there is none, or `maxRuns` ends them where nobody counted',
        ),
      }),
    ),
  }),
);

export const scheduleEndpoints: EndpointsOf<ScheduleOperations> = {
  ...tickEndpoints,
  schedules: {
    name: 'listSchedules',
    method: 'GET',
    path: '/api/schedules',
    access: 'viewer',
    tag: 'schedules',
    summary: 'All schedules, with their last and next tick',
    done: {
      status: 200,
      description: 'The schedules',
      schema: objectOf<{ schedules: unknown }>({ schedules: listOf(schedule) }),
    },
    ask: () => ({}),
    act: ({ operations }) => operations.schedules(),
    wire: under('schedules'),
  },
  schedule: {
    ...one,
    name: 'getSchedule',
    settled: ({ cron, everyMs, timezone, paused, pause }: ScheduleView) => [cron, everyMs, timezone, paused, pause],
    method: 'GET',
    path: '/api/schedules/:schedule',
    access: 'viewer',
    summary: 'One schedule, with what it does next and what its last tick made',
    done: { status: 200, description: 'The schedule', schema: detail },
    act: (call) => call.operations.schedule(nameOf(call)),
  },
  agenda: {
    name: 'getAgenda',
    method: 'GET',
    path: '/api/agenda',
    access: 'viewer',
    tag: 'schedules',
    summary: 'When all schedules tick in the time to come, and how many ticks fall together',
    query: { within: described({ type: 'string', maxLength: 32 }, 'How far ahead, `24h` if not said; up to `7d`') },
    done: { status: 200, description: 'The ticks', schema: agenda },
    ask: (within) => ({ query: { within } }),
    act: ({ operations, query }) => operations.agenda((query as { within?: string }).within),
  },
  runSchedule: {
    ...one,
    name: 'runSchedule',
    method: 'POST',
    path: '/api/schedules/:schedule/run',
    access: 'operator',
    summary: 'Enqueue its job, or start its run, now, beside its ticks',
    done: { status: 202, description: 'The job, or the run', schema: enqueuedRef },
    errors: ['SCHEDULE_UNKNOWN', 'TASK_UNKNOWN', ...NOT_STORED],
    act: (call) => call.operations.runSchedule(nameOf(call)),
    location: async ({ id }, call) => {
      const { workflow } = await call.operations.schedule(nameOf(call));
      return workflow === null ? jobLocation(id) : runLocation(id);
    },
  },
  pauseSchedule: [
    {
      ...one,
      name: 'pauseSchedule',
      method: 'POST',
      path: '/api/schedules/:schedule/pause',
      access: 'operator',
      summary: 'No ticks from now on',
      done: { status: 200, description: 'The schedule afterwards', schema: schedule },
      body: pauseBody,
      errors: ['SCHEDULE_UNKNOWN', 'STATE_CONFLICT'],
      when: (_name, paused) => paused,
      ask: (name, _paused, why = {}) => ({ params: { schedule: name }, body: why }),
      act: (call) => call.operations.pauseSchedule(nameOf(call), true, (call.body ?? {}) as PauseRequest, call.caller),
    },
    {
      ...one,
      name: 'resumeSchedule',
      method: 'POST',
      path: '/api/schedules/:schedule/resume',
      access: 'operator',
      summary: 'Tick again; ticks of the pause are not caught up',
      done: { status: 200, description: 'The schedule afterwards', schema: schedule },
      errors: ['SCHEDULE_UNKNOWN', 'STATE_CONFLICT'],
      when: (_name, paused) => !paused,
      act: (call) => call.operations.pauseSchedule(nameOf(call), false),
    },
  ],
};
