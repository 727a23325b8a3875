/**
 * A stand-in for the platform, for tests of the HTTP layer alone (shapes, guards, limits): it keeps jobs in a
 * map and answers at once; what has no answer of its own here gives an example of what the table of endpoints promises. What the platform really does is tested in platform.spec.ts over a real engine.
 */
import type { Once, OnceFacet } from '../../src/engine/index.ts';
import { noTracer } from '../../src/core/index.ts';
import type { Clock, Json, JsonObject } from '../../src/foundation/index.ts';
import { silentLogger, SkepError, systemClock } from '../../src/foundation/index.ts';
import type { AdminSpec, HttpRoute, Manifest, TaskSpec, TokenSpec } from '../../src/manifest/index.ts';
import {
  type AuditLine,
  type Batch,
  type JobView,
  type Operations,
  OPERATIONS,
  type QueueDetailView,
  type QueueView,
  views,
} from '../../src/api/index.ts';
import type { ReadinessView, Served, ServedOperations } from '../../src/platform/index.ts';
import { fakeJob, NOW, queueDetail, queueView } from './fake-views.ts';

export const TOKENS: AdminSpec['tokens'] = [
  token({ name: 'look', secret: 'viewer-secret-viewer', role: 'viewer' }),
  token({ name: 'ops', secret: 'operator-secret-operator', role: 'operator' }),
  token({ name: 'root', secret: 'admin-secret-admin', role: 'admin' }),
];

/** A token that sees all and has no end, but for what is said. */
export function token(given: Partial<TokenSpec> & Pick<TokenSpec, 'secret'>): TokenSpec {
  return { name: 'someone', role: 'viewer', queues: null, tasks: null, expires: null, ...given };
}

export interface FakeOptions {
  /** Input schemas by task. */
  readonly inputs?: Readonly<Record<string, TaskSpec['input']>>;
  readonly tokens?: AdminSpec['tokens'];
  readonly session?: AdminSpec['session'];
  readonly oidc?: AdminSpec['oidc'];
  readonly hosts?: readonly string[];
  readonly proxies?: readonly string[];
  readonly dashboard?: AdminSpec['dashboard'];
  readonly probes?: AdminSpec['probes'];
  readonly metrics?: Partial<Manifest['telemetry']['metrics']>;
  readonly host?: string;
  readonly http?: readonly HttpRoute[];
  readonly name?: string;
  readonly clock?: Clock;
}

export function route(given: Partial<HttpRoute> & Pick<HttpRoute, 'path'>): HttpRoute {
  return {
    method: 'POST',
    description: null,
    task: 'emails.send',
    workflow: null,
    tasks: null,
    after: [],
    order: 'sequence',
    job: null,
    run: null,
    of: [],
    fields: ['id', 'task', 'state'],
    with: null,
    respond: { status: 202, body: null },
    public: false,
    ...given,
  };
}

const METRICS = { exporter: 'none', intervalMs: 60_000, names: 200, public: false } as const;

export function fakeManifest({
  tokens = [],
  session = { secret: null, lifetimeMs: 3_600_000 },
  oidc = null,
  hosts = [],
  proxies = [],
  metrics = {},
  dashboard = { enabled: false, path: '/', title: 'Skep', traceUrl: null },
  probes = 'open',
  host = '127.0.0.1',
  http = [],
  inputs = {},
  name = 'shop',
}: FakeOptions): Manifest {
  return {
    version: 1,
    name,
    file: '/srv/shop/jobs.yaml',
    directory: '/srv/shop',
    files: ['/srv/shop/jobs.yaml'],
    includes: [],
    modules: [],
    hash: 'a'.repeat(64),
    engine: { type: 'sqlite', path: ':memory:', leaseMs: 30_000 },
    defaults: {
      queue: 'default',
      keep: {
        completed: { forMs: 1, count: null },
        cancelled: { forMs: 1, count: null },
        dead: { forMs: 1, count: null },
      },
    },
    shutdown: { warmMs: 1_000, softMs: 0 },
    queues: {},
    buckets: {},
    ...{ holds: {}, brokers: {}, sources: {}, alerts: {} },
    bases: {},
    resources: {},
    executors: { thread: { size: null }, process: { size: null, recycle: { afterJobs: null, overMemoryBytes: null } } },
    retryPolicies: {},
    encryption: null,
    tasks: Object.fromEntries(Object.entries(inputs).map(([task, input]) => [task, { input } as TaskSpec])),
    routes: { tasks: [], http },
    schedules: {},
    workflows: {},
    health: null,
    admin: {
      host,
      port: 0,
      tokens,
      hosts,
      proxies,
      session,
      oidc,
      dashboard,
      probes,
      audit: { keepMs: 86_400_000, max: 1_000 },
    },
    telemetry: {
      traces: {
        exporter: 'none',
        sample: 1,
        keep: { failed: false, slowerThanMs: null },
        propagation: 'parent',
        baggage: [],
        spans: 'own',
      },
      metrics: { ...METRICS, ...metrics },
      logs: { level: 'info', exporter: 'none', format: 'json', console: true },
    },
    moved: { tasks: {}, queues: {}, workflows: {} },
    reload: { watch: false, debounceMs: 1, probationMs: null, revertIf: null },
    tests: [],
  };
}

class OwnAnswers {
  readonly jobs = new Map<string, JobView>();
  /** Names of the calls that were made, newest last. */
  readonly calls: string[] = [];
  /** Thrown by every call while set. */
  failure: Error | undefined;
  #next = 1;

  async enqueue(...[task, items]: Parameters<Operations['enqueue']>): ReturnType<Operations['enqueue']> {
    this.called('enqueue');
    if (task !== 'emails.send') throw new SkepError('TASK_UNKNOWN', `no task ${task}`);
    return items.map(({ payload, options }) => {
      const id = options?.id ?? `job-${this.#next++}`;
      const existing = this.jobs.has(id);
      if (!existing) this.jobs.set(id, fakeJob(id, payload as Json));
      return { id, state: 'available', existing };
    });
  }

  readonly #once = new Map<string, Once>();

  once(): OnceFacet {
    return {
      begin: async (key, request) => {
        const before = this.#once.get(key) ?? null;
        if (before === null) this.#once.set(key, { request, answer: null });
        return before;
      },
      look: async (key) => this.#once.get(key) ?? null,
      done: async (key, request, answer) => void this.#once.set(key, { request, answer }),
      drop: async (key) => void this.#once.delete(key),
    };
  }

  async enqueueTogether(
    items: Parameters<ServedOperations['enqueueTogether']>[0],
  ): ReturnType<ServedOperations['enqueueTogether']> {
    this.called('enqueueTogether');
    return items.map(({ task, payload }) => {
      const id = `job-${this.#next++}`;
      this.jobs.set(id, { ...fakeJob(id, payload as Json), task });
      return { id, state: 'available', existing: false };
    });
  }

  async getJob<Payload = Json, Result = Json>(id: string): Promise<JobView<Payload, Result>> {
    this.called('getJob');
    const job = this.jobs.get(id);
    if (!job) throw new SkepError('JOB_UNKNOWN', `no job ${id}`);
    return job as JobView<Payload, Result>;
  }

  async listJobs(query: Parameters<Operations['listJobs']>[0]): ReturnType<Operations['listJobs']> {
    this.called(`listJobs ${JSON.stringify(query)}`);
    return { jobs: [...this.jobs.values()], looked: this.jobs.size, next: null };
  }

  async cancelJob(id: string): Promise<JobView> {
    this.called('cancelJob');
    const job = { ...(await this.getJob(id)), state: 'cancelled', finished: true } as const;
    this.jobs.set(id, job);
    return job;
  }

  async retryJob(id: string): Promise<JobView> {
    this.called('retryJob');
    return this.getJob(id);
  }

  async removeJob(id: string): Promise<void> {
    this.called('removeJob');
    if (!this.jobs.delete(id)) throw new SkepError('JOB_UNKNOWN', `no job ${id}`);
  }

  async removeRun(id: string): Promise<void> {
    this.called(`removeRun ${id}`);
  }

  async moveJobs(request: Parameters<Operations['moveJobs']>[0]): ReturnType<Operations['moveJobs']> {
    this.called(`moveJobs ${JSON.stringify(request)}`);
    return { to: request.to, moved: request.ids.length, there: 0, stayed: 0, refusals: [] };
  }

  async queues(): Promise<readonly QueueView[]> {
    this.called('queues');
    return [queueView(false)];
  }

  async queue(name: string): Promise<QueueDetailView> {
    this.called('queue');
    if (name !== 'default') throw new SkepError('QUEUE_UNKNOWN', `no queue ${name}`);
    return queueDetail();
  }

  async pauseQueue(name: string, paused: boolean): Promise<QueueView> {
    this.called('pauseQueue');
    await this.queue(name);
    return queueView(paused);
  }

  async nextTicks(name: string, count: number, from?: string): ReturnType<Operations['nextTicks']> {
    this.called('nextTicks');
    return { schedule: name, next: Array.from({ length: count }, () => from ?? NOW), ticks: [] };
  }

  async tickHistory(name: string): ReturnType<Operations['tickHistory']> {
    this.called('tickHistory');
    return { schedule: name, ticks: [] };
  }

  async backfillSchedule(name: string): ReturnType<Operations['backfillSchedule']> {
    this.called('backfillSchedule');
    return { schedule: name, dryRun: false, ticks: [], more: false };
  }

  async runSchedule(): ReturnType<Operations['runSchedule']> {
    this.called('runSchedule');
    return { id: 'tick-job', state: 'available', existing: false };
  }

  async close(): Promise<void> {
    return;
  }

  async *watch(): AsyncGenerator<Batch<never>> {
    yield { news: [], position: '1' };
  }

  watchJob = this.watch.bind(this);
  watchRun = this.watch.bind(this);

  /** @returns the answer, unless calls are to fail */
  called<Answer>(name: string, answer?: Answer): Answer | undefined {
    this.calls.push(name);
    if (this.failure) throw this.failure;
    return answer;
  }
}

export type FakeOperations = OwnAnswers & Omit<ServedOperations, keyof OwnAnswers>;

function fakeOperations(): FakeOperations {
  const own = new OwnAnswers();
  const examples = [...OPERATIONS].map(([name, [endpoint]]) => {
    const body = exampleOf(endpoint?.done.schema ?? null);
    const answer = endpoint?.wire ? endpoint.wire.read(body) : body;
    return [name, async () => own.called(name, answer)] as const;
  });
  const missing = examples.filter(([name]) => !(name in own));
  return Object.assign(own, Object.fromEntries(missing)) as unknown as FakeOperations;
}

/** The least that a schema of the API allows. */
function exampleOf(schema: JsonObject | null): Json {
  if (schema === null || Object.keys(schema).length === 0) return null;
  const { $ref: ref, anyOf, type, properties = {}, required = [], enum: values, format } = schema as Form;
  if (ref !== undefined) return exampleOf(views()[ref.split('/').at(-1) ?? ''] ?? null);
  if (anyOf) return exampleOf(anyOf.at(-1) ?? null);
  if (type === 'object') return Object.fromEntries(required.map((key) => [key, exampleOf(properties[key] ?? null)]));
  if (type === 'string') return values?.[0] ?? (format === 'date-time' ? NOW : 'text');
  return { array: [], integer: 0, number: 0, boolean: false, null: null }[type ?? 'null'];
}

interface Form {
  readonly $ref?: string;
  readonly anyOf?: readonly JsonObject[];
  readonly type?: 'object' | 'string' | 'array' | 'integer' | 'number' | 'boolean' | 'null';
  readonly properties?: Readonly<Record<string, JsonObject>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly format?: string;
}

export class FakeServed implements Served {
  readonly operations: FakeOperations = fakeOperations();
  /** What was told beside the changes of operations. */
  readonly written: AuditLine[] = [];
  readonly journal: Served['journal'] = { write: async (line) => void this.written.push(line) };
  readonly tracer: Served['tracer'] = noTracer;
  readonly metrics: Served['metrics'] = {
    text: async (format) => (this.current.telemetry.metrics.exporter === 'prometheus' ? `${format}\n` : null),
  };
  readonly logger: Served['logger'] = silentLogger;
  readonly clock: Clock;
  readonly version = '9.9.9';
  /** What ran after responses, in order. */
  readonly ranAfter: { readonly task: string; readonly payload: unknown }[] = [];
  readonly afterWork: Served['afterWork'] = {
    prepare: async (items) => ({
      run: async () => {
        this.ranAfter.push(...items);
      },
      drop: () => undefined,
    }),
  };
  current: Manifest;
  ready: ReadinessView = {
    ready: true,
    reasons: [],
    warnings: [],
    checks: [{ name: 'store', status: 'ok', message: 'fine', hint: null }],
  };

  constructor(options: FakeOptions = {}) {
    this.current = fakeManifest(options);
    this.clock = options.clock ?? systemClock;
  }

  manifest(): Manifest {
    return this.current;
  }

  /** Whoever asks. */
  operationsFor(): ServedOperations {
    return this.operations;
  }

  async readiness(): Promise<ReadinessView> {
    return this.ready;
  }
}
