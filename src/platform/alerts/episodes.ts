/**
 * What is told of an alert, and when. Pure.
 *
 *   quiet ──holds──▶ firing (told at once, then every `every`) ──holds no more──▶ quiet (told, where it was told before)
 *
 * One that begins anew right after it was told waits until FLAP_MS after that: a value at the edge tells nobody every ten seconds.
 */
import type { AlertSpec } from '../../manifest/index.ts';
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
  /** Of what it holds; the first SHOWN_MAX. */
  readonly subjects: readonly AlertMatch[];
  readonly more: number;
}

export const SHOWN_MAX = 20;
export const FLAP_MS = 300_000;

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
  const seen = { subjects: matches.slice(0, SHOWN_MAX), more: Math.max(0, matches.length - SHOWN_MAX), seenAt: now };
  if (matches.length === 0) {
    const ends = before.since !== null && before.told > 0 && recovery && !silent;
    // It stays as it was until that is told: whoever tells it says since when it held.
    if (ends) return { episode: { ...before, ...seen }, tell: 'recovered' };
    return { episode: { ...before, ...seen, since: null, told: 0 }, tell: null };
  }
  const episode = { ...before, ...seen, since: before.since ?? now };
  const restMs = episode.told === 0 ? FLAP_MS : everyMs;
  const due = episode.toldAt === null || now - episode.toldAt >= Math.min(restMs, everyMs);
  return { episode, tell: due && !silent ? 'firing' : null };
}

/** Afterwards. */
export function toldOf({ episode, tell }: Turn, now: number): Episode {
  if (tell === null) return episode;
  if (tell === 'recovered') return { ...episode, since: null, told: 0 };
  return { ...episode, told: episode.told + 1, toldAt: now };
}
