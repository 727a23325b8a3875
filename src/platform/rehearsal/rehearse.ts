/**
 * One test of a manifest, done by what does the work of a platform: the way in, the engine, attempts with their limits, the retry rule,
 * hooks. Only two things are not real, time and the code of the task.
 */
import { EventStream, isFinished, type Job, KeyRing, noTracer } from '../../core/index.ts';
import type { Consumer, Engine } from '../../engine/index.ts';
import { type Json, newAborter, newId, silentLogger, SkepError } from '../../foundation/index.ts';
import type { Manifest, TestSpec } from '../../manifest/index.ts';
import {
  AttemptRunner,
  Enqueuer,
  HookRunner,
  limitsOf,
  NO_QUEUES,
  openedResult,
  rulesOf,
  type RuntimeDeps,
} from '../../runtime/index.ts';
import { createEngine } from '../engine-kinds.ts';
import { Script } from './script.ts';
import { scriptedGeneration } from './scripted-generation.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What became of the job of a test. */
export interface Rehearsed {
  /** null where it was refused. */
  readonly state: Job['state'] | null;
  readonly queue: string | null;
  readonly priority: number | null;
  readonly attempts: number;
  /** What it waited for between attempts, milliseconds. */
  readonly delays: readonly number[];
  /** The tasks of the jobs that came of it, in the order in which they were stored. */
  readonly emitted: readonly string[];
  readonly result: Json;
  /** Of its last error: the name, and the code where there is one. */
  readonly error: readonly string[];
  /** Code of the error that refused it. */
  readonly refused: string | null;
  /** Outcomes that no attempt came to. */
  readonly unused: number;
}

/** Any instant does, as long as it is always the same. */
const START = Date.UTC(2026, 0, 1);
/** Nobody dies here: no lease ends, whatever an attempt takes. */
const LEASE_MS = 1_000 * 365 * 86_400_000;
const LIMIT = 1_000;
const HOOKS_MS = 30_000;
/** How a job that a limit holds is waited for: a second, then twice as long each time. */
const HELD_LOOKS = 20;

/** @throws SkepError of a store in memory that cannot be opened, and nothing else */
export async function rehearse(test: TestSpec, manifest: Manifest): Promise<Rehearsed> {
  const clock = new VirtualClock(START);
  const engine = await createEngine({ type: 'sqlite', path: ':memory:', leaseMs: LEASE_MS }, { clock, newId });
  await engine.open();
  try {
    return await new Rehearsal(test, manifest, { engine, clock }).run();
  } finally {
    await engine.close();
  }
}

interface Place {
  readonly engine: Engine;
  readonly clock: VirtualClock;
}

class Rehearsal {
  readonly #test: TestSpec;
  readonly #manifest: Manifest;
  readonly #engine: Engine;
  readonly #clock: VirtualClock;
  readonly #id = newId();
  readonly #script: Script;
  readonly #deps: RuntimeDeps;
  readonly #enqueuer: Enqueuer;
  readonly #hooks: HookRunner;
  readonly #delays: number[] = [];

  constructor(test: TestSpec, manifest: Manifest, { engine, clock }: Place) {
    this.#test = test;
    this.#manifest = manifest;
    this.#engine = engine;
    this.#clock = clock;
    this.#script = new Script(test.outcomes, { id: this.#id, clock });
    const generation = scriptedGeneration(manifest, this.#script);
    this.#deps = {
      engine,
      clock,
      newId,
      generations: { current: () => generation },
      tracer: noTracer,
      events: new EventStream(),
      logger: silentLogger,
      // The longest that jitter makes of a delay.
      random: () => 1,
    };
    this.#enqueuer = new Enqueuer(this.#deps);
    this.#hooks = new HookRunner(this.#deps, this.#enqueuer);
  }

  async run(): Promise<Rehearsed> {
    await this.#prepare();
    const refused = await this.#enqueue();
    if (refused !== null) return { ...NOTHING, refused, unused: this.#script.left };
    const job = await this.#toTheEnd();
    await this.#hooks.stop(HOOKS_MS, newAborter().signal);
    return {
      state: job.state,
      queue: job.queue,
      priority: job.priority,
      attempts: job.attempt,
      delays: this.#delays,
      emitted: await this.#emitted(),
      result: this.#resultOf(job),
      error: [job.error?.name, job.error?.code].filter((text) => text != null),
      refused: null,
      unused: this.#script.left,
    };
  }

  async #prepare(): Promise<void> {
    const engine = this.#engine;
    engine.govern(rulesOf(this.#manifest));
    await engine.fleet.join({
      ...{ host: 'test', pid: process.pid, version: '0', roles: ['worker'], queues: {} },
      ...{ running: 0, overrunning: 0, manifestHash: '', manifestRevision: null, adminUrl: null },
    });
    const { rules, passed } = limitsOf(this.#manifest);
    await engine.gates.apply(rules, passed);
  }

  /** @returns the code of what refused it; null when it is stored */
  async #enqueue(): Promise<string | null> {
    const { task, payload } = this.#test;
    try {
      await this.#enqueuer.enqueue(task, [{ payload, options: { id: this.#id } }]);
      return null;
    } catch (error) {
      if (error instanceof SkepError) return error.code;
      throw error;
    }
  }

  /** Until it has ended, no outcome is left, or nothing brings it on. */
  async #toTheEnd(): Promise<Job> {
    let looks = 0;
    for (;;) {
      const job = await this.#job();
      if (isFinished(job.state) || this.#script.left === 0 || looks > HELD_LOOKS) return job;
      if (job.state === 'scheduled' || job.state === 'retryable') this.#clock.moveTo(job.runAt);
      else if (looks > 0) this.#clock.moveTo(this.#clock.now() + 1_000 * 2 ** looks);
      await this.#turnUp();
      const before = this.#script.left;
      await this.#consume(job.queue);
      looks = this.#script.left === before ? looks + 1 : 0;
    }
  }

  async #job(): Promise<Job> {
    const job = await this.#engine.jobs.get(this.#id);
    if (job === null) throw new SkepError('INTERNAL', `the job of test ${this.#test.name} is gone`);
    return job;
  }

  async #turnUp(): Promise<void> {
    const { keeping, gates } = this.#engine;
    while ((await keeping.promote(LIMIT)).more);
    while ((await gates.release(LIMIT)).more);
  }

  /** Runs what can start in that queue now, one after the other. */
  async #consume(queue: string): Promise<void> {
    const runner = new AttemptRunner(this.#deps, this.#enqueuer, {
      ...NO_QUEUES,
      hooked: (lease, ready, about) => this.#hooks.started(lease, ready, about),
    });
    let live = 0;
    const slot = { take: () => (live += 1), free: () => (live -= 1) };
    const consumer = this.#engine.queues.consume(
      queue,
      {
        permit: () => 1 - live,
        restMs: LEASE_MS,
        onSettled: (lease, outcome, receipt, ids) => {
          runner.settled();
          if (lease.job.id === this.#id && 'delayMs' in outcome) this.#delays.push(outcome.delayMs);
          this.#hooks.ended(lease, outcome, receipt, ids);
        },
      },
      (lease) => runner.run(lease, slot),
    );
    await this.#idle(consumer);
    await consumer.stop();
    while ((await this.#engine.keeping.deliver(LIMIT)).more);
  }

  async #idle(consumer: Consumer): Promise<void> {
    const idle = consumer.idle().then(() => true);
    const turn = (): Promise<boolean> => new Promise((resolve) => setImmediate(() => resolve(false)));
    // What is under way waits for time alone.
    while (!(await Promise.race([idle, turn()]))) if (this.#script.busy) this.#clock.step();
  }

  async #emitted(): Promise<readonly string[]> {
    const { jobs } = await this.#engine.jobs.list({}, LIMIT, null);
    return jobs
      .filter(({ id }) => id !== this.#id)
      .map(({ task }) => task)
      .reverse();
  }

  #resultOf(job: Job): Json {
    if (job.result === null || job.care?.sealed !== true) return job.result;
    return openedResult(job.result, job, KeyRing.of(this.#manifest.encryption));
  }
}

const NOTHING = {
  ...{ state: null, queue: null, priority: null, attempts: 0, result: null },
  ...{ delays: [], emitted: [], error: [] },
};
