/**
 * The composition root: manifest, engine and services made one running thing.
 *
 *   created ──start──▶ starting (the store may keep us waiting) ──▶ running ──stop──▶ stopping ──▶ stopped
 * Stop: no more reloads → schedules and reserving end → attempts end or are released → the process leaves the store →
 * doors (the admin API) close, late, so that one can watch the drain → resources and the store close → traces are flushed.
 */
import { type EventListener, type JobTracer, type PlatformRole, tell } from '../core/index.ts';
import type { Engine, ProcessInfo } from '../engine/index.ts';
import { type Clock, type Logger, newAborter, packageVersion, Service } from '../foundation/index.ts';
import type { Generation, Manifest } from '../manifest/index.ts';
import type { RuntimeDeps } from '../runtime/index.ts';
import { assemble, type PlatformParts } from './assemble.ts';
import { Attention } from './lookout/attention.ts';
import { Convergence } from './revisions/convergence.ts';
import { placeOf } from './engine-kinds.ts';
import { filesOf } from './generations/file-stamps.ts';
import { Follower } from './revisions/follower.ts';
import { Gauges } from './lookout/gauges.ts';
import { resourcesOf } from './generations/generation.ts';
import { GenerationKeeper } from './generations/generation-keeper.ts';
import { Journal } from './callers/journal.ts';
import { type LocalOperations, localOperations } from './local/local-operations.ts';
import { ManifestWatcher } from './generations/manifest-watcher.ts';
import { openedStore, unusable } from './process/opening.ts';
import { operationsFor, processActor } from './callers/operations-for.ts';
import { ownStore } from './process/own-store.ts';
import type { GivenOptions } from './platform-options.ts';
import { processInfo } from './process/process-info.ts';
import { readinessOf, stuckOf, workChecks } from './lookout/readiness.ts';
import { Reloader } from './generations/reloader.ts';
import type { CheckSource } from './doctor/self-checks.ts';
import type { ReadinessView, Served } from './served.ts';
import { Services } from './services.ts';
import { ToldProcess } from './process/told-process.ts';
import { closedStore, reloadsOver, startedOrStoreGone, stoppedOrStoreGone } from './process/stopping.ts';

export class Platform extends Service implements Served {
  /** As a program has them; what it changes is written down. */
  readonly operations: LocalOperations;
  readonly operationsFor: Served['operationsFor'];
  readonly journal: Journal;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly roles: readonly PlatformRole[];
  readonly metrics: Served['metrics'];
  readonly version = packageVersion();
  readonly stuck = (): ReturnType<typeof stuckOf> => stuckOf(this.#services, this.#parts.engine, this.clock);
  /** Resolves when no job can run any more, nor falls due within `waitMs` (burst). */
  readonly drained = (waitMs?: number): Promise<void> => this.#services.drained(waitMs);
  /** See AttemptRunner.discreet. */
  readonly discreet = (text: string): string => this.#services.discreet(text);
  readonly #parts: PlatformParts;
  readonly #generations: GenerationKeeper;
  readonly #services: Services;
  readonly #attention: Attention;
  readonly #deps: RuntimeDeps;
  readonly #reloader: Reloader;
  readonly #follower: Follower;
  readonly #watcher: ManifestWatcher;
  readonly #told: ToldProcess;
  readonly #closing = newAborter();
  readonly #hurried = newAborter();
  #phase: 'starting' | 'running' | 'stopping' = 'starting';
  #store: 'closed' | 'open' | 'gone' = 'closed';
  #doors: Service[] = [];
  #adminUrl: string | null = null;
  #unsubscribe: () => void = () => undefined;
  #stopped: Promise<void> | undefined;
  #clean = true;
  #ran = false;

  /** @throws SkepError MANIFEST_NOT_FOUND; MANIFEST_INVALID with all diagnostics */
  static async create(options: GivenOptions): Promise<Platform> {
    return new Platform(await assemble(options));
  }

  private constructor(parts: PlatformParts) {
    super();
    this.#parts = parts;
    ({ logger: this.logger, clock: this.clock, roles: this.roles } = parts);
    this.metrics = parts.telemetry.metrics;
    this.journal = new Journal({ ...parts, audit: () => this.#openEngine().audit });
    const generations = new GenerationKeeper({ ...parts, journal: this.journal });
    this.#generations = generations;
    parts.shared.keep(resourcesOf(parts.generation));
    const { engine, events, logger, clock, newId, random, telemetry, roles, queues } = parts;
    this.#attention = new Attention(parts, { refusal: () => this.#reloader.refusal, deaf: () => this.#watcher.deaf });
    const { outage, tally } = this.#attention;
    this.#deps = { engine, generations, tracer: telemetry.tracer, events, logger, outage, tally, clock, newId, random };
    const own = { info: () => this.#info(), resumeBulk: () => this.operations.resumeBulk() };
    this.#services = new Services({ deps: this.#deps, events, roles, queues, telemetry, ...own });
    telemetry.metrics.measure(new Gauges({ ...this.#deps, services: this.#services, telemetry }));
    this.#told = new ToldProcess({ ...{ engine, clock, logger }, services: this.#services, stop: () => this.stop() });
    this.#attention.add(() => workChecks(this.#services));
    const convergence = new Convergence({ ...parts, generations, open: () => this.#store === 'open' });
    this.#attention.add(() => convergence.checks());
    const [current, apply] = [() => generations.current(), (next: Generation) => this.#apply(next)];
    const reloader = new Reloader({ convergence, current, apply, events, logger, clock });
    this.#reloader = reloader;
    const affirm = (): Promise<void> => this.#services.affirmSchedules();
    const openEngine = (): Engine => this.#openEngine();
    this.#follower = new Follower(this.#deps, { convergence, reloader, openEngine, affirm, generations });
    this.#watcher = new ManifestWatcher({
      ...parts,
      watched: () => filesOf(this.manifest(), parts.loader.sources),
      reloader: this.#reloader,
      debounceMs: () => this.manifest().reload.debounceMs,
    });
    const bare = localOperations({
      engine: () => this.#openEngine(),
      enqueuer: this.#services.enqueuer,
      ...{ generations, clock, newId, events: parts.events, source: parts.source },
      reload: () => this.#follower.reloadAll(),
      ...{ converge: () => this.#follower.spread(), trial: 'here' },
      status: () => ({ loadedAt: generations.loadedAt, ...this.#reloader.told }),
      signal: this.#closing.signal,
      close: () => this.stop(),
    });
    this.operationsFor = (actor, scope) => operationsFor(bare, actor, { scope, journal: this.journal });
    this.operations = operationsFor(bare, processActor('program'), { scope: null, journal: this.journal });
  }

  // ── what it shows ──────────────────────────────────────────────────────────────────────────────────

  get afterWork(): Served['afterWork'] {
    return this.#services.afterWork;
  }

  get tracer(): JobTracer {
    return this.#parts.telemetry.tracer;
  }

  /** Queues consumed here, each with how many handlers may run. */
  get queues(): Readonly<Record<string, number>> {
    return this.#services.queues();
  }

  get running(): number {
    return this.#services.running;
  }

  /** How long a stop may let attempts run, its soft part included. */
  get shutdownTimeoutMs(): number {
    const { warmMs, softMs } = this.manifest().shutdown;
    return warmMs + softMs;
  }

  get adminUrl(): string | null {
    return this.#adminUrl;
  }

  /** Where the store is, without a password. */
  get storeLocation(): string {
    return placeOf(this.manifest().engine).url;
  }

  manifest(): Manifest {
    return this.#generations.current().manifest;
  }

  readiness(): Promise<ReadinessView> {
    return readinessOf({ ...this.#parts, phase: this.#phase, own: this.#attention.checks() });
  }

  /** Lifecycle events of this process. @returns a function that ends the subscription */
  subscribe(listener: EventListener): () => void {
    return this.#parts.events.subscribe(listener);
  }

  // ── what it is told ────────────────────────────────────────────────────────────────────────────────

  /** Something that serves this platform: stopped after the drain, before the store closes. */
  addDoor(door: Service): void {
    this.#doors.push(door);
  }

  /** The admin API answers there: shown in the list of processes. */
  announceAdmin(url: string): void {
    this.#adminUrl = url;
  }

  /** Whoever runs it wants to end it where people tell it to stop, in place of a mere stop(). */
  onToldToStop(stop: () => void): void {
    this.#told.onStop(stop);
  }

  /** Something that is noticed outside of the platform: shown like what it notices itself. */
  addChecks(source: CheckSource): void {
    this.#attention.add(source);
  }

  /** Ends a stop at once: running jobs are given back without waiting for them. */
  hurry(): void {
    this.#hurried.abort();
    this.#services.hurry();
  }

  // ── life ───────────────────────────────────────────────────────────────────────────────────────────

  protected override async onStart(): Promise<void> {
    const [{ signal }, { outage }] = [this.#closing, this.#attention];
    const opened = ownStore({ ...this.#parts, manifest: this.manifest(), signal, outage });
    await openedStore(opened, { ...this.#parts, store: this.storeLocation, signal });
    this.#store = 'open';
    const limits = { clock: this.clock, ending: this.ending, hurried: this.#hurried.signal, outage };
    await startedOrStoreGone(this.#startParts(), this.#parts.engine, limits);
    if (this.#phase === 'starting') this.#phase = 'running';
    this.#ran = true;
  }

  async #startParts(): Promise<void> {
    await this.#follower.begin();
    await this.#generations.number();
    this.#unsubscribe = this.#parts.engine.fleet.onSignal((signal) => {
      if (signal.type === 'reload') void this.#follower.heed();
      else if (signal.type === 'told') this.#told.heed(signal);
    });
    this.#parts.pools.inForce(this.#generations.current(), this.#parts.telemetry.source);
    await this.#services.start();
    await this.#attention.start(this.#deps);
    await this.#follower.start();
    if (this.#parts.watching) await this.#watcher.start();
  }

  /** Stops in good order, also after a start that failed or was never made. Idempotent. */
  override stop(): Promise<void> {
    this.#phase = 'stopping';
    this.#stopped ??= super.stop().then(() => this.#dispose());
    return this.#stopped;
  }

  /** As stop(), given what was thrown outside of any attempt if that is why. @returns whether the store has all outcomes */
  async shutDown(fault?: string): Promise<boolean> {
    if (fault !== undefined) this.#services.blame(fault);
    await this.stop();
    return this.#clean;
  }

  protected override interrupt(): void {
    if (this.#store === 'closed') this.#closing.abort();
  }

  protected override async onStop(): Promise<void> {
    this.#services.afterWork.limit(this.shutdownTimeoutMs);
    this.#unsubscribe();
    this.#services.beat();
    const looking = [this.#attention.rest(), this.#watcher.stop(), this.#follower.stop()];
    await reloadsOver(looking, this.#reloader, { clock: this.clock, hurried: this.#hurried.signal });
    if (this.#store === 'open') {
      // A start that was overtaken has no outcomes on their way, unless its worker runs already.
      const waitMs = this.#ran || this.running > 0 ? this.shutdownTimeoutMs : 0;
      const limits = { clock: this.clock, waitMs, ran: this.#ran, hurried: this.#hurried.signal };
      const told = await stoppedOrStoreGone(this.#services.stop(), this.#parts.engine, limits);
      if (!told) tell(this.logger, 'store.abandoned');
      this.#clean = told && !this.#services.untold;
    } else await this.#services.stop();
  }

  async #dispose(): Promise<void> {
    const { engine, telemetry, logger, clock, log } = this.#parts;
    this.#closing.abort();
    await Promise.all([this.operations.settled(), this.#attention.stop()]);
    for (const door of this.#doors) await door.stop();
    await this.#services.afterWork.stop();
    await this.#parts.pools.close(this.#hurried.signal);
    await this.#parts.shared.close(this.#hurried.signal);
    this.#store = 'gone';
    if (!(await closedStore(engine, clock, logger))) this.#clean = false;
    await telemetry.shutdown();
    await log?.sink.flushed();
  }

  // ── generations ────────────────────────────────────────────────────────────────────────────────────

  async #apply(next: Generation): Promise<void> {
    await this.#generations.replace(next, this.#store === 'open');
    this.#parts.shared.keep(resourcesOf(next));
    this.#services.generationChanged();
    await this.#parts.telemetry.replace(next.manifest.telemetry);
    this.#parts.pools.inForce(next, this.#parts.telemetry.source);
    const { manifest, revision } = this.#generations.current();
    this.#parts.events.emit({ type: 'manifest.applied', revision: revision ?? 0, hash: manifest.hash });
  }

  #openEngine(): Engine {
    if (this.#store === 'open') return this.#parts.engine;
    throw unusable(this.#store, this.storeLocation);
  }

  #info(): ProcessInfo {
    const { bornAt, roles } = this.#parts;
    return processInfo({
      ...{ roles, bornAt, adminUrl: this.#adminUrl, services: this.#services, pools: this.#parts.pools.view },
      ...{ troubles: this.#attention.troubles(), generation: this.#generations.current() },
      ...this.#told.shown(this.#phase === 'stopping'),
    });
  }
}
