/** What running a handler module gave, and the handler in it. */
import { fileURLToPath, pathToFileURL } from 'node:url';

import { exportOf, type Handler } from '../core/index.ts';
import { type Clock, messageOf, systemClock, visible } from '../foundation/index.ts';

/** What went wrong with a module or one of its exports. */
export interface Failure {
  readonly reason: string;
  /** Frames of the error's stack that lie in the project, as `at … (file:line:column)`. */
  readonly stack: readonly string[];
  /** Nothing is wrong but that the export is not there. */
  readonly missing?: true;
}

export type Space =
  | { readonly ok: true; readonly names: Readonly<Record<string, unknown>>; readonly commonJs: boolean }
  | ({ readonly ok: false } & Failure);

/** Where the frames of this house lie. */
const HOUSE = fileURLToPath(new URL('..', import.meta.url));
const MAX_FRAMES = 8;
const MAX_FRAME = 300;

export interface LoadLimit {
  readonly clock: Clock;
  /** A module that waits longer at its top level would hold up every start: a start or reload says so instead. */
  readonly loadMs: number;
}

export const LOAD_LIMIT: LoadLimit = { clock: systemClock, loadMs: 30_000 };

export function notLoadedWithin(ms: number): string {
  return `it does not finish loading within ${ms / 1_000} s`;
}

/** Its message is the whole reason: no line of the module is to blame. */
class NotLoaded extends Error {}

/** @param file absolute path of a built module */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
}

/** As importFile. @throws Error that it did not finish within the limit; it goes on, for nothing can take it back */
export function importWithin(file: string, { clock, loadMs }: LoadLimit): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(loadMs, () => reject(new NotLoaded(notLoadedWithin(loadMs))));
    importFile(file)
      .then(resolve, reject)
      .finally(() => timer.cancel());
  });
}

/** The module threw while it was run. */
export function failedSpace(error: unknown): Space {
  if (error instanceof NotLoaded) return { ok: false, reason: error.message, stack: [] };
  return { ok: false, reason: `running it failed: ${messageOf(error)}`, stack: framesOf(error) };
}

function framesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
  // From here on it is this house that calls.
  const end = frames.findIndex((line) => line.includes(HOUSE));
  const own = frames.slice(0, end < 0 ? undefined : end).filter((line) => !line.includes('node:'));
  return own.slice(0, MAX_FRAMES).map((line) => visible(line.slice(0, MAX_FRAME).replace('file://', '')));
}

export function handlerOf(space: Space | undefined, name: string): { readonly handler: Handler } | Failure {
  if (!space?.ok) return { reason: space?.reason ?? 'it was not built', stack: space?.stack ?? [] };
  const value = exportOf(space.names, name, space.commonJs);
  if (typeof value === 'function') return { handler: value as Handler };
  if (value !== undefined) return { reason: `the export '${name}' is not a function but ${kindOf(value)}`, stack: [] };
  const known = Object.keys(space.names).join(', ');
  const reason = `there is no export '${name}'${known === '' ? '' : `; it exports ${known}`}`;
  return { reason, stack: [], missing: true };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
}
