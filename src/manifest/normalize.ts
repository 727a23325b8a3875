import { resolve } from 'node:path';

import type { FinishedState } from '../core/index.ts';
import { codeOf } from './code.ts';
import type { CombinedSource } from './combine.ts';
import { emptyRecord } from './combine.ts';
import { definitions, manifestDefaults } from './defaults.ts';
import { hashOf } from './hash.ts';
import type {
  AdminSpec,
  Defaults,
  EngineSpec,
  Manifest,
  QueueSpec,
  ReloadSpec,
  Retention,
  TelemetrySpec,
} from './manifest.ts';
import { durationMs, normalizePolicies } from './normalize-policies.ts';
import { normalizeRoutes } from './normalize-routes.ts';
import { normalizeSchedules } from './normalize-schedules.ts';
import { normalizeTasks } from './normalize-tasks.ts';
import { BUILT_IN_QUEUE } from './resolve-references.ts';

export interface NormalizeOptions {
  readonly file: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly includes: readonly string[];
}

/** The complete manifest: defaults filled in, durations in milliseconds, references resolved. Without problems before. */
export function normalize(source: CombinedSource, { directory, ...files }: NormalizeOptions): Manifest {
  const { name = manifestDefaults.name } = source;
  const defaults = normalizeDefaults(source);
  const retryPolicies = normalizePolicies(source.retryPolicies);
  const routes = normalizeRoutes(source.routes);
  const content = {
    version: 1 as const,
    name,
    engine: normalizeEngine(source.engine ?? manifestDefaults.engine, { name, directory }),
    defaults,
    queues: normalizeQueues(source, defaults.queue),
    retryPolicies,
    tasks: normalizeTasks({ source, routes: routes.tasks, defaults, retryPolicies, directory }),
    routes,
    schedules: normalizeSchedules(source.schedules),
    admin: normalizeAdmin(source.admin),
    health: source.health ? { host: definitions.health.properties.host.default, ...source.health } : null,
    telemetry: normalizeTelemetry(source.telemetry),
    reload: normalizeReload(source.reload),
  };
  const modules = codeOf(source, directory).map(({ ref }) => ref);
  return { ...content, ...files, directory, modules, hash: hashOf(content, directory) };
}

function normalizeDefaults({ defaults = {} }: CombinedSource): Defaults {
  const schema = definitions.defaults.properties;
  const keep = definitions.keep.properties;
  const { queue = schema.queue.default, shutdownTimeout = schema.shutdownTimeout.default } = defaults;
  const kept = (state: FinishedState): Retention[FinishedState] => {
    const given = defaults.keep?.[state] ?? {};
    const { for: time = keep[state].default, count = null } = typeof given === 'string' ? { for: given } : given;
    return { forMs: durationMs(time), count };
  };
  return {
    queue,
    keep: { completed: kept('completed'), cancelled: kept('cancelled'), dead: kept('dead') },
    shutdownTimeoutMs: durationMs(shutdownTimeout),
  };
}

interface EngineSetting {
  /** Of the manifest: also the beginning of its keys in Redis. */
  readonly name: string;
  readonly directory: string;
}

function normalizeEngine(engine: NonNullable<CombinedSource['engine']>, setting: EngineSetting): EngineSpec {
  const sqlite = definitions.sqliteEngine.properties;
  const redis = definitions.redisEngine.properties;
  if (typeof engine === 'string') {
    return engine.startsWith('sqlite:')
      ? normalizeEngine({ type: 'sqlite', path: engine.slice('sqlite:'.length) }, setting)
      : normalizeEngine({ type: 'redis', url: engine }, setting);
  }
  if (engine.type === 'sqlite') {
    const path = engine.path ?? sqlite.path.default;
    const leaseMs = durationMs(engine.lease ?? sqlite.lease.default);
    return { type: 'sqlite', path: path === ':memory:' ? path : resolve(setting.directory, path), leaseMs };
  }
  return {
    type: 'redis',
    url: engine.url ?? redis.url.default,
    prefix: engine.prefix ?? setting.name,
    leaseMs: durationMs(engine.lease ?? redis.lease.default),
  };
}

function normalizeQueues({ queues }: CombinedSource, defaultQueue: string): Record<string, QueueSpec> {
  const result = emptyRecord<QueueSpec>();
  for (const name of new Set([BUILT_IN_QUEUE, defaultQueue, ...Object.keys(queues)])) {
    const { concurrency, shards, foreign } = queues[name] ?? {};
    const { properties } = definitions.queue;
    result[name] = {
      name,
      concurrency: concurrency ?? properties.concurrency.default,
      shards: shards ?? properties.shards.default,
      foreign: foreign ?? null,
    };
  }
  return result;
}

function normalizeAdmin(admin: CombinedSource['admin']): AdminSpec {
  const { properties } = definitions.admin;
  return {
    host: admin?.host ?? properties.host.default,
    port: admin?.port ?? properties.port.default,
    tokens: admin?.tokens ?? [...properties.tokens.default],
    hosts: admin?.hosts ?? [...properties.hosts.default],
    proxies: admin?.proxies ?? [...properties.proxies.default],
  };
}

function normalizeTelemetry({ traces = {}, logs = {} }: NonNullable<CombinedSource['telemetry']> = {}): TelemetrySpec {
  const ofTraces = definitions.traces.properties;
  const ofLogs = definitions.logs.properties;
  return {
    traces: {
      exporter: traces.exporter ?? ofTraces.exporter.default,
      sample: traces.sample ?? ofTraces.sample.default,
      propagation: traces.propagation ?? ofTraces.propagation.default,
      spans: traces.spans ?? ofTraces.spans.default,
    },
    logs: { level: logs.level ?? ofLogs.level.default, format: logs.format ?? ofLogs.format.default },
  };
}

function normalizeReload(reload: CombinedSource['reload']): ReloadSpec {
  const { properties } = definitions.reload;
  return {
    watch: reload?.watch ?? properties.watch.default,
    debounceMs: durationMs(reload?.debounce ?? properties.debounce.default),
  };
}
