/**
 * Parts of payloads and results that nobody is shown. A path is keys with dots between, `*` for each key or item: `card.number`,
 * `items.*.token`; it is of the payload, or of the result where it begins with `result`. Lists on the way are gone through
 * without a `*` too: rather too much is hidden than too little.
 */
import type { Json, JsonObject } from '../../foundation/index.ts';
import type { Care } from './care.ts';
import { withoutPieces } from './cut-secrets.ts';
import { clean } from '../errors/error-text.ts';
import { Lru } from '../lru.ts';

/** What stands for a value that is hidden. */
export const HIDDEN = '[hidden]';

type Keys = readonly string[];

export interface SensitivePaths {
  readonly payload: readonly Keys[];
  readonly result: readonly Keys[];
}

/** Of which all is hidden. */
export const WHOLE: readonly Keys[] = [[]];
const NONE: readonly never[] = Object.freeze([]);

const read = new Lru<SensitivePaths>(1_024);

/** @param written as in the manifest */
export function sensitivePaths(written: readonly string[]): SensitivePaths {
  return read.get(written.join('\n'), () => {
    const all = written.map((path) => path.split('.'));
    const below = (root: string): readonly Keys[] => all.filter(([first]) => first === root).map(([, ...keys]) => keys);
    const bare = all.filter(([first]) => first !== 'payload' && first !== 'result');
    return { payload: [...bare, ...below('payload')], result: below('result') };
  });
}

/**
 * Of a job's payload: what was sensitive when it was enqueued, and what is now; all of one that is encrypted.
 * @param now the paths of its task
 */
export function payloadPaths(now: readonly string[], care: Care | null = null): readonly Keys[] {
  if (care?.sealed === true) return WHOLE;
  const before = care?.sensitive ?? NONE;
  if (before.length === 0 && now.length === 0) return NONE;
  return sensitivePaths(before === now ? now : [...before, ...now]).payload;
}

/** @returns what takes the secrets of the job's payload out of a text; they are looked for when there is one */
export function coverOf(
  { payload, care }: { readonly payload: Json; readonly care: Care | null },
  now: readonly string[],
): (text: string) => string {
  return (text) => withoutSecrets(text, secretsIn(payload, payloadPaths(now, care)));
}

/** @returns a copy in which HIDDEN stands at each place of a path; the very value where there is no such place */
export function hide(value: Json, paths: readonly Keys[]): Json {
  return paths.reduce((shown, keys) => hideAt(shown, keys, 0), value);
}

function hideAt(value: Json, keys: Keys, at: number): Json {
  const key = keys[at];
  if (key === undefined) return HIDDEN;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return hideItems(value as readonly Json[], keys, at);
  const map = value as JsonObject;
  let copy: Record<string, Json> | undefined;
  for (const name of key === '*' ? Object.keys(map) : [key]) {
    if (!Object.hasOwn(map, name)) continue;
    const inner = map[name] ?? null;
    const shown = hideAt(inner, keys, at + 1);
    if (shown !== inner) (copy ??= { ...map })[name] = shown;
  }
  return copy ?? map;
}

function hideItems(items: readonly Json[], keys: Keys, at: number): Json {
  const key = keys[at] ?? '';
  const chosen = /^\d{1,9}$/.test(key) ? Number(key) : null;
  const next = key === '*' || chosen !== null ? at + 1 : at;
  let copy: Json[] | undefined;
  items.forEach((item, index) => {
    if (chosen !== null && chosen !== index) return;
    const shown = hideAt(item, keys, next);
    if (shown !== item) (copy ??= [...items])[index] = shown;
  });
  return copy ?? items;
}

/** Shorter texts stand in any message by chance. */
const SHORTEST = 4;
/** More of them are not looked for one by one. */
const MAX_SECRETS = 1_000;

/**
 * What must not stand in a text about the job: texts and long numbers below the paths.
 * @returns null where they are too many to be looked for
 */
export function secretsIn(value: Json, paths: readonly Keys[]): readonly string[] | null {
  const found = new Set<string>();
  for (const keys of paths) gather(value, keys, 0, found);
  if (found.size > MAX_SECRETS) return null;
  // Of two that begin alike the longer one goes first.
  return [...new Set([...found].flatMap(formsOf))].sort((one, other) => other.length - one.length);
}

/** As texts come to be told: as they are, as errors are made fit for it, and as JSON. */
function formsOf(secret: string): string[] {
  const forms = [secret, clean(secret, Infinity), JSON.stringify(secret).slice(1, -1)];
  return forms.filter(({ length }) => length >= SHORTEST);
}

function gather(value: Json, keys: Keys, at: number, found: Set<string>): void {
  if (found.size > MAX_SECRETS) return;
  if (typeof value !== 'object' || value === null) {
    if (at >= keys.length) gatherOne(value, found);
    return;
  }
  const key = keys[at] ?? '*';
  const passed = Array.isArray(value) && key !== '*' && !/^\d{1,9}$/.test(key);
  const inner = key === '*' || passed ? Object.values(value as JsonObject) : ownOf(value as JsonObject, key);
  for (const one of inner) gather(one, keys, passed ? at : at + 1, found);
}

function ownOf(value: JsonObject, key: string): readonly Json[] {
  return Object.hasOwn(value, key) ? [value[key] ?? null] : [];
}

function gatherOne(value: string | number | boolean | null, found: Set<string>): void {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (text.length >= SHORTEST) found.add(text);
}

/**
 * @param secrets of secretsIn
 * @returns the text without them, also where it was cut in the middle of one
 */
export function withoutSecrets(text: string, secrets: readonly string[] | null): string {
  if (secrets === null) return HIDDEN;
  const whole = secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);
  return withoutPieces(whole, secrets, { shortest: SHORTEST, hidden: HIDDEN });
}

/** Of a name or a code, which others go by: not for a few letters in the middle of it. */
const LONG = 8;

/** As withoutSecrets, but a short secret counts only where it is all of the text. */
export function nameWithoutSecrets(name: string, secrets: readonly string[] | null): string {
  if (secrets === null || secrets.includes(name)) return HIDDEN;
  return withoutSecrets(
    name,
    secrets.filter(({ length }) => length >= LONG),
  );
}

/**
 * A JSON pointer as it may be told: what lies below a path is told as the path, for a key may be a secret as well as a value.
 * @returns null where the pointer leads to no such place; else what may be told, and whether it leads below
 */
export function coveredPointer(pointer: string, paths: readonly Keys[]): string | null {
  if (paths.length === 0) return null;
  const steps = pointer === '' ? [] : pointer.slice(1).split('/');
  for (const keys of paths) {
    const length = stepsOf(steps, keys);
    if (length !== null)
      return steps
        .slice(0, length)
        .map((step) => `/${step}`)
        .join('');
  }
  return null;
}

/** @returns how many steps the path takes; null where the steps do not lead there */
function stepsOf(steps: readonly string[], keys: Keys): number | null {
  let taken = 0;
  for (const key of keys) {
    // Indexes that the path does not name.
    while (key !== '*' && steps[taken] !== key && /^\d{1,9}$/.test(steps[taken] ?? '')) taken += 1;
    const step = steps[taken]?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (step === undefined || (key !== '*' && step !== key)) return null;
    taken += 1;
  }
  return taken;
}
