/** Puts the parts of a platform together: everything is made here and nothing is opened or started. */
import path from 'node:path';
import { HandlerLoader } from '../binding/index.ts';
import { ContextLogger, EventStream, PLATFORM_ROLES, type PlatformRole, SharedResources, tell } from '../core/index.ts';
import { type Engine, observe } from '../engine/index.ts';
import {
  type Clock,
  type IdSource,
  type Logger,
  messageOf,
  newId,
  packageVersion,
  silentLogger,
  systemClock,
  systemRandom,
} from '../foundation/index.ts';
import type { Generation, Manifest, ManifestText } from '../manifest/index.ts';
import { checkQueues } from '../runtime/index.ts';
import { createTelemetry, type Log, logEvents, openLog, type Telemetry } from '../telemetry/index.ts';
import { createEngine } from './engine-kinds.ts';
import {
  type GenerationResult,
  type GenerationSources,
  loadGeneration,
  withShutdownTimeout,
} from './generations/generation.ts';
import { KeptPools } from './generations/kept-pools.ts';
import type { GivenOptions, PlatformOptions, QueueSelection } from './platform-options.ts';
import { invalidManifest, type ManifestSource } from './generations/read-manifest.ts';

export interface PlatformParts {
  readonly roles: readonly PlatformRole[];
  readonly queues: QueueSelection;
  readonly watching: boolean;
  readonly generation: Generation;
  /** When this process began, epoch milliseconds. */
  readonly bornAt: number;
  /** When the files of that generation were about to be read, epoch milliseconds. */
  readonly loadedAt: number;
  /** Where the manifest is, and what it is read with. */
  readonly source: ManifestSource;
  /** Reads files and handlers anew; with `texts`, handlers alone. */
  readonly build: (texts?: readonly ManifestText[]) => Promise<GenerationResult>;
  readonly loader: HandlerLoader;
  readonly shared: SharedResources;
  readonly pools: KeptPools;
  readonly engine: Engine;
  readonly events: EventStream;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  /** Where its lines go; undefined where the logger is the caller's own. */
  readonly log: Log | undefined;
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly random: () => number;
}

/** @throws SkepError MANIFEST_NOT_FOUND; MANIFEST_INVALID with all diagnostics; QUEUE_UNKNOWN of options.queues */
export async function assemble(options: GivenOptions): Promise<PlatformParts> {
  const { clock = systemClock, newId: ids = newId, burst = false } = options;
  const loadedAt = clock.now();
  const loader = loaderOf(options);
  // Nothing is opened before there is a log.
  let told: Logger = silentLogger;
  const handlerLogger = (given: Logger): ContextLogger => new ContextLogger(given);
  const shared = new SharedResources({ clock, logger: () => told, handlerLogger });
  const roles = rolesOf(options, burst);
  const pools = new KeptPools({ clock, logger: () => told, warm: roles.includes('worker'), env: options.env });
  const build = builderOf(options, loader, { shared, apart: (work) => pools.executor(work) });
  const result = await build();
  if (!result.ok) throw invalidManifest(options.file, result.diagnostics);
  const { generation } = result;
  const { manifest } = generation;
  checkQueues(options.queues ?? {}, manifest);
  const { logger, log } = logOf(options, manifest);
  told = logger;
  for (const warning of result.warnings) tell(logger, 'manifest.warning', { ...warning });
  const events = new EventStream((error) => tell(logger, 'listener.failed', { error: messageOf(error) }));
  const telemetry = await createTelemetry({
    ...{ spec: manifest.telemetry, serviceName: manifest.name, version: packageVersion() },
    ...{ env: options.env, logger, log, events, clock },
    ...(options.telemetry === undefined ? {} : { given: options.telemetry }),
  });
  logAsWanted(events, logger, log);
  return {
    roles,
    queues: options.queues ?? {},
    watching: manifest.reload.watch && !burst,
    generation,
    bornAt: Math.round(clock.now() - process.uptime() * 1_000),
    loadedAt,
    source: { file: fileOf(options), env: options.env, cwd: options.cwd ?? process.cwd() },
    build,
    loader,
    shared,
    pools,
    engine: observe(await createEngine(manifest.engine, { clock, newId: ids }), events, clock),
    events,
    telemetry,
    logger,
    log,
    clock,
    newId: ids,
    random: options.random ?? systemRandom,
  };
}

/** What the level of the log lets through is asked once for each level: what nobody reads is not even built. */
function logAsWanted(events: EventStream, logger: Logger, log: Log | undefined): void {
  let leave = logEvents(events, logger);
  log?.onLevel(() => {
    leave();
    leave = logEvents(events, logger);
  });
}

function logOf({ logger, isTty = false, color = isTty }: PlatformOptions, { name, telemetry }: Manifest) {
  if (logger !== undefined) return { logger, log: undefined };
  const log = openLog(telemetry.logs, { isTty, color, base: { app: name } });
  return { logger: log.logger, log };
}

/** A burst works off what is there: it takes no port and fires no schedules unless asked to. */
function rolesOf({ roles }: PlatformOptions, burst: boolean): readonly PlatformRole[] {
  if (roles !== undefined) return [...new Set(roles)];
  return burst ? ['worker'] : PLATFORM_ROLES;
}

function loaderOf(options: PlatformOptions): HandlerLoader {
  return new HandlerLoader({ root: path.dirname(fileOf(options)) });
}

function fileOf({ file, cwd }: PlatformOptions): string {
  return path.resolve(cwd ?? process.cwd(), file);
}

function builderOf(
  options: GivenOptions,
  loader: HandlerLoader,
  places: Pick<GenerationSources, 'shared' | 'apart'>,
): PlatformParts['build'] {
  const { env, cwd = process.cwd(), shutdownTimeoutMs } = options;
  const file = fileOf(options);
  return async (texts) => {
    const given = texts === undefined ? {} : { texts };
    const result = await loadGeneration({ file, env, cwd, loader, ...places, ...given });
    if (!result.ok || shutdownTimeoutMs === undefined) return result;
    return { ...result, generation: withShutdownTimeout(result.generation, shutdownTimeoutMs) };
  };
}
