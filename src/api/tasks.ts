/** Tasks. */
import type { Json, JsonObject } from '../foundation/index.ts';
import type { TaskSpec } from '../manifest/index.ts';
import type { Call } from './endpoint.ts';
import { type TaskContext, taskContext } from './details.ts';
import { taskName } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { pauseBody, type PauseRequest, type PauseView, pauseView } from './pausing.ts';
import { uniqueSchemas } from './task-keys.ts';
import {
  anything,
  boolean,
  described,
  extended,
  integer,
  listOf,
  mapOf,
  objectOf,
  orNull,
  text,
  texts,
  view,
} from './schemas.ts';

export interface TaskOperations {
  tasks(): Promise<readonly TaskView[]>;
  /** @throws TASK_UNKNOWN */
  task(name: string): Promise<TaskDetailView>;
  /** Its jobs are held, or not any more. @param by who @throws TASK_UNKNOWN, REQUEST_INVALID */
  pauseTask(name: string, paused: boolean, why?: PauseRequest, by?: string | null): Promise<TaskView>;
}

/** A task as the manifest has it, the handler as it is written there; of a request or command what is no secret. */
export interface TaskView extends Omit<
  TaskSpec,
  'handler' | 'request' | 'publish' | 'command' | 'on' | 'retry' | 'upcast'
> {
  readonly upcast: Readonly<Record<string, string>>;
  readonly handler: string | null;
  /** `POST https://partner.example`; null where something else does its work. */
  readonly request: string | null;
  /** `events orders.${payload.kind} (broker shop)`; null where something else does its work. */
  readonly publish: string | null;
  /** The program; null where something else does its work. */
  readonly command: string | null;
  /** Per event what is told, as `task ops.alert`, `POST https://hooks.example` or a module and its export; null without hooks. */
  readonly on: Readonly<Record<string, readonly string[]>> | null;
  readonly retry: { readonly policy: string; readonly maxAttempts: number; readonly backoff: Json };
  /** Its jobs are held; null: it is not paused. */
  readonly pause: PauseView | null;
}

/** One task, with what stands around it. */
export interface TaskDetailView extends TaskView, TaskContext {}

const task: JsonObject = view(
  'Task',
  objectOf<TaskView>({
    name: text,
    description: orNull(text),
    extends: described(texts, 'Bases that its keys come from where it does not say them itself'),
    handler: described(orNull(text), 'Module and export; null where a request or a command does the work'),
    request: described(orNull(text), 'Method and origin of the request that does the work'),
    publish: described(orNull(text), 'Exchange, routing key and broker of the message that does the work'),
    executor: described({ type: 'string', enum: ['inline', 'thread', 'process'] }, 'Where its handler runs'),
    limits: described(
      orNull(
        objectOf<NonNullable<TaskView['limits']>>({
          memoryBytes: orNull(integer),
          cpuMs: orNull({ type: 'number' }),
        }),
      ),
      'What an attempt may take in its thread or process',
    ),
    command: described(orNull(text), 'Program that does the work, without its arguments'),
    cwd: described(orNull(text), 'Folder of the command; null = that of the manifest'),
    env: described(orNull(texts), 'Variables that the command gets; null = those that it gets by default'),
    exitCodes: described(orNull(mapOf(text)), 'What exit codes of the command mean'),
    on: described(orNull({ type: 'object', additionalProperties: texts }), 'Hooks, by event'),
    deadTo: described(
      orNull(objectOf<NonNullable<TaskView['deadTo']>>({ queue: text, task: orNull(text) })),
      'Queue and task of the letters that its dead jobs leave; task null = its own',
    ),
    rate: described(
      orNull(
        objectOf<NonNullable<TaskView['rate']>>({ limit: integer, perMs: integer, burst: integer, key: orNull(text) }),
      ),
      'How many of its jobs may start in a time, over all processes',
    ),
    concurrency: described(
      orNull(
        objectOf<NonNullable<TaskView['concurrency']>>({
          limit: integer,
          key: orNull(text),
          onConflict: { type: 'string', enum: ['wait', 'skip', 'cancelRunning'] },
        }),
      ),
      'How many of its jobs may run at once, over all processes',
    ),
    fairness: described(
      orNull(objectOf<NonNullable<TaskView['fairness']>>({ key: text })),
      'Whose jobs take turns in a queue of `order: fair`',
    ),
    uses: described(
      listOf(objectOf<TaskView['uses'][number]>({ bucket: text, cost: integer })),
      'Buckets that each of its jobs takes from',
    ),
    ...uniqueSchemas,
    collect: described(
      orNull(
        objectOf<NonNullable<TaskView['collect']>>({ size: integer, waitMs: { type: 'number' }, key: orNull(text) }),
      ),
      'How many of its jobs its handler gets in one call; null: one',
    ),
    queue: text,
    routes: described(
      listOf(objectOf<TaskView['routes'][number]>({ match: text, where: text, queue: text, priority: integer })),
      'Routes for some of its jobs, by their payload: the first that holds decides',
    ),
    priority: integer,
    tags: texts,
    use: described(texts, 'Resources that are open while its handler runs'),
    input: described(anything, 'JSON Schema of the payload; null = anything'),
    output: described(anything, 'JSON Schema of the result; null = anything'),
    encrypt: described(boolean, 'Whether payload and result are stored encrypted'),
    version: described(integer, 'Form of the payload'),
    upcast: described(mapOf(text), 'What brings a payload up, by the version that it takes'),
    sensitive: described(texts, 'Paths of payload and result that are not shown'),
    maxPayloadBytes: described(orNull(integer), 'Largest payload as JSON; null = 1 MiB, as for any task'),
    result: described(
      orNull(
        objectOf<NonNullable<TaskView['result']>>({
          ignore: boolean,
          maxBytes: orNull(integer),
          keepMs: orNull({ type: 'number' }),
        }),
      ),
      'What becomes of its results; null = kept as long as the job, up to 1 MiB each',
    ),
    timeout: objectOf<TaskView['timeout']>({ softMs: orNull({ type: 'number' }), hardMs: orNull({ type: 'number' }) }),
    cancelGraceMs: described({ type: 'number' }, 'How long an attempt may go on after a cancel'),
    retry: objectOf<TaskView['retry']>({ policy: text, maxAttempts: integer, backoff: anything }),
    pause: described(orNull(pauseView), 'Why its jobs are held; null: it is not paused'),
  }),
);

const detail = extended('TaskDetail', task, taskContext);

const one = { tag: 'tasks', params: { task: taskName } } as const;

export const taskEndpoints: EndpointsOf<TaskOperations> = {
  tasks: {
    name: 'listTasks',
    method: 'GET',
    path: '/api/tasks',
    access: 'viewer',
    tag: 'tasks',
    summary: 'All tasks of the manifest',
    done: { status: 200, description: 'The tasks', schema: objectOf<{ tasks: unknown }>({ tasks: listOf(task) }) },
    ask: () => ({}),
    act: ({ operations }) => operations.tasks(),
    wire: under('tasks'),
  },
  task: {
    ...one,
    name: 'getTask',
    settled: (task: TaskDetailView) => ({ ...task, lastDay: null }),
    method: 'GET',
    path: '/api/tasks/:task',
    access: 'viewer',
    summary: 'One task, with when its attempts would start, what makes its jobs, where they go, and its last day',
    done: { status: 200, description: 'The task', schema: detail },
    errors: ['TASK_UNKNOWN'],
    ask: (name) => ({ params: { task: name } }),
    act: (call) => call.operations.task(nameOf(call)),
  },
  pauseTask: [
    {
      ...one,
      name: 'pauseTask',
      method: 'POST',
      path: '/api/tasks/:task/pause',
      access: 'operator',
      summary: 'Hold its jobs, in any process; what runs goes on',
      body: pauseBody,
      done: { status: 200, description: 'The task afterwards', schema: task },
      errors: ['TASK_UNKNOWN'],
      when: (_name, paused) => paused,
      ask: (name, _paused, why = {}) => ({ params: { task: name }, body: why }),
      act: (call) => call.operations.pauseTask(nameOf(call), true, (call.body ?? {}) as PauseRequest, call.caller),
    },
    {
      ...one,
      name: 'resumeTask',
      method: 'POST',
      path: '/api/tasks/:task/resume',
      access: 'operator',
      summary: 'Let its jobs start again',
      done: { status: 200, description: 'The task afterwards', schema: task },
      errors: ['TASK_UNKNOWN'],
      when: (_name, paused) => !paused,
      ask: (name) => ({ params: { task: name } }),
      act: (call) => call.operations.pauseTask(nameOf(call), false, {}, call.caller),
    },
  ],
};

function nameOf({ params }: Call<unknown>): string {
  return params['task'] ?? '';
}
