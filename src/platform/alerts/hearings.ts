/**
 * Whether each receiver hears of an alert. A word is a job; the process that decides looks at that of the newest word until it has come
 * through, so nothing is asked where all have. What was seen stands beside the episode: what shows it reads no jobs.
 */
import type { Job } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import { messageOf, SkepError } from '../../foundation/index.ts';
import type { AlertSpec } from '../../manifest/index.ts';

/** What one receiver has heard; plain data. */
export interface Hearing {
  /** Of the newest word, while that has not come through; null: there is nothing to look at. */
  readonly job: string | null;
  /** When the newest word was made. */
  readonly at: number;
  /** When one came through last. */
  readonly toldAt: number | null;
  /** null: nothing is known to be wrong. */
  readonly untold: Untold | null;
}

export interface Untold {
  /** When the first word was made that has not come through. */
  readonly since: number;
  /** The newest word is not tried again by itself. */
  readonly final: boolean;
  /** Whether one of its words is lost, the newest or one before: it is told once, however many follow. Missing in older texts. */
  readonly lost?: boolean;
  readonly error: HearingError;
}

export interface HearingError {
  readonly code: string | null;
  readonly message: string;
}

/** By key of the receiver. */
export type Hearings = Readonly<Record<string, Hearing>>;

/** Of an episode. */
interface Known {
  readonly hearings?: Hearings;
  readonly telling?: 'firing' | 'recovered' | null;
}

/** A job that nobody takes for so long is a word that does not come through, though nothing failed. */
export const UNTAKEN_MS = 60_000;
const MESSAGE_MAX = 300;

/** What jobs of words are looked at for. */
type Seen = Pick<Job, 'state' | 'error' | 'queue' | 'finishedAt'>;

/** @param job of the newest word; null: it is not stored any more @param now of the store */
export function hearingAfter(before: Hearing, job: Seen | null, now: number): Hearing {
  // Somebody gave the word up, or it was dead for so long that it is not kept: there is nothing left that anybody could do about it.
  if (job === null || job.state === 'cancelled') return { ...before, job: null, untold: null };
  if (job.state === 'completed') return { ...before, job: null, toldAt: job.finishedAt ?? now, untold: null };
  const since = before.untold?.since ?? before.at;
  const final = job.state === 'dead';
  const lost = final || hasLost(before);
  if (job.error !== null) return { ...before, untold: { since, final, lost, error: shownError(job.error) } };
  if (job.state === 'running' || now - before.at < UNTAKEN_MS) return before;
  const message = `its job waits in queue ${job.queue} (${job.state}), and no process has taken it`;
  return { ...before, untold: before.untold ?? { since, final, lost, error: { code: null, message } } };
}

/** Whether a word is known to be lost since the receiver is not reached. */
export function hasLost(hearing: Hearing | undefined): boolean {
  return hearing?.untold?.lost === true;
}

/** A new word is on its way. */
export function hearingOf(before: Hearing | undefined, job: string, now: number): Hearing {
  return { job, at: now, toldAt: before?.toldAt ?? null, untold: before?.untold ? tried(before.untold) : null };
}

function tried(untold: Untold): Untold {
  return { ...untold, final: false };
}

/** A new word cannot even be made. */
export function unmade(
  before: Hearing | undefined,
  thrown: unknown,
  now: number,
): Hearing & { readonly untold: Untold } {
  const code = thrown instanceof SkepError ? thrown.code : null;
  const error = shownError({ code, message: messageOf(thrown) });
  const untold = { since: before?.untold?.since ?? now, final: true, lost: true, error };
  return { job: null, at: now, toldAt: before?.toldAt ?? null, untold };
}

function shownError({ code, message }: HearingError): HearingError {
  return { code, message: message.slice(0, MESSAGE_MAX) };
}

/**
 * Looks at the words that have not come through: a job each. While a telling is left in the middle nothing is looked at, for it has
 * cancelled words that it makes anew.
 */
export async function heard<Of extends Known>(
  { jobs }: Pick<Engine, 'jobs'>,
  { to }: Pick<AlertSpec, 'to'>,
  episode: Of,
  now: number,
): Promise<Of> {
  const { hearings = {}, telling = null } = episode;
  if (telling !== null) return episode;
  const known = to.flatMap(({ key }) => {
    const hearing = hearings[key];
    return hearing === undefined || hearing.job === null ? [] : [{ key, hearing, job: hearing.job }];
  });
  if (known.length === 0) return episode;
  const seen = await Promise.all(
    known.map(async ({ key, hearing, job }) => [key, hearingAfter(hearing, await jobs.get(job), now)] as const),
  );
  return { ...episode, hearings: { ...hearings, ...Object.fromEntries(seen) } };
}

/** @returns receivers that have lost a word, and had lost none before since they are not reached */
export function newlyLost(
  { to }: Pick<AlertSpec, 'to'>,
  before: Pick<Known, 'hearings'> | undefined,
  after: Pick<Known, 'hearings'>,
): readonly { readonly target: AlertSpec['to'][number]; readonly error: HearingError }[] {
  return to.flatMap((target) => {
    const untold = after.hearings?.[target.key]?.untold;
    if (!untold?.lost || hasLost(before?.hearings?.[target.key])) return [];
    return [{ target, error: untold.error }];
  });
}
