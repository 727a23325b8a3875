/** The routes of the manifest, and which of them decides on a payload. */
import type { JsonInput } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { placeSchema, type PlaceView } from './details.ts';
import { NAME } from './names.ts';
import type { EndpointsOf } from './operation.ts';
import { anything, boolean, described, integer, listOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface RouteOperations {
  routes(): Promise<RoutesView>;
  /** Which route decides on a job, and why the others do not; nothing is enqueued. @throws TASK_UNKNOWN */
  testRoutes(request: RouteTestRequest): Promise<RouteTestView>;
}

export interface RoutesView {
  /** In the order in which they are asked. */
  readonly tasks: readonly TaskRouteView[];
  readonly http: readonly HttpRouteView[];
}

export interface TaskRouteView {
  readonly match: string;
  /** Condition on the payload; null: it takes all jobs of its tasks. */
  readonly where: string | null;
  readonly queue: string;
  readonly priority: number | null;
  readonly place: PlaceView | null;
  /** Tasks on whose jobs it may decide: those that it matches and no route before it takes wholly. */
  readonly tasks: readonly string[];
}

export interface HttpRouteView {
  readonly method: string;
  readonly path: string;
  readonly description: string | null;
  /** What a request becomes, or shows. */
  readonly kind: 'enqueue' | 'start' | 'job' | 'run' | 'after';
  /** Names of tasks, or of the workflow. */
  readonly does: readonly string[];
  /** What is done beside the answer. */
  readonly after: readonly { readonly task: string; readonly mode: 'inline' | 'queued' }[];
  readonly status: number;
  readonly public: boolean;
  readonly place: PlaceView | null;
}

export interface RouteTestRequest {
  readonly task: string;
  /** null where it is left out. */
  readonly payload?: JsonInput;
}

export const VERDICTS = ['decides', 'other-task', 'condition', 'later'] as const;

export interface RouteTestView {
  readonly task: string;
  /** Where such a job would go; an option of the call would win over it. */
  readonly queue: string;
  readonly priority: number;
  /** Index of the route that decides; null: none does, it is the default queue. */
  readonly decides: number | null;
  readonly routes: readonly TestedRoute[];
}

export interface TestedRoute {
  readonly match: string;
  readonly where: string | null;
  readonly queue: string;
  readonly place: PlaceView | null;
  /** Of `decides` it is the one; the others: it is for other tasks, its condition does not hold, or one before it decides. */
  readonly verdict: (typeof VERDICTS)[number];
  /** In a sentence. */
  readonly why: string;
}

const taskRoute = objectOf<TaskRouteView>({
  match: described(text, 'Pattern over names of tasks'),
  where: described(orNull(text), 'Condition on the payload; null: it takes all jobs of its tasks'),
  queue: text,
  priority: orNull(integer),
  place: placeSchema,
  tasks: described(texts, 'Tasks on whose jobs it may decide'),
});

const httpRoute = objectOf<HttpRouteView>({
  method: text,
  path: text,
  description: orNull(text),
  kind: described({ type: 'string', enum: ['enqueue', 'start', 'job', 'run', 'after'] }, 'What a request becomes'),
  does: described(texts, 'Names of tasks, or of the workflow'),
  after: described(
    listOf(
      objectOf<HttpRouteView['after'][number]>({ task: text, mode: { type: 'string', enum: ['inline', 'queued'] } }),
    ),
    'What is done beside the answer',
  ),
  status: integer,
  public: described(boolean, 'Whether it may be called without a token'),
  place: placeSchema,
});

const routes: JsonObject = view(
  'Routes',
  objectOf<RoutesView>({
    tasks: described(listOf(taskRoute), 'In the order in which they are asked'),
    http: listOf(httpRoute),
  }),
);

const tested: JsonObject = view(
  'RouteTest',
  objectOf<RouteTestView>({
    task: text,
    queue: described(text, 'Where such a job would go'),
    priority: integer,
    decides: described(orNull(integer), 'Index of the route that decides; null: the default queue'),
    routes: listOf(
      objectOf<TestedRoute>({
        match: text,
        where: orNull(text),
        queue: text,
        place: placeSchema,
        verdict: { type: 'string', enum: VERDICTS },
        why: text,
      }),
    ),
  }),
);

export const routeEndpoints: EndpointsOf<RouteOperations> = {
  routes: {
    name: 'listRoutes',
    method: 'GET',
    path: '/api/routes',
    access: 'viewer',
    tag: 'routes',
    summary: 'The routes of the manifest: of tasks to queues, and of requests to jobs',
    done: { status: 200, description: 'The routes', schema: routes },
    ask: () => ({}),
    act: ({ operations }) => operations.routes(),
  },
  testRoutes: {
    name: 'testRoutes',
    method: 'POST',
    path: '/api/routes/test',
    access: 'viewer',
    tag: 'routes',
    summary: 'Which route decides on a job of that payload, and why the others do not; nothing is enqueued',
    body: {
      type: 'object',
      required: ['task'],
      additionalProperties: false,
      description: '{ "task": "emails.send", "payload": … }',
      properties: {
        task: { type: 'string', pattern: NAME, description: 'Name of a task' },
        payload: described(anything, 'As it would be enqueued; null where it is left out'),
      },
    },
    done: { status: 200, description: 'The way it would go', schema: tested },
    errors: ['TASK_UNKNOWN'],
    ask: (request) => ({ body: request }),
    act: ({ operations, body }) => operations.testRoutes(body as unknown as RouteTestRequest),
  },
};
