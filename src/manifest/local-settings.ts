/**
 * What belongs to a process and not to the work: where it listens, how it reaches others, what it tells of itself, how many places it
 * has. Two processes whose environments put other values there run one manifest.
 */
import type { Json, JsonObject } from '../foundation/index.ts';
import type { Unit } from './collect.ts';
import type { NamedSection, SingleSection } from './sections.ts';

const WHOLE = [
  'engine',
  'admin',
  'health',
  'executors',
  'telemetry',
  'shutdown',
] as const satisfies readonly SingleSection[];

/** Of each entry these keys; null: all of it. */
const OF_ENTRIES = {
  brokers: null,
  queues: ['concurrency', 'prefetch'],
} as const satisfies Partial<Record<NamedSection, readonly string[] | null>>;

/** As they are written, `${PORT}` and not its value; what holds nothing of the environment is not there. */
export interface LocalSettings {
  readonly sections: Readonly<Partial<Record<(typeof WHOLE)[number], Json>>>;
  readonly brokers: Readonly<Record<string, Json>>;
  /** By queue, its keys. */
  readonly queues: Readonly<Record<string, JsonObject>>;
}

/** @param units of one manifest, each entry and section in one of them */
export function localSettings(units: readonly Unit[]): LocalSettings {
  const those = units.filter(({ data, parsed }) => parsed !== undefined && data !== parsed);
  const sections = those.flatMap(({ data, parsed }) => differing(data, parsed, WHOLE));
  return {
    sections: Object.fromEntries(sections),
    brokers: Object.fromEntries(those.flatMap((unit) => entriesOf(unit, 'brokers'))),
    queues: Object.fromEntries(those.flatMap((unit) => entriesOf(unit, 'queues'))) as LocalSettings['queues'],
  };
}

function entriesOf({ data, parsed }: Unit, section: keyof typeof OF_ENTRIES): [name: string, written: Json][] {
  const keys = OF_ENTRIES[section];
  const written = isMapping(parsed) ? parsed[section] : undefined;
  return differing(data?.[section], written).flatMap(([name, entry]): [string, Json][] => {
    if (keys === null) return [[name, entry]];
    const own = differing((data?.[section] as JsonObject)[name], entry, keys);
    return own.length === 0 ? [] : [[name, Object.fromEntries(own)]];
  });
}

/** What the environment was put into nothing of is the same object as before. */
function differing(data: Json | undefined, parsed: Json | undefined, keys?: readonly string[]): [string, Json][] {
  if (!isMapping(data) || !isMapping(parsed) || data === parsed) return [];
  return Object.entries(parsed).filter(([key, value]) => value !== data[key] && (keys?.includes(key) ?? true));
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
