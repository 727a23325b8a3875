/**
 * The worker: reserves jobs of its queues, runs their handlers, and gives back at a stop what does not end in time.
 *
 * Stop: reserve nothing more → warm: attempts may end → soft: their signals are aborted, and they may still end → cold: the
 * rest is cut off and its jobs are released (attempt not counted) → wait until that is stored. `hurry()` skips to cold.
 */
import type { RunningView, WorkerCommand } from '../../api/index.ts';
import { CaughtPrints, type Outcome, type QueueStrategy, type QueueWeights, tell } from '../../core/index.ts';
import type { Lease, SpanIds, ToldSettings } from '../../engine/index.ts';
import { formatDuration, newAborter, pause, Service } from '../../foundation/index.ts';
import { AttemptRunner } from '../attempts/attempt-runner.ts';
import { checkQueues, type ConsumedQueues, inOrder, refuseUnknown } from './consumed-queues.ts';
import { Enqueuer } from '../enqueueing/enqueuer.ts';
import { HookRunner } from '../following/hook-runner.ts';
import { doneWithin } from './patience.ts';
import type { RuntimeDeps } from '../ports.ts';
import { SharedPlaces } from '../attempts/shared-places.ts';
import { WorkedQueue } from './worked-queue.ts';
import { WorkerSettings } from './worker-settings.ts';

/** What changes how it works; what it is told beside that is the process' business. */
export type SettingCommand = Extract<WorkerCommand, { readonly verb: 'pause' | 'resume' | 'concurrency' | 'queues' }>;

export interface WorkerOptions extends ConsumedQueues {
  /** Handlers at once per queue, in place of the manifest's numbers; with a strategy: of all queues together. */
  readonly concurrency?: number;
  /** Its queues share their places, and this says which comes first: in the order of `only`, then of the manifest. */
  readonly strategy?: QueueStrategy;
  /** Of the strategy `weighted`; default: by their order. */
  readonly weights?: QueueWeights;
  /** Told when a job runs again later, with the instant: a promoter in this process can wake for it. */
  readonly onDue?: (runAt: number) => void;
  /** Told of each attempt whose end is stored. */
  readonly onEnded?: (lease: Lease, kind: Outcome['kind'], ids: SpanIds) => void;
}

/** How long the last outcomes may take to be stored at a stop; what is not by then is rescued elsewhere. */
const LAST_SETTLE_MS = 5_000;
/** What functions of hooks have at a stop whose time is over: together with LAST_SETTLE_MS less than supervisors wait. */
const LAST_HOOKS_MS = 2_000;
/** How often a burst looks whether other processes or handlers have brought new jobs. */
const BURST_LOOK_MS = 20;
/** The same while it waits for a job to fall due. */
const BURST_WAIT_LOOK_MS = 500;
const SWEEP_LIMIT = 1_000;

export class Worker extends Service {
  readonly #deps: RuntimeDeps;
  readonly #options: WorkerOptions;
  readonly #runner: AttemptRunner;
  readonly #hooks: HookRunner;
  readonly #queues = new Map<string, WorkedQueue>();
  readonly #settings = new WorkerSettings();
  readonly discreet = (text: string): string => this.#runner.discreet(text);
  readonly #hurried = newAborter();
  readonly #places: SharedPlaces | undefined;
  #unsubscribe: (() => void) | undefined;
  readonly #prints = new CaughtPrints(() => this.running > 0);
  #fault: string | undefined;
  /** A stop is over, and the store has not taken all outcomes. */
  untold = false;

  constructor(deps: RuntimeDeps, options: WorkerOptions = {}) {
    super();
    this.#deps = deps;
    this.#options = options;
    const { onDue, strategy, weights } = options;
    this.#places = strategy && new SharedPlaces(strategy, weights);
    const enqueuer = new Enqueuer(deps, onDue === undefined ? {} : { onDue });
    this.#hooks = new HookRunner(deps, enqueuer);
    this.#runner = new AttemptRunner(deps, enqueuer, {
      hooked: (lease, ready, about) => this.#hooks.started(lease, ready, about),
      opened: () => {
        for (const queue of this.#queues.values()) queue.poke();
      },
      held: () => this.#held(),
      disband: (test) => {
        for (const queue of this.#queues.values()) queue.disband(test);
      },
      quiet: async () => {
        await Promise.all([...this.#queues.values()].map((queue) => queue.quiet()));
      },
    });
  }

  /** Attempts under way. */
  get running(): number {
    return this.#runner.running;
  }

  /** Handlers whose attempt is over but which do not stop. */
  get overrunning(): number {
    return this.#runner.overrunning;
  }

  /** Hard limits so far that passed unseen because a handler kept the event loop. */
  get standstills(): number {
    return this.#runner.standstills;
  }

  /** Queues that are consumed, each with how many handlers may run. */
  queues(): Readonly<Record<string, number>> {
    const open = [...this.#queues.values()].filter((queue) => queue.consuming);
    return Object.fromEntries(open.map((queue) => [queue.queue, queue.concurrency]));
  }

  /** What it was told since it began; null: nothing that still holds. */
  get told(): ToldSettings | null {
    return this.#settings.told;
  }

  /** What runs here, the longest first. */
  list(most: number): readonly RunningView[] {
    return this.#runner.list(most);
  }

  /** Queues whose consumer makes no progress for longer than `ms`, each with for how long. */
  stalled(ms: number): Readonly<Record<string, number>> {
    const stalled = [...this.#queues.values()].filter(({ stalledMs }) => stalledMs > ms);
    return Object.fromEntries(stalled.map(({ queue, stalledMs }) => [queue, stalledMs]));
  }

  /** @throws SkepError QUEUE_UNKNOWN when `only` or `exclude` names a queue that the manifest does not declare */
  protected override async onStart(): Promise<void> {
    const { manifest } = this.#deps.generations.current();
    checkQueues(this.#options, manifest);
    this.#unsubscribe = this.#deps.engine.fleet.onSignal((signal) => {
      this.#runner.heed(signal);
      if (signal.type === 'controls-changed') for (const queue of this.#queues.values()) queue.unreserve();
    });
    this.#arrange();
  }

  /** To be called when another generation is in force: new queues start, removed ones stop, numbers change at once. */
  generationChanged(): void {
    if (this.stopping) return;
    this.#arrange();
    for (const queue of this.#queues.values()) queue.generationChanged();
  }

  /**
   * Does what a person has told it, from now on until the process ends.
   * @throws SkepError QUEUE_UNKNOWN for a queue that the manifest does not declare; nothing is changed then
   */
  obey(command: SettingCommand): void {
    const settings = this.#settings;
    const { manifest } = this.#deps.generations.current();
    if (command.verb === 'pause' || command.verb === 'resume') settings.pause(command.verb === 'pause');
    else if (command.verb === 'concurrency') {
      if (command.queue !== undefined) refuseUnknown(command.queue, manifest);
      settings.limit(command.queue, command.concurrency);
    } else {
      for (const name of [...(command.queues ?? []), ...(command.add ?? [])]) refuseUnknown(name, manifest);
      settings.choose(command, Object.keys(this.queues()));
    }
    if (this.stopping) return;
    this.#arrange();
    for (const queue of this.#queues.values()) queue.poke();
  }

  #arrange(): void {
    const { manifest } = this.#deps.generations.current();
    const { queues } = manifest;
    this.#prints.heed(manifest.telemetry.logs.console);
    const { concurrency: given } = this.#options;
    for (const [name, queue] of this.#queues) {
      if (!Object.hasOwn(queues, name) || !this.#consumes(name)) void queue.close();
    }
    for (const { name, concurrency, prefetch } of Object.values(queues)) {
      if (!this.#consumes(name)) continue;
      const own = this.#places ? concurrency : (given ?? concurrency);
      this.#queue(name).open(this.#settings.concurrencyOf(name) ?? own, prefetch);
    }
    const order = inOrder(this.#options, manifest);
    const sharers = [...this.#queues.values()].sort((a, b) => order.indexOf(a.queue) - order.indexOf(b.queue));
    const widest = Math.max(1, ...sharers.map(({ concurrency }) => concurrency));
    this.#places?.arrange(sharers, this.#settings.everywhere ?? given ?? widest);
  }

  #consumes(queue: string): boolean {
    const told = this.#settings.consumes(queue);
    if (told !== undefined) return told;
    const { only, exclude } = this.#options;
    if (only !== undefined && only.length > 0 && !only.includes(queue)) return false;
    return !(exclude ?? []).includes(queue);
  }

  #queue(name: string): WorkedQueue {
    let queue = this.#queues.get(name);
    if (!queue) {
      const { onDue, onEnded } = this.#options;
      const paused = (): boolean => this.#settings.paused;
      queue = new WorkedQueue(name, {
        deps: this.#deps,
        runner: this.#runner,
        hooks: this.#hooks,
        places: this.#places,
        paused,
        onDue,
        onEnded,
      });
      this.#queues.set(name, queue);
    }
    return queue;
  }

  /**
   * Resolves when no job of its queues is available or runs here, those included that handlers enqueued
   * meanwhile. Paused queues are not waited for, nor is anything once it was told to pause.
   * @param waitMs jobs of its queues that fall due within that long, retries among them, are waited for and run
   */
  async drained(waitMs = 0): Promise<void> {
    while (!this.stopping) {
      await this.#idleOrPaused();
      const settled = this.#settled();
      const lookMs = await this.#nextLook(waitMs);
      if (lookMs === null) {
        // A job that was reserved while we looked was neither available nor due then.
        await this.#idleOrPaused();
        if (this.#settled() === settled) return;
      } else await pause(this.#deps.clock, lookMs, this.#hurried.signal);
    }
  }

  /** A worker that was told to pause asks for no job, so that it never hears that there is none. */
  async #idleOrPaused(): Promise<void> {
    const { clock } = this.#deps;
    const idle = this.#idle();
    const waiting = { clock, signal: this.#hurried.signal };
    while (!(await doneWithin(idle, BURST_WAIT_LOOK_MS, waiting))) {
      if (this.stopping || this.#hurried.signal.aborted) return;
      if (this.#settings.paused && this.#held() === 0) return;
    }
  }

  #held(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.held, 0);
  }

  async #idle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }

  #settled(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.settled, 0);
  }

  /** @returns milliseconds until it is worth looking again; null when nothing is left to do */
  async #nextLook(waitMs: number): Promise<number | null> {
    if (this.running > 0) return BURST_LOOK_MS;
    const { engine } = this.#deps;
    // What is due now counts as available; what has expired is never handed out.
    const { more, nextDueAt } = await engine.keeping.promote(SWEEP_LIMIT);
    await engine.keeping.expire(SWEEP_LIMIT);
    if (this.#settings.paused) return null;
    const all = await engine.queues.counts();
    const own = all.filter(({ queue, paused }) => !paused && this.#queues.get(queue)?.consuming === true);
    if (more || this.running > 0 || own.some(({ counts }) => counts.available > 0)) return BURST_LOOK_MS;
    if (waitMs === 0 || nextDueAt === null) return null;
    if (!own.some(({ counts }) => counts.scheduled + counts.retryable > 0)) return null;
    const dueMs = nextDueAt - (await engine.now());
    return dueMs > waitMs ? null : Math.min(Math.max(dueMs, BURST_LOOK_MS), BURST_WAIT_LOOK_MS);
  }

  /** Ends a stop at once: running jobs are given back without waiting for them. */
  hurry(): void {
    this.#hurried.abort();
  }

  /**
   * The process will stop for an error that was thrown outside of any attempt. Which of the running ones made it
   * nobody knows, so those that do not end by themselves count as failed: given back uncounted, the guilty one
   * would take down process after process.
   */
  blame(fault: string): void {
    this.#fault = fault;
  }

  protected override async onStop(): Promise<void> {
    const { clock, generations, logger } = this.#deps;
    const closed = Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    const { warmMs, softMs } = generations.current().manifest.shutdown;
    const until = clock.monotonic() + warmMs + softMs;
    const waiting = { clock, signal: this.#hurried.signal };
    await doneWithin(closed, warmMs, waiting);
    if (this.running > 0 && softMs > 0 && !this.#hurried.signal.aborted) {
      tell(logger, 'attempts.softly', { running: this.running, limit: formatDuration(softMs) });
      this.#runner.abortAll();
      await doneWithin(closed, softMs, waiting);
    }
    if (this.running > 0) tell(logger, 'attempts.unfinished', { running: this.running });
    if (this.#fault === undefined) this.#runner.releaseAll();
    else this.#runner.failAll(this.#fault);
    this.untold = !(await doneWithin(closed, LAST_SETTLE_MS, { clock }));
    if (this.untold) tell(logger, 'outcomes.unstored');
    await this.#hooks.stop(Math.max(until - clock.monotonic(), LAST_HOOKS_MS), this.#hurried.signal);
    this.#unsubscribe?.();
    this.#prints.end();
  }
}
