/**
 * What is told of an alert, and when. Pure.
 *
 *   quiet ──holds──▶ firing (told at once, then every `every`) ──holds no more──▶ quiet (told, where it was told before)
 *
 * One that begins anew right after it was told waits until FLAP_MS after that: a value at the edge tells nobody every ten seconds.
 */
import type { AlertSpec } from '../../manifest/index.ts';
import type { Hearings } from './hearings.ts';
import type { AlertMatch } from './matches.ts';

/** As it is stored: plain data. */
export interface Episode {
  /** Since when the alert is there. */
  readonly knownAt: number;
  /** When its condition was last looked at. */
  readonly seenAt: number;
  /** Since when it holds; null: it does not. */
  readonly since: number | null;
  /** How often it was told since then. */
  readonly told: number;
  /** When it was told last, of any time. */
  readonly toldAt: number | null;
  /** What is being told, from before the first receiver to after the last; a process that died in between has left it. */
  readonly telling?: Turn['tell'];
  /** Of what it holds; the first SHOWN_MAX. */
  readonly subjects: readonly AlertMatch[];
  readonly more: number;
  /** What its receivers have heard, of any time. */
  readonly hearings?: Hearings;
}

/** One that is over. */
export interface PastEpisode {
  readonly since: number;
  readonly endedAt: number;
  readonly told: number;
  readonly message: string;
}

export const SHOWN_MAX = 20;
export const FLAP_MS = 300_000;

/** Looks come every ten seconds, by a hair sooner or later: one that is a hair too early would leave the word to the next. */
const EARLY_MS = 1_000;

export interface Turn {
  /** Before anybody is told. */
  readonly episode: Episode;
  readonly tell: 'firing' | 'recovered' | null;
}

export function newEpisode(now: number): Episode {
  return { knownAt: now, seenAt: now, since: null, told: 0, toldAt: null, subjects: [], more: 0 };
}

/** @param silent nobody is to be told now: what lasts is told when that ends */
export function turnOf(
  { everyMs, recovery }: Pick<AlertSpec, 'everyMs' | 'recovery'>,
  before: Episode,
  { matches, now, silent }: { readonly matches: readonly AlertMatch[]; readonly now: number; readonly silent: boolean },
): Turn {
  const { telling: left = null } = before;
  // Some receivers may have heard of it already: the others do too, though it is otherwise by now.
  if (!silent && left === (matches.length === 0 ? 'firing' : 'recovered')) {
    return { episode: { ...before, seenAt: now }, tell: left };
  }
  const turn = judged({ everyMs, recovery }, before, { matches, now, silent });
  return { ...turn, episode: { ...turn.episode, telling: turn.tell } };
}

function judged(
  { everyMs, recovery }: Pick<AlertSpec, 'everyMs' | 'recovery'>,
  before: Episode,
  { matches, now, silent }: { readonly matches: readonly AlertMatch[]; readonly now: number; readonly silent: boolean },
): Turn {
  const seen = { subjects: matches.slice(0, SHOWN_MAX), more: Math.max(0, matches.length - SHOWN_MAX), seenAt: now };
  if (matches.length === 0) {
    const ends = before.since !== null && before.told > 0 && recovery && !silent;
    // It stays as it was until that is told: whoever tells it says since when it held.
    if (ends) return { episode: { ...before, ...seen }, tell: 'recovered' };
    return { episode: { ...before, ...seen, since: null, told: 0 }, tell: null };
  }
  const episode = { ...before, ...seen, since: before.since ?? now };
  const restMs = episode.told === 0 ? Math.min(FLAP_MS, everyMs) : everyMs - EARLY_MS;
  const due = episode.toldAt === null || now - episode.toldAt >= restMs;
  return { episode, tell: due && !silent ? 'firing' : null };
}

/** Afterwards. */
export function toldOf({ episode, tell }: Turn, now: number): Episode {
  if (tell === null) return episode;
  if (tell === 'recovered') return { ...episode, since: null, told: 0, telling: null };
  return { ...episode, told: episode.told + 1, toldAt: now, telling: null };
}

/** One sentence; empty once it is over. */
export function messageOfAll({ subjects, more }: Pick<Episode, 'subjects' | 'more'>): string {
  const others = subjects.length - 1 + more;
  const message = subjects[0]?.message ?? '';
  return others > 0 ? `${message}, and ${others} more` : message;
}

/** So many that are over are kept of an alert. */
const PAST_KEPT = 10;

interface Before {
  readonly episodes: Readonly<Record<string, Episode>>;
  readonly past: Readonly<Record<string, readonly PastEpisode[] | undefined>>;
}

/** @param after what is stored now, by alert @returns what is over, the newest first */
export function pastAfter(
  { episodes, past }: Before,
  after: readonly (readonly [name: string, episode: Episode])[],
  now: number,
): Readonly<Record<string, readonly PastEpisode[]>> {
  return Object.fromEntries(
    after.flatMap(([name, { since }]) => {
      const before = episodes[name];
      const kept = past[name] ?? [];
      const began = before?.since ?? null;
      if (before === undefined || began === null || since !== null)
        return kept.length === 0 ? [] : [[name, kept] as const];
      const ended = { since: began, endedAt: now, told: before.told, message: messageOfAll(before) };
      return [[name, [ended, ...kept].slice(0, PAST_KEPT)] as const];
    }),
  );
}
