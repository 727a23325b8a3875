/**
 * Runs handler modules in a process of their own, to see whether they can be run: what they open, print or end is
 * theirs, and nothing of it stays.
 */
import type { Clock } from '../foundation/index.ts';
import { startProcess, systemClock } from '../foundation/index.ts';
import { type Failure, LOAD_LIMIT, notLoadedWithin } from './space.ts';

/** One built module and the exports that the manifest names of it. */
export interface TrialModule {
  /** Its source, as the manifest gives it. */
  readonly module: string;
  /** Absolute path of the built file. */
  readonly file: string;
  readonly commonJs: boolean;
  readonly exports: readonly string[];
}

/** To the process that tries. */
export type TrialOrder = readonly TrialModule[];

/** From it, for one module after the other: what is wrong with each of its exports. */
export type TrialNews = readonly (Failure | null)[];

export interface TrialOptions {
  readonly clock?: Clock;
  /** How long all modules may take together. */
  readonly limitMs?: number;
}

/**
 * One after the other, so that it is known which of them ended the process.
 * @returns what went wrong, by `module#export`
 */
export async function tryModules(
  modules: TrialOrder,
  { clock = systemClock, limitMs = LOAD_LIMIT.loadMs }: TrialOptions = {},
): Promise<ReadonlyMap<string, Failure>> {
  const failures = new Map<string, Failure>();
  let left = modules;
  // What ended the process is told, and the rest is tried in another one.
  while (left.length > 0) {
    const { done, reason } = await tryOnce(left, { clock, limitMs });
    done.forEach((found, index) => note(failures, left[index], (place) => found[place] ?? null));
    if (reason !== null) note(failures, left[done.length], () => ({ reason, stack: [] }));
    left = reason === null ? [] : left.slice(done.length + 1);
  }
  return failures;
}

function note(
  failures: Map<string, Failure>,
  module: TrialModule | undefined,
  failureOf: (place: number) => Failure | null,
): void {
  module?.exports.forEach((name, place) => {
    const failure = failureOf(place);
    if (failure) failures.set(`${module.module}#${name}`, failure);
  });
}

interface End {
  /** Per module that was run to its end, in order, and per export. */
  readonly done: readonly (readonly (Failure | null)[])[];
  /** What the next one did, so that there was no more; null when all were run. */
  readonly reason: string | null;
}

function tryOnce(order: TrialOrder, { clock, limitMs }: Required<TrialOptions>): Promise<End> {
  const child = startProcess(import.meta.url, 'trial-process');
  const done: (readonly (Failure | null)[])[] = [];
  return new Promise((resolve) => {
    const settle = (reason: string | null): void => {
      timer.cancel();
      child.kill('SIGKILL');
      resolve({ done, reason });
    };
    const timer = clock.after(limitMs, () => settle(notLoadedWithin(limitMs)));
    child.on('message', (found: TrialNews) => {
      done.push(found);
      if (done.length === order.length) settle(null);
    });
    child.on('error', (error) => settle(`it cannot be tried: ${error.message}`));
    child.on('exit', (code, signal) => settle(`running it ended the process (${signal ?? `exit code ${code ?? 0}`})`));
    child.send(order);
  });
}
