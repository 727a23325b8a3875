/** What the store keeps of alerts: one text for all, under a key of the requests that count once. */
import { matchesTask } from '../../core/index.ts';
import type { Engine, StandingHold } from '../../engine/index.ts';
import { dictionary } from '../../foundation/index.ts';
import { ALERT_TASK, type AlertSpec } from '../../manifest/index.ts';
import type { Episode, PastEpisode } from './episodes.ts';

/** Kept for a day after it was last written: nobody looks for longer than that only where all processes are gone. */
export const ALERTS_KEY = 'alerts';
/** So long the text is left as it is where nothing has changed. */
export const WRITTEN_ANEW_MS = 3_600_000;

export interface StandingAlerts {
  readonly writtenAt: number;
  readonly episodes: Readonly<Record<string, Episode>>;
  /** Processes that were there at the last look, by session; only where an alert asks for those that are lost. */
  readonly processes: Readonly<Record<string, { readonly name: string; readonly leaseUntil: number }>>;
  readonly lost: readonly { readonly name: string; readonly at: number }[];
  /** Episodes that are over, by alert, the newest first. */
  readonly past: Readonly<Record<string, readonly PastEpisode[]>>;
}

export async function standingAlerts({ once }: Pick<Engine, 'once'>): Promise<StandingAlerts> {
  const text = (await once.look(ALERTS_KEY))?.answer ?? null;
  const none: StandingAlerts = { writtenAt: 0, episodes: dictionary<Episode>(), processes: {}, lost: [], past: {} };
  return text === null ? none : { ...none, ...(JSON.parse(text) as StandingAlerts) };
}

export interface Silence {
  readonly until: number | null;
  readonly by: string | null;
  readonly reason: string | null;
  /** Whose removal ends it; null: the manifest says it. */
  readonly hold: string | null;
}

/** A hold on the built-in task silences: all alerts, or that of its tag. One that asks more holds jobs, and silences none. */
export function silenceOf(
  { name, silentUntil }: Pick<AlertSpec, 'name' | 'silentUntil'>,
  holds: readonly StandingHold[],
  now: number,
): Silence | null {
  if (silentUntil !== null && silentUntil > now) return { until: silentUntil, by: null, reason: null, hold: null };
  const hold = holds.find(
    ({ task, tag, queue, where, until }) =>
      task !== null &&
      matchesTask(task, ALERT_TASK) &&
      (tag === null || tag === name) &&
      queue === null &&
      where === null &&
      (until === null || until > now),
  );
  if (hold === undefined) return null;
  // One of the manifest cannot be removed.
  return { until: hold.until, by: hold.by, reason: hold.text, hold: hold.manifest ? null : hold.name };
}
