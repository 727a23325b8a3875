/** What hooks are told of a job is what its handler had: its payload ready to be read, its result as it was returned. */
import { type HookTold, type Job, type KeyRing, payloadPaths, sensitivePaths, WHOLE } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { BoundTask } from '../../manifest/index.ts';
import { Discretion } from '../attempts/discretion.ts';
import { openedResult, payloadOf, readied } from '../attempts/readied.ts';

/** An attempt's: kept from its beginning to its end, as a reload may take the key away meanwhile. */
export interface Readied {
  readonly job: Job;
  readonly ring: KeyRing | null;
}

/**
 * The job of an attempt that had none, or was never begun. Where an upcast fails its payload is in the form that is stored; one that
 * cannot be decrypted throws where it is read.
 */
export function readiedAnew(stored: Job, task: BoundTask, ring: KeyRing | null): Job {
  try {
    return readied(stored, task, ring);
  } catch {
    return unless({ ...stored }, 'payload', () => payloadOf(stored, ring));
  }
}

/** @returns what is told, with its result in clear; one that cannot be decrypted throws where it is read */
export function toldInClear(told: HookTold, ring: KeyRing | null): HookTold {
  if (told.job.care?.sealed !== true || told.result === null) return told;
  const { job, result } = told;
  return unless({ ...told }, 'result', () => openedResult(result, job, ring));
}

/** Never the ciphertext: who copies or prints the whole gets it without that part. */
function unless<K extends string, T extends Readonly<Record<K, Json>>>(whole: T, key: K, value: () => Json): T {
  try {
    return { ...whole, [key]: value() };
  } catch (error) {
    const get = (): never => {
      throw error;
    };
    return Object.defineProperty(whole, key, { get, enumerable: false });
  }
}

/** Of what a hook throws: it may say what it was told. @param now sensitive paths of the task */
export function discretionOf(told: HookTold, now: readonly string[]): Discretion | null {
  const { care } = told.job;
  const payload = payloadPaths(now, care);
  const result = care?.sealed === true ? WHOLE : sensitivePaths([...(care?.sensitive ?? []), ...now]).result;
  const paths = [...payload.map((keys) => ['payload', ...keys]), ...result.map((keys) => ['result', ...keys])];
  if (paths.length === 0) return null;
  return Discretion.of({ payload: readable(() => told.job.payload), result: readable(() => told.result) }, paths);
}

/** What cannot be read cannot have been said. */
function readable(value: () => Json): Json {
  try {
    return value();
  } catch {
    return null;
  }
}
