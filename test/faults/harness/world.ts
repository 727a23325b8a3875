/**
 * One scenario's world: a store of its own, a project with the ledger's handler, real worker processes, and an
 * operator's view on all of it (a platform with the role `api` in the test's process, which is also the producer).
 */
import { strict as assert } from 'node:assert';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EnqueueOptions, Job } from '../../../src/core/index.ts';
import { isFinished } from '../../../src/core/index.ts';
import type { Engine } from '../../../src/engine/index.ts';
import { type Json, newId, silentLogger, SkepError } from '../../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../../src/platform/index.ts';
import { allJobs } from '../../support/all-jobs.ts';
import type { SkepResult } from '../../support/skep-process.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type Allowance, check, type Summary } from './checker.ts';
import { hostNow, Ledger } from './ledger.ts';
import { Random } from './random.ts';
import { writeHandlers } from './handlers.ts';
import { type EngineName, Store, type StoreOptions } from './store.ts';
import { childrenOf, lives, WorkerProcess, type WorkerOptions } from './worker.ts';

export interface WorldOptions {
  readonly engine: EngineName;
  readonly seed: number;
  readonly store?: StoreOptions;
  /** A process that is not heard of for so long is taken for dead; ms. */
  readonly leaseMs?: number;
}

export interface Item {
  /** Of fixture-handler.ts, or what the scenario's own handler wants. */
  readonly payload: Json;
  readonly options?: EnqueueOptions;
  /** Default: work. */
  readonly task?: string;
}

const HERE = import.meta.dirname;
/** Renewed every third of it: a busy machine may renew more than two seconds late. */
const LEASE_MS = 4_000;

/** Sections that most scenarios need; retries are quick, nothing fires by itself. */
export const BASIC = `
defaults: { retry: quick, shutdownTimeout: 5s }
retryPolicies:
  quick: { maxAttempts: 3, backoff: { type: fixed, base: 20ms, jitter: none } }
tasks:
  work: { handler: ./handlers/fixture-handler.ts }
admin: { port: 0 }
reload: { watch: false }
`;

export class World {
  readonly engine: EngineName;
  readonly seed: number;
  readonly random: Random;
  readonly leaseMs: number;
  /** Absolute path of the project. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly store: Store;
  readonly workers: WorkerProcess[] = [];
  readonly #end = new AbortController();
  #api: Promise<Platform> | undefined;
  #oracle: Promise<Engine> | undefined;

  private constructor(options: WorldOptions, folder: string, store: Store) {
    this.engine = options.engine;
    this.seed = options.seed;
    this.random = new Random(options.seed);
    this.leaseMs = options.leaseMs ?? LEASE_MS;
    this.folder = folder;
    this.store = store;
    this.ledger = new Ledger(path.join(folder, 'ledger'));
  }

  static async create(options: WorldOptions): Promise<World> {
    const folder = await mkdtemp(path.join(tmpdir(), `skep-fault-${options.engine}-`));
    await writeHandlers(path.join(folder, 'handlers'));
    const world = new World(options, folder, await Store.create(options.engine, folder, options.store));
    await world.manifest(BASIC);
    return world;
  }

  // ── the project ────────────────────────────────────────────────────────────────────────────────────

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** Writes jobs.yaml. @param url of the store as the workers see it: a proxy's */
  async manifest(sections: string, url?: string): Promise<void> {
    const engine = this.store.section(`${this.leaseMs}ms`, url);
    await writeFile(this.path('jobs.yaml'), `version: 1\nname: fault\nengine: ${engine}\n${sections}`);
  }

  /** Writes a module of handlers/. */
  async handler(name: string, source: string): Promise<void> {
    await writeFile(this.path(path.join('handlers', name)), source);
  }

  /** A module of this folder, as handlers/<name>. */
  async fixture(name: string): Promise<void> {
    await copyFile(path.join(HERE, name), this.path(path.join('handlers', name)));
  }

  // ── processes ──────────────────────────────────────────────────────────────────────────────────────

  /** Starts `skep run --only worker` and waits until it is ready. */
  async worker(options: WorkerOptions = {}): Promise<WorkerProcess> {
    const worker = this.spawn(options);
    await worker.ready();
    // Opened now that the store is there: it is asked when processes die.
    await this.oracle();
    return worker;
  }

  /** As worker(), without waiting. */
  spawn(options: WorkerOptions = {}): WorkerProcess {
    this.#end.signal.throwIfAborted();
    const worker = new WorkerProcess(this.folder, this.ledger, options);
    this.workers.push(worker);
    void worker.ended
      .then(async ({ signal }) => {
        if (signal === 'SIGKILL') await this.#noteLease(worker.pid);
      })
      // The store is away, or gone with the world.
      .catch(() => undefined);
    return worker;
  }

  /** When the lease of a killed process ends, while the store still knows: nobody may begin its jobs before. */
  async #noteLease(pid: number): Promise<void> {
    if (this.#oracle === undefined) return;
    const oracle = await this.#oracle;
    // Before the question: on a busy machine its answer is read late, and the lease would seem to end later.
    const at = hostNow();
    const now = await oracle.now();
    const row = (await oracle.fleet.processes()).find((one) => one.pid === pid);
    if (row) this.ledger.process('lease', pid, at + row.leaseUntil - now);
  }

  /** The operator's platform, role `api`. */
  api(): Promise<Platform> {
    this.#api ??= this.#startApi();
    return this.#api;
  }

  async #startApi(): Promise<Platform> {
    const file = this.path('jobs.yaml');
    const platform = await createPlatform({ file, env: {}, roles: ['api'], logger: silentLogger });
    await platform.start();
    return platform;
  }

  /** The store itself, to look into. */
  oracle(): Promise<Engine> {
    this.#oracle ??= this.store.open();
    return this.#oracle;
  }

  /** Whose connections may be made anew after a fault: until they stand it has no answer. */
  async #asked<T>(ask: (oracle: Engine) => Promise<T>): Promise<T> {
    const oracle = await this.oracle();
    const answer = await waitFor('an answer of the store', async () => {
      try {
        return { value: await ask(oracle) };
      } catch (error) {
        if (error instanceof SkepError && error.code === 'STORE_UNREACHABLE') return undefined;
        throw error;
      }
    });
    return answer.value;
  }

  // ── jobs ───────────────────────────────────────────────────────────────────────────────────────────

  /** Enqueues in one call per task, with ids of ours, and writes down what was acknowledged. @returns the ids */
  async enqueue(items: readonly Item[]): Promise<string[]> {
    const { operations } = await this.api();
    const given = items.map((item) => ({ ...item, options: { ...item.options, id: item.options?.id ?? newId() } }));
    for (const task of new Set(given.map((item) => item.task ?? 'work'))) {
      const own = given.filter((item) => (item.task ?? 'work') === task);
      this.ledger.jobs(
        'offered',
        own.map(({ options }) => options.id),
      );
      const receipts = await operations.enqueue(
        task,
        own.map(({ payload, options }) => ({ payload, options })),
      );
      const ids = (existing: boolean): string[] =>
        receipts.filter((receipt) => receipt.existing === existing).map(({ id }) => id);
      this.ledger.jobs('enqueued', ids(false));
      this.ledger.jobs('existing', ids(true));
    }
    return given.map(({ options }) => options.id);
  }

  /** Enqueues over HTTP, in one call. @returns whether it was acknowledged */
  async enqueueAt(
    adminUrl: string,
    items: readonly (Item & { readonly options: { readonly id: string } })[],
  ): Promise<boolean> {
    this.ledger.jobs(
      'offered',
      items.map(({ options }) => options.id),
    );
    const jobs = items.map(({ payload, options }) => ({ payload, options }));
    try {
      const response = await fetch(new URL('api/tasks/work/jobs', adminUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jobs }),
      });
      if (!response.ok) throw new Error(await response.text());
      const { jobs: receipts } = (await response.json()) as { jobs: { id: string; existing: boolean }[] };
      for (const { id, existing } of receipts) this.ledger.jobs(existing ? 'existing' : 'enqueued', [id]);
      return true;
    } catch {
      return false;
    }
  }

  /** `count` jobs of the same kind. */
  async enqueueMany(count: number, payload: Json, options: EnqueueOptions = {}, task = 'work'): Promise<string[]> {
    return this.enqueue(Array.from({ length: count }, () => ({ payload, options, task })));
  }

  async job(id: string): Promise<Job> {
    const job = await this.#asked((oracle) => oracle.jobs.get(id));
    if (job === null) throw new Error(`there is no job ${id}`);
    return job;
  }

  async allJobs(): Promise<Map<string, Job>> {
    const jobs = await this.#asked(allJobs);
    return new Map(jobs.map((job) => [job.id, job]));
  }

  /** Jobs in each state, over all queues. */
  async count(...states: readonly Job['state'][]): Promise<number> {
    const rows = await this.#asked((oracle) => oracle.queues.counts());
    return rows.reduce((sum, { counts }) => sum + states.reduce((part, state) => part + counts[state], 0), 0);
  }

  /** Waits until handlers were called so often. */
  async started(count: number): Promise<void> {
    await waitFor(`${count} starts`, () => this.ledger.of('start').length >= count);
  }

  async finished(id: string): Promise<Job> {
    return waitFor(`the end of ${id}`, async () => {
      const job = await this.job(id);
      return isFinished(job.state) && job;
    });
  }

  /** Waits until no job of the store waits or runs. */
  async settled(): Promise<void> {
    const unfinished = ['scheduled', 'blocked', 'available', 'running', 'retryable'] as const;
    await waitFor('every job to be finished', async () => (await this.count(...unfinished)) === 0);
  }

  // ── invariants ─────────────────────────────────────────────────────────────────────────────────────

  /** Waits until all is finished, then asserts the invariants about jobs (checker.ts) over every job acknowledged. */
  async check(allowance: Partial<Allowance> = {}): Promise<Summary> {
    await this.settled();
    const facts = {
      lines: this.ledger.lines(),
      jobs: await this.allJobs(),
      counts: await this.#asked((oracle) => oracle.queues.counts()),
      outputs: this.workers.flatMap((worker) => [worker.stdout, worker.stderr]),
    };
    return check(facts, { leaseMs: this.leaseMs, ...allowance });
  }

  /** I7 progress: `count` new jobs end after the fault was healed. */
  async progresses(count = 20): Promise<void> {
    const ids = await this.enqueueMany(count, { do: 'ok' });
    for (const id of ids) await this.finished(id);
  }

  /** I9 bounded: memory, descriptors and threads of a process stay below limits. */
  bounded(worker: WorkerProcess, limits: { readonly residentMib?: number; readonly descriptors?: number } = {}): void {
    const { residentMib, descriptors, threads } = worker.usage();
    const told = `${Math.round(residentMib)} MiB, ${descriptors} descriptors, ${threads} threads`;
    const { residentMib: mostMib = 400, descriptors: most = 200 } = limits;
    assert.ok(residentMib < mostMib && descriptors < most && threads < 64, `I9 (bounded): ${told}`);
  }

  /**
   * I10 exit: SIGTERM (unless it was sent before) ends the process with that code, and its children with it, whatever
   * its handlers do: those that would hold it up outlast every test.
   */
  async exits(worker: WorkerProcess, { code = 0, terminate = true } = {}): Promise<SkepResult> {
    const children = childrenOf(worker.pid);
    const result = terminate ? await worker.terminate() : await worker.ended;
    const tail = result.stderr.slice(-1_500);
    assert.equal(result.code, code, `I10 (exit): code ${result.code}, signal ${result.signal}: ${tail}`);
    await waitFor('I10 (exit): the end of its child processes', () => !children.some(lives));
    return result;
  }

  /** For what goes on beside a scenario: ended by it, or with the world, so that a scenario that was given up ends too. */
  phase(): AbortController {
    const phase = new AbortController();
    this.#end.signal.addEventListener('abort', () => phase.abort());
    return phase;
  }

  async dispose(): Promise<void> {
    this.#end.abort(new Error('this scenario is over'));
    await Promise.all(this.workers.map((worker) => worker.kill()));
    await (await this.#api?.catch(() => undefined))?.stop();
    await this.store.dispose();
    this.ledger.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
