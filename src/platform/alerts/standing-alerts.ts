/** What the store keeps of alerts: one text for all, under a key of the requests that count once. */
import { matchesTask } from '../../core/index.ts';
import type { Engine, StandingHold } from '../../engine/index.ts';
import { dictionary } from '../../foundation/index.ts';
import { ALERT_TASK, type AlertSpec } from '../../manifest/index.ts';
import type { Episode } from './episodes.ts';

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
}

export async function standingAlerts({ once }: Pick<Engine, 'once'>): Promise<StandingAlerts> {
  const text = (await once.look(ALERTS_KEY))?.answer ?? null;
  const none: StandingAlerts = { writtenAt: 0, episodes: dictionary<Episode>(), processes: {}, lost: [] };
  return text === null ? none : { ...none, ...(JSON.parse(text) as StandingAlerts) };
}

/** A hold on the built-in task silences: all alerts, or that of its tag. One that asks more holds jobs, and silences none. */
export function silenceOf(
  { name, silentUntil }: Pick<AlertSpec, 'name' | 'silentUntil'>,
  holds: readonly StandingHold[],
  now: number,
): { readonly until: number | null; readonly by: string | null } | null {
  if (silentUntil !== null && silentUntil > now) return { until: silentUntil, by: null };
  const hold = holds.find(
    ({ task, tag, queue, where, until }) =>
      task !== null &&
      matchesTask(task, ALERT_TASK) &&
      (tag === null || tag === name) &&
      queue === null &&
      where === null &&
      (until === null || until > now),
  );
  return hold === undefined ? null : { until: hold.until, by: hold.by };
}
