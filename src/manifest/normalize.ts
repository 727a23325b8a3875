import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

import type { Json } from '../foundation/index.ts';
import type { CombinedSource } from './combine.ts';
import { emptyRecord } from './combine.ts';
import { definitions, manifestDefaults } from './defaults.ts';
import type { AdminSpec, Defaults, EngineSpec, Manifest, QueueSpec, ReloadSpec, TelemetrySpec } from './manifest.ts';
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
  const defaults = normalizeDefaults(source);
  const retryPolicies = normalizePolicies(source.retryPolicies);
  const routes = normalizeRoutes(source.routes);
  const content = {
    version: 1 as const,
    name: source.name ?? manifestDefaults.name,
    engine: normalizeEngine(source.engine ?? manifestDefaults.engine, directory),
    defaults,
    queues: normalizeQueues(source, defaults.queue),
    retryPolicies,
    tasks: normalizeTasks({ source, routes: routes.tasks, defaults, retryPolicies, directory }),
    routes,
    schedules: normalizeSchedules(source.schedules),
    admin: normalizeAdmin(source.admin),
    telemetry: normalizeTelemetry(source.telemetry),
    reload: normalizeReload(source.reload),
  };
  return { ...content, ...files, directory, hash: hashOf(content, directory) };
}

function normalizeDefaults({ defaults }: CombinedSource): Defaults {
  const schema = definitions.defaults.properties;
  const keep = definitions.keep.properties;
  return {
    queue: defaults?.queue ?? schema.queue.default,
    keep: {
      completedMs: durationMs(defaults?.keep?.completed ?? keep.completed.default),
      cancelledMs: durationMs(defaults?.keep?.cancelled ?? keep.cancelled.default),
      deadMs: durationMs(defaults?.keep?.dead ?? keep.dead.default),
    },
    shutdownTimeoutMs: durationMs(defaults?.shutdownTimeout ?? schema.shutdownTimeout.default),
  };
}

function normalizeEngine(engine: NonNullable<CombinedSource['engine']>, directory: string): EngineSpec {
  const sqlite = definitions.sqliteEngine.properties;
  const redis = definitions.redisEngine.properties;
  if (typeof engine === 'string') {
    return engine.startsWith('sqlite:')
      ? normalizeEngine({ type: 'sqlite', path: engine.slice('sqlite:'.length) }, directory)
      : normalizeEngine({ type: 'redis', url: engine }, directory);
  }
  if (engine.type === 'sqlite') {
    const path = engine.path ?? sqlite.path.default;
    const leaseMs = durationMs(engine.lease ?? sqlite.lease.default);
    return { type: 'sqlite', path: path === ':memory:' ? path : resolve(directory, path), leaseMs };
  }
  return {
    type: 'redis',
    url: engine.url ?? redis.url.default,
    prefix: engine.prefix ?? redis.prefix.default,
    leaseMs: durationMs(engine.lease ?? redis.lease.default),
  };
}

function normalizeQueues({ queues }: CombinedSource, defaultQueue: string): Record<string, QueueSpec> {
  const result = emptyRecord<QueueSpec>();
  for (const name of new Set([BUILT_IN_QUEUE, defaultQueue, ...Object.keys(queues)])) {
    const { concurrency, foreign } = queues[name] ?? {};
    const { properties } = definitions.queue;
    result[name] = { name, concurrency: concurrency ?? properties.concurrency.default, foreign: foreign ?? null };
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
  };
}

function normalizeTelemetry(telemetry: CombinedSource['telemetry']): TelemetrySpec {
  const traces = definitions.traces.properties;
  const logs = definitions.logs.properties;
  return {
    traces: {
      exporter: telemetry?.traces?.exporter ?? traces.exporter.default,
      sample: telemetry?.traces?.sample ?? traces.sample.default,
      propagation: telemetry?.traces?.propagation ?? traces.propagation.default,
    },
    logs: {
      level: telemetry?.logs?.level ?? logs.level.default,
      format: telemetry?.logs?.format ?? logs.format.default,
    },
  };
}

function normalizeReload(reload: CombinedSource['reload']): ReloadSpec {
  const { properties } = definitions.reload;
  return {
    watch: reload?.watch ?? properties.watch.default,
    debounceMs: durationMs(reload?.debounce ?? properties.debounce.default),
  };
}

/** Equal manifests have equal hashes wherever they lie and in whatever order their names stand. */
function hashOf(content: object, directory: string): string {
  const text = JSON.stringify(content, (key, value: unknown) => {
    if (key === 'module') return undefined;
    if (typeof value === 'string' && key === 'path' && value.startsWith(directory))
      return value.slice(directory.length);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? sorted(value as Record<string, Json>)
      : value;
  });
  return createHash('sha256').update(text).digest('hex');
}

function sorted(value: Record<string, Json>): Record<string, Json> {
  const keys = Object.keys(value);
  const ordered = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key);
  return ordered ? value : Object.fromEntries(keys.sort().map((key) => [key, value[key] ?? null]));
}
