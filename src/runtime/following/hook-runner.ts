/**
 * Hooks in the process of the attempt: functions are called once what they tell of is stored, at most once; jobs of `start` are enqueued.
 * What fails here is told, and changes nothing else.
 */
import {
  aboutSpan,
  BAGGAGE_HEADER,
  ContextLogger,
  FarError,
  type HookContext,
  type HookEvent,
  type HookTold,
  type Job,
  KeyRing,
  type Outcome,
  refOf,
  type SpanRef,
  toJobError,
} from '../../core/index.ts';
import type { Lease, SettleReceipt, SpanIds } from '../../engine/index.ts';
import { deepFreeze, iso, newAborter, SkepError } from '../../foundation/index.ts';
import type { BoundHook, BoundTask } from '../../manifest/index.ts';
import type { Enqueuer } from '../enqueueing/enqueuer.ts';
import { startJobs } from './hook-jobs.ts';
import { discretionOf, type Readied, readiedAnew, toldInClear } from './hook-told.ts';
import { doneWithin } from '../working/patience.ts';
import type { RuntimeDeps } from '../ports.ts';

const LIMIT_MS = 30_000;
/** Functions at once: they may wait for others, and a thousand jobs may end in one second. */
const AT_ONCE = 100;
/** Calls that wait for room; what comes on top is told as failed. */
const WAITING_MAX = 10_000;

interface Call {
  readonly told: HookTold;
  readonly hook: Pick<BoundHook, 'text'> & { readonly run: (told: HookTold, ctx: HookContext) => unknown };
  readonly span: SpanRef | undefined;
}

const UNTOLD = { result: null, error: null, nextAt: null };

export class HookRunner {
  readonly #deps: RuntimeDeps;
  readonly #enqueuer: Enqueuer;
  readonly #waiting: Call[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #stopped = newAborter();
  /** Of attempts whose job is not as it is stored. */
  readonly #readied = new WeakMap<Lease, Readied>();

  constructor(deps: RuntimeDeps, enqueuer: Enqueuer) {
    this.#deps = deps;
    this.#enqueuer = enqueuer;
  }

  /** An attempt of a task with hooks begins. */
  started(lease: Lease, ready: Readied, { task, trace }: { readonly task: BoundTask; readonly trace: SpanIds }): void {
    const { job } = ready;
    if (job !== lease.job) this.#readied.set(lease, ready);
    const { span } = aboutSpan(trace.traceId, trace.spanId);
    const { on } = task.spec;
    const told: HookTold = { event: 'start', job, ...UNTOLD };
    if (on?.start?.some(({ kind }) => kind !== 'function') === true) {
      const run = (): Promise<unknown> => this.#enqueueStart(lease.job, task);
      this.#call({ told, hook: { text: 'jobs of on.start', run }, span });
    }
    for (const hook of task.hooks?.start ?? []) this.#call({ told, hook, span });
  }

  /** @param job as it is stored: so is what is made of it */
  async #enqueueStart(job: Job, { spec: { on } }: BoundTask): Promise<void> {
    const generation = this.#deps.generations.current();
    const jobs = on === null ? [] : startJobs(job, on, (name) => generation.task(name)?.spec);
    if (jobs.length > 0) await this.#deps.engine.jobs.enqueue(jobs);
  }

  /** The outcome of an attempt is stored, or its job was cancelled meanwhile. */
  ended(lease: Lease, outcome: Outcome, receipt: SettleReceipt, ids: SpanIds): void {
    const task = this.#deps.generations.current().task(lease.job.task);
    const event = eventOf(outcome, receipt);
    if (task?.hooks == null || event === null) return;
    const called = task.hooks[event] ?? [];
    if (called.length === 0) return;
    const { job, ring } = this.#readied.get(lease) ?? this.#readiedAnew(lease.job, task);
    const stored: HookTold = {
      ...{ event, job },
      result: outcome.kind === 'complete' ? outcome.result : null,
      error: 'error' in outcome ? outcome.error : null,
      nextAt: event === 'retry' && receipt.runAt !== null ? iso(receipt.runAt) : null,
    };
    const { span } = aboutSpan(ids.traceId, ids.spanId);
    const told = toldInClear(stored, ring);
    for (const hook of called) this.#call({ told, hook, span });
  }

  #readiedAnew(stored: Job, task: BoundTask): Readied {
    const ring = KeyRing.of(this.#deps.generations.current().manifest.encryption);
    return { job: readiedAnew(stored, task, ring), ring };
  }

  /** Waits for what is called, `ms` at most, or until `hurried` aborts; then their signals abort, and what was not called by then is told. */
  async stop(ms: number, hurried: AbortSignal): Promise<void> {
    await doneWithin(this.#idle(), Math.min(ms, LIMIT_MS), { clock: this.#deps.clock, signal: hurried });
    const over = new SkepError('STOPPING', 'the process shuts down');
    this.#stopped.abort(over);
    for (const call of this.#waiting.splice(0)) this.#failed(call, over);
  }

  async #idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #call(call: Call): void {
    if (this.#running.size < AT_ONCE) this.#begin(call);
    else if (this.#waiting.length < WAITING_MAX) this.#waiting.push(call);
    else this.#failed(call, new SkepError('STATE_CONFLICT', `${WAITING_MAX} calls of hooks wait already`));
  }

  /** In a turn of its own: what is settled together is told of first. */
  #begin(call: Call): void {
    const work = new Promise<void>((resolve) => {
      setImmediate(() => void this.#run(call).then(resolve));
    }).then(() => {
      this.#running.delete(work);
      const next = this.#waiting.shift();
      if (next) this.#begin(next);
    });
    this.#running.add(work);
  }

  /** Never rejects. */
  async #run(call: Call): Promise<void> {
    const { told, hook, span } = call;
    const { job, event } = told;
    const { clock, tracer } = this.#deps;
    if (this.#stopped.signal.aborted) {
      this.#failed(call, this.#stopped.signal.reason);
      return;
    }
    const late = newAborter();
    const timer = clock.after(LIMIT_MS, () => {
      late.abort(new SkepError('WAIT_TIMED_OUT', `it did not end within ${LIMIT_MS / 1_000} s`));
    });
    const stop = (): void => late.abort(this.#stopped.signal.reason);
    this.#stopped.signal.addEventListener('abort', stop, { once: true });
    try {
      await tracer.hook(
        { on: event, task: job.task, hook: hook.text, jobId: job.id, span, baggage: job.headers[BAGGAGE_HEADER] },
        () =>
          Promise.race([this.#invoke(call, late.signal), rejectedBy(late.signal)]).catch((thrown: unknown) => {
            throw this.#discreet(thrown, told);
          }),
      );
    } catch (error) {
      this.#failed(call, error);
    } finally {
      timer.cancel();
      this.#stopped.signal.removeEventListener('abort', stop);
    }
  }

  /** @returns what it threw, without what is sensitive of what it was told */
  #discreet(thrown: unknown, told: HookTold): unknown {
    const { sensitive } = this.#deps.generations.current().task(told.job.task)?.spec ?? { sensitive: [] };
    const discretion = discretionOf(told, sensitive);
    return discretion === null ? thrown : new FarError({ told: discretion.error(toJobError(thrown)), names: [] });
  }

  async #invoke({ told, hook }: Call, signal: AbortSignal): Promise<void> {
    deepFreeze(told.job);
    await hook.run(told, this.#contextOf(told, signal));
  }

  #contextOf({ job, event }: HookTold, signal: AbortSignal): HookContext {
    const { id, task, queue, attempt } = job;
    return {
      ...{ job, attempt, signal },
      idempotencyKey: `${id}.${event}.${attempt}`,
      logger: new ContextLogger(this.#deps.logger.child({ jobId: id, task, queue, attempt, hook: event })),
      enqueue: async (name, payload, options) => {
        const item = options === undefined ? { payload } : { payload, options };
        const [receipt] = await this.#enqueuer.enqueue(name, [item], { parentId: id });
        if (receipt === undefined) throw new SkepError('INTERNAL', 'the engine gave no receipt');
        return { id: receipt.id, existing: receipt.status === 'existing' };
      },
    };
  }

  #failed({ told, hook, span }: Call, thrown: unknown): void {
    const { job, event } = told;
    const { events, tally } = this.#deps;
    if (tally) tally.hooksFailed += 1;
    const about = { job: refOf(job), attempt: job.attempt, on: event, hook: hook.text, error: toJobError(thrown) };
    events.emit({ type: 'hook.failed', ...about, ...(span === undefined ? {} : { span }) });
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

const EVENTS: Readonly<Partial<Record<Outcome['kind'], HookEvent>>> = {
  complete: 'success',
  retry: 'retry',
  dead: 'failure',
  cancel: 'cancel',
};

/** @returns null where no hook tells of it: given back, run later on purpose, or taken from this process */
function eventOf({ kind }: Outcome, { status, state }: SettleReceipt): HookEvent | null {
  if (status === 'lost') return state === 'cancelled' ? 'cancel' : null;
  return EVENTS[kind] ?? null;
}
