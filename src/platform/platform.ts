/**
 * The composition root: manifest, engine and services made one running thing.
 *
 *   created ──start──▶ starting (the store may keep us waiting) ──▶ running ──stop──▶ stopping ──▶ stopped
 *
 * Stop: no more reloads → schedules and reserving end → attempts end or are released → the process leaves the
 * store → doors (the admin API) close → the store closes → traces are flushed. Doors stay open while attempts
 * end, so that one can watch the drain.
 */
import os from 'node:os';
import type { EventListener, JobTracer } from '../core/index.ts';
import type { Engine, ProcessInfo } from '../engine/index.ts';
import { type Clock, type Logger, messageOf, Service, SkepError } from '../foundation/index.ts';
import { type Manifest, redactUrl } from '../manifest/index.ts';
import type { Generation } from '../runtime/index.ts';
import { assemble, type PlatformParts } from './assemble.ts';
import { GenerationKeeper } from './generation-keeper.ts';
import { VERSION } from './identity.ts';
import { LocalOperations } from './local-operations.ts';
import { ManifestWatcher } from './manifest-watcher.ts';
import type { ServedOperations } from './operations.ts';
import { ownStore } from './own-store.ts';
import type { PlatformOptions, PlatformRole } from './platform-options.ts';
import { invalidManifest } from './read-manifest.ts';
import { readinessOf } from './readiness.ts';
import { Reloader } from './reloader.ts';
import type { ReadinessView, Served } from './served.ts';
import { Services } from './services.ts';
import { closedInTime, stoppedOrStoreGone } from './stopping.ts';

/** After this long a store that does not answer is worth a word in the log. */
const PATIENCE_MS = 1_000;

export class Platform extends Service implements Served {
  readonly operations: ServedOperations;
  readonly version = VERSION;
  readonly #parts: PlatformParts;
  readonly #generations: GenerationKeeper;
  readonly #services: Services;
  readonly #reloader: Reloader;
  readonly #watcher: ManifestWatcher;
  readonly #closing = new AbortController();
  readonly #hurried = new AbortController();
  #phase: 'starting' | 'running' | 'stopping' = 'starting';
  #store: 'closed' | 'open' | 'gone' = 'closed';
  #doors: Service[] = [];
  #adminUrl: string | null = null;
  #unsubscribe: () => void = () => undefined;
  #stopped: Promise<void> | undefined;
  #clean = true;

  /** @throws SkepError MANIFEST_INVALID with all diagnostics */
  static async create(options: PlatformOptions): Promise<Platform> {
    return new Platform(await assemble(options));
  }

  private constructor(parts: PlatformParts) {
    super();
    this.#parts = parts;
    const generations = new GenerationKeeper(parts);
    this.#generations = generations;
    const { engine, events, logger, clock, newId, random, telemetry } = parts;
    const deps = { engine, generations, tracer: telemetry.tracer, events, logger, clock, newId, random };
    this.#services = new Services({ deps, roles: parts.roles, queues: parts.queues, info: () => this.#info() });
    this.#reloader = new Reloader({
      build: parts.build,
      current: () => generations.current(),
      apply: (next) => this.#apply(next),
      events,
      logger,
      clock,
    });
    this.#watcher = this.#newWatcher();
    this.operations = new LocalOperations({
      engine: () => this.#openEngine(),
      enqueuer: this.#services.enqueuer,
      generations,
      clock,
      reload: () => this.#reloadAll(),
      status: () => ({ loadedAt: generations.loadedAt, refusal: this.#reloader.refusal }),
      signal: this.#closing.signal,
      close: () => this.stop(),
    });
  }

  // ── what it shows ──────────────────────────────────────────────────────────────────────────────────

  get tracer(): JobTracer {
    return this.#parts.telemetry.tracer;
  }

  get logger(): Logger {
    return this.#parts.logger;
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  get roles(): readonly PlatformRole[] {
    return this.#parts.roles;
  }

  /** Queues consumed here, each with how many handlers may run. */
  get queues(): Readonly<Record<string, number>> {
    return this.#services.queues();
  }

  /** Attempts under way. */
  get running(): number {
    return this.#services.running;
  }

  get shutdownTimeoutMs(): number {
    return this.manifest().defaults.shutdownTimeoutMs;
  }

  get adminUrl(): string | null {
    return this.#adminUrl;
  }

  /** Where the store is, without a password. */
  get storeLocation(): string {
    const { engine } = this.manifest();
    return engine.type === 'redis' ? redactUrl(engine.url) : `sqlite:${engine.path}`;
  }

  manifest(): Manifest {
    return this.#generations.current().manifest;
  }

  readiness(): Promise<ReadinessView> {
    const { engine, clock } = this.#parts;
    return readinessOf({ phase: this.#phase, services: this.#services, engine, clock });
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

  /** Ends a stop at once: running jobs are given back without waiting for them. */
  hurry(): void {
    this.#hurried.abort();
    this.#services.hurry();
  }

  /** Resolves when no job can run any more (burst). */
  drained(): Promise<void> {
    return this.#services.drained();
  }

  // ── life ───────────────────────────────────────────────────────────────────────────────────────────

  protected override async onStart(): Promise<void> {
    await ownStore(() => this.#openStore(), { ...this.#parts, manifest: this.manifest() });
    await this.#generations.number();
    this.#unsubscribe = this.#parts.engine.onSignal((signal) => {
      if (signal.type === 'reload') void this.#reloader.reload('signal');
    });
    await this.#services.start();
    if (this.#parts.watching) await this.#watcher.start();
    this.#phase = 'running';
  }

  /** Opening waits for a store that is not there; a stop ends the wait. */
  async #openStore(): Promise<void> {
    const { engine, clock, logger } = this.#parts;
    const store = this.storeLocation;
    const late = clock.after(PATIENCE_MS, () => {
      logger.warn({ store }, 'the store does not answer yet; trying on');
    });
    try {
      await Promise.race([engine.open(), rejectedBy(this.#closing.signal)]);
      this.#store = 'open';
    } finally {
      late.cancel();
    }
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
    this.#unsubscribe();
    await this.#watcher.stop();
    await this.#reloader.settled();
    if (this.#store === 'open') {
      const { engine, clock } = this.#parts;
      const limit = { waitMs: this.shutdownTimeoutMs, hurried: this.#hurried.signal };
      this.#clean = await stoppedOrStoreGone(this.#services.stop(), engine, { clock, ...limit });
      if (!this.#clean) this.logger.warn({}, 'the store is gone; jobs held here are rescued when the lease runs out');
    } else await this.#services.stop();
  }

  async #dispose(): Promise<void> {
    const { engine, telemetry, logger, clock } = this.#parts;
    this.#closing.abort();
    for (const door of this.#doors) await door.stop();
    this.#store = 'gone';
    try {
      await closedInTime(engine, clock);
    } catch (error) {
      this.#clean = false;
      logger.warn({ error: messageOf(error) }, 'the store could not be closed in good order');
    }
    await telemetry.shutdown();
  }

  // ── generations ────────────────────────────────────────────────────────────────────────────────────

  async #apply(next: Generation): Promise<void> {
    await this.#generations.replace(next, this.#store === 'open');
    this.#services.generationChanged();
    const { manifest, revision } = this.#generations.current();
    this.#parts.events.emit({ type: 'manifest.applied', revision: revision ?? 0, hash: manifest.hash });
  }

  async #reloadAll(): Promise<void> {
    const engine = this.#openEngine();
    const outcome = await this.#reloader.reload('request');
    if (outcome.status === 'refused') throw invalidManifest(this.manifest().file, outcome.problems);
    await engine.requestReload();
  }

  #newWatcher(): ManifestWatcher {
    const { loader, logger, clock, loadedAt } = this.#parts;
    return new ManifestWatcher({
      watched: () => {
        const { files, includes, tasks } = this.manifest();
        const modules = Object.values(tasks).map(({ handler }) => handler.module);
        return { files: [...new Set([...files, ...modules, ...loader.sources])].sort(), patterns: includes };
      },
      onChange: () => this.#reloader.reload('files'),
      troubled: () => this.#reloader.refusal !== undefined,
      debounceMs: () => this.manifest().reload.debounceMs,
      loadedAt,
      logger,
      clock,
    });
  }

  #openEngine(): Engine {
    if (this.#store === 'open') return this.#parts.engine;
    if (this.#store === 'gone') throw new SkepError('STOPPING', 'the process is shutting down');
    throw new SkepError('STORE_UNREACHABLE', `the store ${this.storeLocation} does not answer yet`, {
      hint: 'is it running? the process keeps trying',
    });
  }

  #info(): ProcessInfo {
    const { manifest, revision } = this.#generations.current();
    return {
      host: os.hostname(),
      pid: process.pid,
      version: VERSION,
      roles: this.roles,
      queues: this.#services.queues(),
      ...this.#services.counts(),
      manifestHash: manifest.hash,
      manifestRevision: revision,
      adminUrl: this.#adminUrl,
    };
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new SkepError('STOPPING', 'stopped before the store answered'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
