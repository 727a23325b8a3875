import { type Answer, type Call, endpoint, type Endpoint, ok } from '../endpoint.ts';
import { jobLocation, scheduleName } from './names.ts';
import { described, listOf, objectOf, refTo } from './schemas.ts';

const DEFAULT_TICKS = 10;
const one = { tag: 'schedules', params: { schedule: scheduleName }, errors: ['SCHEDULE_UNKNOWN'] } as const;

export const scheduleEndpoints: readonly Endpoint[] = [
  endpoint({
    name: 'listSchedules',
    method: 'GET',
    path: '/api/schedules',
    access: 'viewer',
    tag: 'schedules',
    summary: 'All schedules, with their last and next tick',
    answers: {
      200: {
        description: 'The schedules',
        schema: objectOf<{ schedules: unknown }>({ schedules: listOf(refTo('Schedule')) }),
      },
    },
    run: async ({ served }) => ok({ schedules: await served.operations.schedules() }),
  }),
  endpoint({
    ...one,
    name: 'getSchedule',
    method: 'GET',
    path: '/api/schedules/:schedule',
    access: 'viewer',
    summary: 'One schedule',
    answers: { 200: { description: 'The schedule', schema: refTo('Schedule') } },
    run: async (call) => ok(await call.served.operations.schedule(scheduleOf(call))),
  }),
  endpoint({
    ...one,
    name: 'nextTicks',
    method: 'GET',
    path: '/api/schedules/:schedule/next',
    access: 'viewer',
    summary: 'The next instants at which it ticks',
    query: {
      n: { type: 'integer', minimum: 1, maximum: 1_000, default: DEFAULT_TICKS, description: 'How many, 1..1000' },
      from: described({ type: 'string', maxLength: 64 }, 'After this instant, ISO 8601; default: now'),
    },
    answers: { 200: { description: 'The instants', schema: refTo('NextTicks') } },
    run: nextTicks,
  }),
  endpoint({
    ...one,
    name: 'runSchedule',
    method: 'POST',
    path: '/api/schedules/:schedule/run',
    access: 'operator',
    summary: 'Enqueue its job now, beside its ticks',
    answers: { 202: { description: 'The job', schema: refTo('Enqueued') } },
    run: runSchedule,
  }),
  endpoint({
    ...one,
    name: 'pauseSchedule',
    method: 'POST',
    path: '/api/schedules/:schedule/pause',
    access: 'operator',
    summary: 'No ticks from now on',
    answers: { 200: { description: 'The schedule afterwards', schema: refTo('Schedule') } },
    run: async (call) => ok(await call.served.operations.pauseSchedule(scheduleOf(call), true)),
  }),
  endpoint({
    ...one,
    name: 'resumeSchedule',
    method: 'POST',
    path: '/api/schedules/:schedule/resume',
    access: 'operator',
    summary: 'Tick again; ticks of the pause are not caught up',
    answers: { 200: { description: 'The schedule afterwards', schema: refTo('Schedule') } },
    run: async (call) => ok(await call.served.operations.pauseSchedule(scheduleOf(call), false)),
  }),
];

async function nextTicks(call: Call): Promise<Answer> {
  const { n, from } = call.query as { n?: number; from?: string };
  return ok(await call.served.operations.nextTicks(scheduleOf(call), n ?? DEFAULT_TICKS, from));
}

async function runSchedule(call: Call): Promise<Answer> {
  const view = await call.served.operations.runSchedule(scheduleOf(call));
  return { status: 202, body: view, location: jobLocation(view.id) };
}

function scheduleOf(call: Call): string {
  return call.params['schedule'] ?? '';
}
