import { resolve } from 'node:path';

import type { FinishedState } from '../../core/index.ts';
import { dictionary } from '../../foundation/index.ts';
import { codeOf } from '../code.ts';
import { definitions, manifestDefaults } from './defaults.ts';
import { toMs } from '../durations.ts';
import type { CalendarTexts } from '../exclusions.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import { executorsOf } from '../executors.ts';
import { hashOf } from '../hash.ts';
import type { LocalSettings } from '../local-settings.ts';
import type { Defaults, EngineSpec, Manifest, ReloadSpec, Retention, ShutdownLimits } from '../manifest.ts';
import { alertsOf } from './normalize-alerts.ts';
import { holdsOf } from './normalize-holds.ts';
import { bucketsOf, queuesOf } from './normalize-limits.ts';
import { httpRoute } from './normalize-routes.ts';
import { normalizeSchedules } from './normalize-schedules.ts';
import { sourcesOf } from './normalize-sources.ts';
import { normalizeTasks } from './normalize-tasks.ts';
import { testsOf } from './normalize-tests.ts';
import { normalizeWorkflows } from '../workflows/normalize-workflows.ts';

export interface NormalizeOptions {
  readonly file: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly includes: readonly string[];
  /** By absolute path. */
  readonly calendars: CalendarTexts;
  readonly local: LocalSettings;
}

/** The complete manifest: what the expanded form leaves open is decided, references are resolved. Without problems before. */
export function* normalize(
  source: ExpandedSource,
  { directory, calendars, local, ...files }: NormalizeOptions,
): Generator<void, Manifest> {
  const name = source.name ?? manifestDefaults.name;
  const { tasks, policies: retryPolicies } = yield* normalizeTasks(source, named(source.retryPolicies), directory);
  const schedules = yield* normalizeSchedules(source.schedules, { calendars, directory });
  const content = {
    version: 1 as const,
    name,
    engine: normalizeEngine(source.engine, { name, directory }),
    defaults: normalizeDefaults(source.defaults),
    queues: queuesOf(source.queues),
    buckets: bucketsOf(source.buckets),
    holds: holdsOf(source.holds),
    alerts: alertsOf(source.alerts),
    retryPolicies,
    encryption: source.encryption,
    executors: executorsOf(source),
    bases: named(source.bases),
    resources: named(source.resources),
    tasks,
    workflows: normalizeWorkflows(source, retryPolicies),
    brokers: named(source.brokers),
    sources: sourcesOf(source),
    routes: { tasks: source.routes.tasks, http: source.routes.http.map((route) => httpRoute(route, source.moved)) },
    schedules,
    admin: source.admin,
    health: source.health,
    shutdown: shutdownOf(source),
    telemetry: source.telemetry,
    moved: source.moved,
    reload: reloadOf(source.reload),
  };
  yield;
  const modules = [...new Set((yield* codeOf(source, directory)).map(({ ref }) => ref))];
  yield;
  // Tests change nothing that runs: they are no part of the hash.
  const hash = yield* hashOf(content, directory, local);
  return { ...content, ...files, directory, modules, tests: testsOf(source.tests), hash };
}

/** Each entry knows its name. */
function named<T>(entries: Readonly<Record<string, T>>): Record<string, T & { readonly name: string }> {
  const result = dictionary<T & { readonly name: string }>();
  for (const [name, entry] of Object.entries(entries)) result[name] = { name, ...entry };
  return result;
}

function normalizeDefaults({ queue, keep }: ExpandedSource['defaults']): Defaults {
  const kept = (state: FinishedState): Retention[FinishedState] => {
    const { forMs, count } = keep[state];
    return { forMs: forMs ?? defaultRetention(state), count };
  };
  return {
    queue,
    keep: { completed: kept('completed'), cancelled: kept('cancelled'), dead: kept('dead') },
  };
}

/** `defaults.shutdownTimeout` is the former way to write it; both at once were refused before. */
function shutdownOf({ shutdown, defaults }: ExpandedSource): ShutdownLimits {
  if (shutdown !== null) return shutdown;
  if (defaults.shutdownTimeoutMs !== null) return { warmMs: defaults.shutdownTimeoutMs, softMs: 0 };
  const { warm, soft } = definitions.shutdownLimits.properties;
  return { warmMs: toMs(warm.default) ?? 0, softMs: toMs(soft.default) ?? 0 };
}

/** Of a state of which only a count was written. */
function defaultRetention(state: FinishedState): number {
  return toMs(definitions.keep.properties[state].default) ?? 0;
}

/** Without a rule of its own a revision on probation is judged by what fails. */
function reloadOf({ revertIf, ...reload }: ExpandedSource['reload']): ReloadSpec {
  if (reload.probationMs === null) return { ...reload, revertIf: null };
  const { failureRate, waitP95Ms } = revertIf ?? { failureRate: '3x', waitP95Ms: null };
  return { ...reload, revertIf: { failureRate: failureRate === null ? null : parseFloat(failureRate), waitP95Ms } };
}

interface EngineSetting {
  /** Of the manifest: also the beginning of its keys in Redis. */
  readonly name: string;
  readonly directory: string;
}

function normalizeEngine(engine: ExpandedSource['engine'], { name, directory }: EngineSetting): EngineSpec {
  if (engine.type === 'redis') return { ...engine, prefix: engine.prefix ?? name };
  return { ...engine, path: engine.path === ':memory:' ? engine.path : resolve(directory, engine.path) };
}
