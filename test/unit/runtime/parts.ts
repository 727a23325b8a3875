/** Builders for runtime tests: a generation from a few words, and deps around an engine. */
import {
  EventStream,
  type Executor,
  type Handler,
  inline,
  type LifecycleEvent,
  noTracer,
  type Resource,
  timingSpec,
  type Timing,
} from '../../../src/core/index.ts';
import type { Engine, Lease } from '../../../src/engine/index.ts';
import type { Job } from '../../../src/core/index.ts';
import { type Clock, type LogFields, type Logger, newId } from '../../../src/foundation/index.ts';
import type { BoundTask, Generation, Manifest, ScheduleSpec, TaskSpec } from '../../../src/manifest/index.ts';
import { rulesOf, type RuntimeDeps } from '../../../src/runtime/index.ts';
import { runningJob } from '../../support/new-job.ts';

export interface TaskParts extends Partial<Omit<TaskSpec, 'name' | 'handler'>> {
  readonly handler?: Handler;
  /** In place of one that runs the handler here. */
  readonly runBy?: Executor;
  readonly resources?: readonly Resource[];
  readonly checkInput?: BoundTask['checkInput'];
  readonly checkOutput?: BoundTask['checkOutput'];
  readonly hooks?: BoundTask['hooks'];
}

export interface ManifestParts {
  readonly queues?: Readonly<Record<string, number>>;
  /** Of each queue. */
  readonly prefetch?: number;
  readonly tasks?: Readonly<Record<string, TaskParts>>;
  readonly schedules?: Readonly<
    Record<string, Partial<ScheduleSpec> & { readonly task: string; readonly timing: Timing }>
  >;
  readonly shutdownTimeoutMs?: number;
  readonly softMs?: number;
  readonly revision?: number;
}

export function generationOf(parts: ManifestParts): Generation {
  const tasks = new Map(Object.entries(parts.tasks ?? {}).map(([name, task]) => [name, boundTask(name, task)]));
  return {
    manifest: manifestOf(parts, tasks),
    revision: parts.revision ?? 1,
    task: (name) => tasks.get(name),
  };
}

export function boundTask(name: string, parts: TaskParts = {}): BoundTask {
  const { handler, runBy, resources, checkInput, checkOutput, hooks, ...spec } = parts;
  return {
    spec: {
      name,
      description: null,
      handler: { module: '/handlers.ts', export: 'default', text: './handlers.ts' },
      ...{ request: null, publish: null, command: null, cwd: null, env: null, exitCodes: null },
      executor: 'inline',
      limits: null,
      deadTo: null,
      on: null,
      input: null,
      output: checkOutput ? {} : null,
      maxPayloadBytes: null,
      result: null,
      sensitive: [],
      encrypt: false,
      version: 1,
      upcast: {},
      retry: {
        name: 'standard',
        maxAttempts: 3,
        backoff: { type: 'fixed', baseMs: 1_000, jitter: 'none' },
        retryOn: [],
        deadOn: [],
        retryForMs: null,
      },
      timeout: { softMs: null, hardMs: null },
      cancelGraceMs: 5_000,
      priority: 5,
      tags: [],
      extends: [],
      use: [],
      rate: null,
      concurrency: null,
      fairness: null,
      routes: [],
      collect: null,
      uses: [],
      unique: null,
      debounce: null,
      throttle: null,
      queue: 'default',
      ...spec,
    },
    executor: runBy ?? inline(handler ?? (() => null)),
    upcasts: new Map(),
    resources: resources ?? [],
    checkInput: checkInput ?? (() => []),
    checkOutput: checkOutput ?? (() => []),
    hooks: hooks ?? null,
  };
}

const QUEUE = { globalConcurrency: null, rate: null, order: 'strict', shards: 1, foreign: null };

/** As normalise leaves one that says nothing else. */
const SCHEDULE = {
  payload: null,
  timezone: 'UTC',
  overlap: 'allow',
  catchUp: { policy: 'latest', graceMs: null, windowMs: 86_400_000, limit: 100 },
  maxRuns: null,
  paused: false,
  runOnStart: false,
  jitterMs: 0,
  spreadMs: 0,
  pauseAfterFailures: null,
} as const;

function manifestOf(parts: ManifestParts, tasks: ReadonlyMap<string, BoundTask>): Manifest {
  const queues = Object.entries(parts.queues ?? { default: 10 });
  const schedules = Object.entries(parts.schedules ?? {});
  return {
    version: 1,
    name: 'test',
    encryption: null,
    hash: 'hash',
    defaults: {
      queue: 'default',
      keep: {
        completed: { forMs: 60_000, count: null },
        cancelled: { forMs: 60_000, count: null },
        dead: { forMs: 60_000, count: null },
      },
    },
    shutdown: { warmMs: parts.shutdownTimeoutMs ?? 5_000, softMs: parts.softMs ?? 0 },
    queues: Object.fromEntries(
      queues.map(([name, concurrency]) => [name, { ...QUEUE, name, concurrency, prefetch: parts.prefetch ?? 0 }]),
    ),
    buckets: {},
    telemetry: { logs: { console: true } },
    workflows: {},
    admin: { audit: { keepMs: 60_000, max: 100 } },
    tasks: Object.fromEntries([...tasks].map(([name, task]) => [name, task.spec])),
    schedules: Object.fromEntries(
      schedules.map(([name, schedule]) => [
        name,
        { ...SCHEDULE, name, spec: timingSpec(schedule.timing), workflow: null, ...schedule },
      ]),
    ),
  } as unknown as Manifest;
}

/** Deps whose generation can be replaced, as a reload does, and whose events and log lines are kept. */
export interface TestDeps extends RuntimeDeps {
  readonly seen: LifecycleEvent[];
  readonly lines: { readonly level: string; readonly fields: LogFields; readonly message: string }[];
  use(generation: Generation): void;
}

export function depsOf(engine: Engine, generation: Generation, clock: Clock): TestDeps {
  const events = new EventStream();
  const seen: LifecycleEvent[] = [];
  events.subscribe((event) => seen.push(event));
  const lines: TestDeps['lines'][number][] = [];
  let current = generation;
  // What a platform does whenever a generation comes into force; a fake that has only some verbs is told nothing.
  const told: Partial<Engine> = engine;
  const govern = (): void => told.govern?.(rulesOf(current.manifest));
  govern();
  return {
    engine,
    generations: { current: () => current },
    tracer: noTracer,
    events,
    logger: memoryLogger(lines, {}),
    clock,
    newId,
    random: () => 0.5,
    seen,
    lines,
    use: (next) => {
      current = next;
      govern();
    },
  };
}

function memoryLogger(lines: TestDeps['lines'][number][], bound: LogFields): Logger {
  const at = (level: string) => (fields: LogFields, message: string) => {
    lines.push({ level, fields: { ...bound, ...fields }, message });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => memoryLogger(lines, { ...bound, ...fields }),
  };
}

/** A lease as an engine hands it out. */
export function leaseOf(job: Partial<Job>): Lease {
  return { session: 'session-1', job: runningJob(job) };
}
