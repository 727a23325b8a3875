/** The services of one process by its roles, with the order in which they start and stop. */
import type { EventStream, PlatformRole } from '../core/index.ts';
import type { ProcessInfo, SourceInfo, StoreCheck, ToldSettings } from '../engine/index.ts';
import { type Service, SkepError } from '../foundation/index.ts';
import type { RunningView } from '../api/index.ts';
import {
  AfterWork,
  Advancer,
  Deliverer,
  Enqueuer,
  Feeder,
  Janitor,
  Limiter,
  Presence,
  Promoter,
  Publisher,
  Rescuer,
  type RuntimeDeps,
  Scheduler,
  type SettingCommand,
  Statistician,
  Unblocker,
  Worker,
  type WorkerOptions,
} from '../runtime/index.ts';
import { Alerter } from './alerts/alerter.ts';
import { BulkKeeper } from './bulk/bulk-keeper.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { QueueSelection } from './platform-options.ts';

export interface ServicesParts {
  readonly deps: RuntimeDeps;
  /** All that is told in this process. */
  readonly events: EventStream;
  readonly roles: readonly PlatformRole[];
  readonly queues: QueueSelection;
  readonly telemetry: Pick<Telemetry, 'metrics'>;
  /** What the process tells about itself; asked at each beat. */
  readonly info: () => ProcessInfo;
  /** Goes on with a bulk operation that another process has left; false when there is none. */
  readonly resumeBulk: () => Promise<boolean>;
}

export class Services {
  readonly enqueuer: Enqueuer;
  readonly afterWork: AfterWork;
  readonly #presence: Presence;
  readonly #publisher: Publisher;
  readonly #worker: Worker | undefined;
  readonly #scheduler: Scheduler | undefined;
  readonly #unblocker: Unblocker | undefined;
  readonly #alerter: Alerter;
  readonly #limiter: Limiter | undefined;
  readonly #feeder: Feeder | undefined;
  /** What keeps the store in order; any process that works can do it, and several do no harm. */
  readonly #keepers: readonly Service[];

  constructor({ deps, events, roles, queues, telemetry, info, resumeBulk }: ServicesParts) {
    const promoter = new Promoter(deps);
    const onDue = (runAt: number): void => promoter.expect(runAt);
    this.enqueuer = new Enqueuer(deps, { onDue });
    this.afterWork = new AfterWork(deps, this.enqueuer);
    this.#presence = new Presence(deps, info);
    this.#publisher = new Publisher({
      ...{ feed: deps.engine.feed, events, clock: deps.clock },
      self: () => selfOf(this.#presence.session, info()),
    });
    const working = roles.includes('worker');
    const statistician = working ? new Statistician(deps) : undefined;
    const onEnded: WorkerOptions['onEnded'] = (lease, kind, ids) => {
      statistician?.count(lease, kind);
      telemetry.metrics.book?.ended(lease, kind, ids);
    };
    this.#worker = working ? new Worker(deps, { ...queues, onDue, onEnded }) : undefined;
    this.#unblocker = working ? new Unblocker(deps) : undefined;
    this.#feeder = working ? new Feeder(deps, this.enqueuer) : undefined;
    this.#scheduler = roles.includes('scheduler') ? new Scheduler(deps) : undefined;
    const keeping = working || this.#scheduler !== undefined;
    this.#limiter = keeping ? new Limiter(deps) : undefined;
    this.#alerter = new Alerter(deps, this.enqueuer);
    const keepers = [
      this.#limiter,
      promoter,
      new Rescuer(deps),
      new Janitor(deps),
      new Deliverer(deps),
      new BulkKeeper(deps, resumeBulk),
      new Advancer(deps),
      this.#alerter,
      statistician,
    ];
    this.#keepers = keeping ? keepers.filter((keeper) => keeper !== undefined) : [];
  }

  /** Attempts under way. */
  get running(): number {
    return this.#worker?.running ?? 0;
  }

  /** What ProcessInfo tells of the handlers here. */
  counts(): Pick<ProcessInfo, 'running' | 'overrunning' | 'standstills'> {
    return { running: this.running, overrunning: this.#worker?.overrunning ?? 0, standstills: this.standstills };
  }

  /** See Worker.told. */
  get told(): ToldSettings | null {
    return this.#worker?.told ?? null;
  }

  /** See AttemptRunner.discreet. */
  discreet(text: string): string {
    return this.#worker?.discreet(text) ?? text;
  }

  /** An outcome, or that this process leaves, could not be told to the store: others find out when its lease is over. */
  get untold(): boolean {
    return this.#presence.untold || this.#worker?.untold === true;
  }

  /** See Worker.list. */
  list(most: number): readonly RunningView[] {
    return this.#worker?.list(most) ?? [];
  }

  /** See Worker.obey. @throws SkepError STATE_CONFLICT where no worker is; QUEUE_UNKNOWN */
  obey(command: SettingCommand): void {
    if (this.#worker === undefined) {
      throw new SkepError('STATE_CONFLICT', 'that process is no worker: it reserves no jobs', {
        hint: '`skep workers ls` shows the roles of each process',
      });
    }
    this.#worker.obey(command);
  }

  /** Tells the store about this process now, not at the next beat. */
  beat(): void {
    this.#presence.wake();
  }

  /** See Worker.standstills. */
  get standstills(): number {
    return this.#worker?.standstills ?? 0;
  }

  /** Queues consumed here, each with how many handlers may run. */
  queues(): Readonly<Record<string, number>> {
    return this.#worker?.queues() ?? {};
  }

  /** See Worker.stalled. */
  stalled(ms: number): Readonly<Record<string, number>> {
    return this.#worker?.stalled(ms) ?? {};
  }

  /** What keeps schedules from firing as they are written; nothing while all is well. */
  get scheduleChecks(): readonly StoreCheck[] {
    return this.#scheduler?.checks ?? [];
  }

  /** Queues of brokers that feed tasks here, by the names of the sources. */
  get sources(): Readonly<Record<string, SourceInfo>> {
    return this.#feeder?.sources ?? {};
  }

  /** Of sources that get no messages, or cannot get rid of one. */
  get sourceChecks(): readonly StoreCheck[] {
    return this.#feeder?.checks ?? [];
  }

  /** See Scheduler.affirm. */
  async affirmSchedules(): Promise<void> {
    this.#limiter?.affirm();
    await this.#scheduler?.affirm();
  }

  /** The session first: without it nothing may be reserved. Ticks last: their jobs find a worker that runs. */
  async start(): Promise<void> {
    for (const group of this.#inOrder()) for (const service of group) await service.start();
  }

  /**
   * The other way round; while attempts end, promoter and rescuer go on for the others' sake. Those of one
   * group stop together: against a dead store each takes seconds to give up.
   */
  async stop(): Promise<void> {
    for (const group of this.#inOrder().reverse()) await Promise.all(group.map((service) => service.stop()));
  }

  #inOrder(): Service[][] {
    const workers = [this.#worker, this.#unblocker, this.#scheduler, this.#feeder].filter(
      (service) => service !== undefined,
    );
    return [[this.#presence], [this.#publisher], [...this.#keepers], workers];
  }

  /** To be called when another generation is in force. */
  generationChanged(): void {
    this.#worker?.generationChanged();
    void this.#scheduler?.generationChanged();
    this.#feeder?.generationChanged();
    this.#limiter?.wake();
    this.#alerter.wake();
    this.#unblocker?.wake();
    this.#presence.wake();
  }

  /** See Worker.blame. */
  blame(fault: string): void {
    this.#worker?.blame(fault);
  }

  hurry(): void {
    this.#worker?.hurry();
    this.afterWork.hurry();
  }

  /** Resolves when nothing is left to do for the worker; at once where there is none. */
  async drained(waitMs?: number): Promise<void> {
    await this.#worker?.drained(waitMs);
  }
}

function selfOf(worker: string | undefined, { host, pid }: ProcessInfo) {
  return worker === undefined ? undefined : { worker, host, pid };
}
