/**
 * Jobs going through the queues of a manifest, as events: arrivals, ticks, starts, ends, attempts that follow. Queues, priorities, places,
 * limits and retries are those of the manifest, by the rules that the platform itself works by; code is a length of time.
 */
import { decideRetry, type JobError, tickDelay, ticksBetween } from '../../core/index.ts';
import type { Manifest, ScheduleSpec } from '../../manifest/index.ts';
import { Events } from './events.ts';
import { Gates } from './gates.ts';
import { type Arrivals, factorAt, type Load, nextChange } from './load.ts';
import type { ModelJob } from './model-job.ts';
import { ModelQueue } from './model-queue.ts';
import { drawn, seeded, type Spread, untilNext } from './random.ts';
import type { Recorder } from './recorder.ts';
import { RunModel } from './run-model.ts';

export interface ModelParts {
  readonly manifest: Manifest;
  readonly load: Load;
  /** By task. */
  readonly runs: ReadonlyMap<string, Spread>;
  readonly recorder: Recorder;
  readonly from: number;
  readonly to: number;
}

/** What an attempt fails with in the model: a policy that names errors does not know it. */
const FAILURE: JobError = { name: 'SimulatedFailure', message: 'the model let it fail', code: null, stack: null };
/** Ticks of a schedule that are worked out at once. */
const AHEAD = 64;

interface Ticking {
  readonly schedule: ScheduleSpec;
  /** Among the ticks of one instant: that of the manifest, before all that comes of them. */
  readonly order: number;
}

export class Model {
  readonly #parts: ModelParts;
  readonly #events = new Events();
  readonly #gates: Gates<ModelJob>;
  readonly #queues = new Map<string, ModelQueue>();
  readonly #random: () => number;

  constructor(parts: ModelParts) {
    const { manifest, load } = parts;
    this.#parts = parts;
    this.#gates = new Gates(manifest);
    this.#random = seeded(load.seed);
    for (const spec of Object.values(manifest.queues)) {
      this.#queues.set(spec.name, new ModelQueue(spec, load.processes));
    }
  }

  run(): void {
    const { manifest, load, from, to } = this.#parts;
    for (const [name, arrivals] of Object.entries(load.tasks)) {
      this.#arrive(arrivals, from, (at) => this.enqueue(name, at));
    }
    for (const [name, arrivals] of Object.entries(load.workflows)) {
      this.#arrive(arrivals, from, (at) => this.#begin(name, at));
    }
    const schedules = Object.values(manifest.schedules);
    for (const [index, schedule] of schedules.entries()) {
      this.#tick({ schedule, order: index - schedules.length }, from);
    }
    this.#events.run(to);
  }

  /** A Poisson process whose rate is the same from one change to the next: who has not come by then is asked for anew. */
  #arrive(arrivals: Arrivals, after: number, act: (at: number) => void): void {
    const { everyMs } = arrivals;
    if (everyMs === null) return;
    const factor = factorAt(arrivals, after);
    const change = nextChange(arrivals, after);
    const at = factor === 0 ? Infinity : after + untilNext(everyMs / factor, this.#random);
    if (at < change) {
      this.#events.plan(at, () => {
        act(at);
        this.#arrive(arrivals, at, act);
      });
    } else if (change < this.#parts.to) this.#events.plan(change, () => this.#arrive(arrivals, change, act));
  }

  #tick(ticking: Ticking, after: number): void {
    this.#fire(ticking, ticksBetween(ticking.schedule.timing, after, this.#parts.to, AHEAD), 0);
  }

  /** Its next tick alone is planned: all ticks of thousands of schedules would be in the way of every other event. */
  #fire(ticking: Ticking, ticks: readonly number[], index: number): void {
    const tick = ticks[index];
    if (tick === undefined) {
      const last = ticks.at(-1);
      if (last !== undefined && ticks.length === AHEAD) this.#tick(ticking, last);
      return;
    }
    const { schedule, order } = ticking;
    const act = (at: number): void => {
      if (schedule.task !== null) this.enqueue(schedule.task, at);
      else if (schedule.workflow !== null) this.#begin(schedule.workflow, at);
      this.#fire(ticking, ticks, index + 1);
    };
    this.#events.plan(tick + tickDelay(schedule, tick), act, order);
  }

  #begin(workflow: string, at: number): void {
    const graph = this.#parts.manifest.workflows[workflow];
    if (graph !== undefined) new RunModel(graph, (task, then, ended) => this.enqueue(task, then, ended)).begin(at);
  }

  enqueue(task: string, at: number, ended: ((at: number) => void) | null = null): void {
    const spec = this.#parts.manifest.tasks[task];
    if (spec === undefined) return;
    this.#parts.recorder.came(spec.queue);
    this.#wait({ spec, queue: spec.queue, readyAt: at, attempt: 0, startedAt: null, ended }, at);
  }

  #wait(job: ModelJob, at: number): void {
    job.readyAt = at;
    this.#queues.get(job.queue)?.push(job);
    this.#parts.recorder.waits(job.queue, at, 1);
    this.#dispatch(job.queue, at);
    this.#parts.recorder.stood(job.queue);
  }

  #dispatch(name: string, at: number): void {
    const queue = this.#queues.get(name);
    for (let job = queue?.take(); job !== undefined; job = queue?.take()) {
      const way = { task: job.spec.name, queue: name };
      const passage = this.#gates.pass(job, way, at);
      if (passage.kind === 'passed') this.#start(job, at);
      else {
        queue?.leave();
        if (passage.kind === 'skipped') this.#skip(job, at);
        else {
          if (passage.again !== null) this.#lookAt(passage.gate, Math.max(at, passage.again));
          this.#letGo(this.#gates.passOn(way), at);
        }
      }
    }
  }

  /** There was no room, and it does not wait for any. */
  #skip(job: ModelJob, at: number): void {
    this.#parts.recorder.waits(job.queue, at, -1);
    this.#parts.recorder.skipped(job.spec.name);
    job.ended?.(at);
  }

  #start(job: ModelJob, at: number): void {
    const { recorder, runs } = this.#parts;
    recorder.waits(job.queue, at, -1);
    recorder.starts(job, at, at - job.readyAt);
    job.attempt += 1;
    job.startedAt ??= at;
    const { hardMs } = job.spec.timeout;
    const takes = drawn(runs.get(job.spec.name) ?? { p50: 0, p95: 0 }, this.#random);
    const late = hardMs !== null && takes > hardMs;
    const ms = late ? hardMs : takes;
    const failed = late || this.#random() < (this.#parts.load.tasks[job.spec.name]?.failures ?? 0);
    recorder.busy(job.queue, at, ms);
    this.#events.plan(at + ms, (then) => this.#end(job, failed, then));
  }

  #end(job: ModelJob, failed: boolean, at: number): void {
    this.#queues.get(job.queue)?.leave();
    const freed = this.#gates.giveBack({ task: job.spec.name, queue: job.queue });
    this.#letGo(freed, at);
    if (failed) this.#failed(job, at);
    else job.ended?.(at);
    this.#dispatch(job.queue, at);
  }

  #failed(job: ModelJob, at: number): void {
    const { retry: policy } = job.spec;
    const decision = decideRetry(
      {
        policy: { ...policy, retryOn: [], deadOn: [] },
        ...{ error: FAILURE, attempt: job.attempt, maxAttempts: policy.maxAttempts },
        ...{ firstStartedAt: job.startedAt ?? at, now: at },
      },
      this.#random,
    );
    this.#parts.recorder.failed(job.spec.name, decision.kind === 'dead');
    if (decision.kind === 'retry') this.#events.plan(at + decision.delayMs, (then) => this.#wait(job, then));
    else job.ended?.(at);
  }

  /** In front of their priority, as they had come to their turn before. */
  #letGo(jobs: readonly ModelJob[], at: number): void {
    for (const job of jobs) this.#queues.get(job.queue)?.pushFront(job);
    for (const { queue } of jobs) this.#events.plan(at, () => this.#dispatch(queue, at));
  }

  #lookAt(gate: string, at: number): void {
    this.#events.plan(at, () => {
      const who = this.#gates.look(gate);
      if (who !== undefined) {
        this.#queues.get(who.queue)?.pushFront(who);
        this.#dispatch(who.queue, at);
      }
      const again = this.#gates.againAt(gate);
      if (again !== null) this.#lookAt(gate, Math.max(at, again));
    });
  }
}
