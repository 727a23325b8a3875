/** What differs between two forms of an entry of the manifest, key by key. */
import type { PlannedField } from '../../api/index.ts';

/** Told of each entry. */
const SHOWN = 50;
const LONGEST = 80;

/** Text may hold what came from the environment: only what never does is shown. */
const SHOWN_TEXTS: ReadonlySet<string> = new Set([
  ...['queue', 'task', 'handler', 'executor', 'cron', 'timezone', 'backoff', 'kind', 'name', 'onConflict', 'while'],
  ...['match', 'order', 'scope', 'workflow', 'bucket', 'between', 'type', 'spec', 'movedTo'],
]);

/** @returns by path, as `retry.maxAttempts`; values of places that may hold a secret are null */
export function changedFields(before: unknown, after: unknown): readonly PlannedField[] {
  const [one, other] = [leavesOf(before), leavesOf(after)];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return names
    .filter((name) => !isFilled(name, one, other) && !isFilled(name, other, one))
    .filter((name) => JSON.stringify(one.get(name)) !== JSON.stringify(other.get(name)))
    .slice(0, SHOWN)
    .map((name) => ({ name, before: shown(name, one.get(name)), after: shown(name, other.get(name)) }));
}

/** An empty mapping that the other side has something in: that is told, and says it. */
function isFilled(name: string, empty: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  if (!isMapping(empty.get(name)) || other.has(name)) return false;
  return [...other.keys()].some((one) => one.startsWith(`${name}.`));
}

function leavesOf(value: unknown): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  if (isMapping(value)) collect(plain(value), '', leaves);
  return leaves;
}

function collect(value: Readonly<Record<string, unknown>>, path: string, leaves: Map<string, unknown>): void {
  for (const [key, one] of Object.entries(value)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (isMapping(one) && Object.keys(one).length > 0) collect(plain(one), name, leaves);
    else leaves.set(name, one);
  }
}

/** A reference to code is what is written: where the file lies differs from machine to machine. */
function plain(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(value).map(([key, one]) => [key, isReference(one) ? one['text'] : one]);
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
}

function isReference(value: unknown): value is Readonly<Record<string, unknown>> {
  return isMapping(value) && typeof value['text'] === 'string' && typeof value['module'] === 'string';
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(name: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || !SHOWN_TEXTS.has(name.slice(name.lastIndexOf('.') + 1))) return null;
  return value.slice(0, LONGEST);
}
