/** Runs of workflows: what can be asked of them, and where. */
import { RUN_STATES } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { runId, runLocation, stepName, workflowName } from './names.ts';
import type { RevealOptions } from './jobs.ts';
import type { EndpointsOf } from './operation.ts';
import type { ItemQuery, RunOperations, RunPageView, StartedView, StartRequest } from './run-operations.ts';
import { itemsRef, listedRunRef, runRef, runState } from './run-view.ts';
import { anything, boolean, described, listOf, objectOf, orNull, text, view } from './schemas.ts';

export const startedRef: JsonObject = view(
  'StartedRun',
  objectOf<StartedView>({ id: text, state: runState, existing: described(boolean, 'Whether it was there before') }),
);

const page: JsonObject = view(
  'RunPage',
  objectOf<RunPageView>({
    runs: listOf(listedRunRef),
    next: described(orNull(text), 'Cursor of the next page; null at the end'),
  }),
);

const options: JsonObject = {
  type: 'object',
  description: '`id`, `tags` and `headers`, as of a job; tags and headers are those of its jobs too',
};
const given = { input: described(anything, "By the workflow's input schema; null by default"), options };

const begin: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: '{ "input": …, "options": { "id": …, "tags": […], "headers": { … } } }',
  properties: given,
};

const startBody: JsonObject = {
  type: 'object',
  required: ['workflow'],
  additionalProperties: false,
  description: '{ "workflow": NAME or { "chain": [ … ] }, "input": …, "options": { … } }',
  properties: {
    workflow: {
      anyOf: [{ type: 'string', minLength: 1, maxLength: 64 }, { type: 'object' }],
      description: 'Name of a workflow, or one as the manifest would have it',
      'x-problem': 'is to be the name of a workflow, or one as the manifest would have it: { "chain": [ … ] }',
    },
    ...given,
  },
};

const NOT_STARTED = ['INPUT_INVALID', 'PAYLOAD_NOT_JSON', 'PAYLOAD_TOO_LARGE', 'RUN_ID_TAKEN'] as const;

const reveal: JsonObject = described(
  { type: 'boolean' },
  'Show what is sensitive too; for the role admin, and told in the log',
);

const one = {
  tag: 'runs',
  params: { run: runId },
  ask: (id: string) => ({ params: { run: id } }),
} as const;

export const runEndpoints: EndpointsOf<RunOperations> = {
  startRun: [
    {
      name: 'startWorkflow',
      method: 'POST',
      path: '/api/workflows/:workflow/runs',
      access: 'operator',
      tag: 'workflows',
      params: { workflow: workflowName },
      summary: 'Start a run of a workflow',
      body: begin,
      done: { status: 202, description: 'Accepted: it survives a crash from now on', schema: startedRef },
      errors: ['WORKFLOW_UNKNOWN', 'WORKFLOW_INVALID', ...NOT_STARTED],
      when: ({ workflow }) => typeof workflow === 'string',
      ask: ({ workflow, ...rest }) => ({
        params: { workflow: typeof workflow === 'string' ? workflow : '' },
        body: rest,
      }),
      act: (call) => call.operations.startRun({ ...(call.body as object), workflow: call.params['workflow'] ?? '' }),
      location: ({ id }) => runLocation(id),
    },
    {
      name: 'startRun',
      method: 'POST',
      path: '/api/runs',
      access: 'operator',
      tag: 'runs',
      summary: 'Start a run of a workflow that comes with the call, or that is named in it',
      body: startBody,
      done: { status: 202, description: 'Accepted: it survives a crash from now on', schema: startedRef },
      errors: ['WORKFLOW_UNKNOWN', 'WORKFLOW_INVALID', ...NOT_STARTED],
      ask: (request) => ({ body: request }),
      act: ({ operations, body }) => operations.startRun(body as unknown as StartRequest),
      location: ({ id }) => runLocation(id),
    },
  ],
  listRuns: {
    name: 'listRuns',
    method: 'GET',
    path: '/api/runs',
    access: 'viewer',
    tag: 'runs',
    summary: 'Runs, newest first, a page at a time',
    query: {
      workflow: described({ type: 'string', maxLength: 64 }, 'Name of a workflow'),
      state: described(
        { type: 'array', items: { type: 'string', enum: RUN_STATES } },
        `Some of ${RUN_STATES.join(', ')}, with commas between them`,
      ),
      parent: described({ type: 'string', maxLength: 128 }, 'Runs that are a step of this one'),
      cursor: described({ type: 'string' }, '`next` of the page before'),
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'Runs per page, 1..200' },
    },
    done: { status: 200, description: 'A page', schema: page },
    ask: (query) => ({ query: { ...query } }),
    act: ({ operations, query }) => operations.listRuns(query),
  },
  getRun: {
    ...one,
    name: 'getRun',
    method: 'GET',
    path: '/api/runs/:run',
    access: 'viewer',
    summary: 'One run with its steps; with `wait`, as soon as it is over',
    forAdmins: ['reveal'],
    query: {
      wait: described(text, 'Longest wait for its end, as in 30s; cut to 60s. The answer is the state of then.'),
      reveal,
    },
    done: { status: 200, description: 'The run', schema: runRef },
    errors: ['RUN_UNKNOWN'],
    ask: (...[id, waitMs = 0, , options]) => ({
      params: { run: id },
      query: { wait: waitMs > 0 ? `${waitMs}ms` : undefined, ...revealing(options) },
    }),
    act: async (call) => {
      const run = await call.runAfter(idOf(call), call.query['wait']);
      const sight = sightOf(call);
      return sight === undefined ? run : call.operations.getRun(run.id, 0, undefined, sight);
    },
  },
  runItems: {
    name: 'getRunItems',
    method: 'GET',
    path: '/api/runs/:run/steps/:step/items',
    access: 'viewer',
    tag: 'runs',
    params: { run: runId, step: stepName },
    summary: 'The items of a step that have begun, with their results, a page at a time',
    forAdmins: ['reveal'],
    query: {
      from: { type: 'integer', minimum: 0, default: 0, description: 'Index of the first; `next` of the page before' },
      limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100, description: 'Items per page, 1..1000' },
      reveal,
    },
    done: { status: 200, description: 'A page; a short one where results are large', schema: itemsRef },
    errors: ['RUN_UNKNOWN', 'STEP_UNKNOWN'],
    ask: (...[id, step, { from, limit } = {}, options]) => ({
      params: { run: id, step },
      query: { from, limit, ...revealing(options) },
    }),
    act: (call) => {
      const { from, limit } = call.query as ItemQuery;
      const asked = { ...(from !== undefined && { from }), ...(limit !== undefined && { limit }) };
      return call.operations.runItems(idOf(call), call.params['step'] ?? '', asked, sightOf(call));
    },
  },
  cancelRun: {
    ...one,
    name: 'cancelRun',
    method: 'POST',
    path: '/api/runs/:run/cancel',
    access: 'operator',
    summary: 'Nothing more of it begins, and what runs is cancelled',
    done: { status: 200, description: 'The run afterwards', schema: runRef },
    errors: ['RUN_UNKNOWN', 'STATE_CONFLICT'],
    act: (call) => call.operations.cancelRun(idOf(call)),
  },
  resumeRun: {
    ...one,
    name: 'resumeRun',
    method: 'POST',
    path: '/api/runs/:run/resume',
    access: 'operator',
    summary: 'Go on from what failed or was cancelled; with `from`, begin anew at these steps',
    body: {
      anyOf: [
        {
          type: 'object',
          additionalProperties: false,
          properties: {
            from: {
              ...{ type: 'array', maxItems: 1_000, items: { type: 'string', minLength: 1, maxLength: 64 } },
              description: 'Steps that begin anew, with all behind them',
            },
          },
        },
        { type: 'null' },
      ],
      description: '{ "from": ["convert"] }; nothing for what failed',
    },
    done: { status: 200, description: 'The run afterwards', schema: runRef },
    errors: ['RUN_UNKNOWN', 'STEP_UNKNOWN', 'STATE_CONFLICT'],
    ask: (id, from = []) => ({ params: { run: id }, body: from.length === 0 ? {} : { from } }),
    act: (call) => {
      const { from = [] } = (call.body ?? {}) as { readonly from?: readonly string[] };
      return call.operations.resumeRun(idOf(call), from);
    },
  },
  signalRun: {
    name: 'signalRun',
    method: 'POST',
    path: '/api/runs/:run/signals/:signal',
    access: 'operator',
    tag: 'runs',
    params: {
      run: runId,
      signal: {
        description: 'Name of the signal',
        pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
        unknown: 'ROUTE_UNKNOWN',
      },
    },
    summary: 'Give it a signal that steps wait for, now or later; the first of a name counts. The body is its payload',
    body: { description: 'any JSON' },
    done: { status: 200, description: 'The run afterwards', schema: runRef },
    errors: ['RUN_UNKNOWN', 'STEP_UNKNOWN', 'STATE_CONFLICT'],
    ask: (id, signal, payload = null) => ({ params: { run: id, signal }, body: payload }),
    act: (call) => call.operations.signalRun(idOf(call), call.params['signal'] ?? '', call.body ?? (null as Json)),
  },
  removeRun: {
    ...one,
    name: 'removeRun',
    method: 'DELETE',
    path: '/api/runs/:run',
    access: 'operator',
    summary: 'Delete a run that is over, with the results of its items; its jobs stay',
    done: { status: 204, description: 'It is gone', schema: null },
    errors: ['RUN_UNKNOWN', 'STATE_CONFLICT'],
    act: (call) => call.operations.removeRun(idOf(call)),
  },
};

function idOf({ params }: Call<unknown>): string {
  return params['run'] ?? '';
}

function revealing({ revealTo }: RevealOptions = {}): { readonly reveal: string | undefined } {
  return { reveal: revealTo === undefined ? undefined : 'true' };
}

/** undefined: it did not ask to be shown more. */
function sightOf({ query, caller }: Call<unknown>): RevealOptions | undefined {
  return query['reveal'] === true ? { revealTo: caller } : undefined;
}
