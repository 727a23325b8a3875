/** Alerts as they are shown: what the manifest asks for, and what was found at the last look. */
import type { AlertReceiverView, AlertView } from '../../api/index.ts';
import type { Engine } from '../../engine/index.ts';
import { formatDuration, iso } from '../../foundation/index.ts';
import type { AlertSpec, GenerationSource } from '../../manifest/index.ts';
import type { Episode } from './episodes.ts';
import type { Hearing } from './hearings.ts';
import { receiverText } from './receivers.ts';
import { silenceOf, standingAlerts } from './standing-alerts.ts';

export interface AlertParts {
  readonly engine: Engine;
  readonly generations: GenerationSource;
}

/** In the order of the manifest. A manifest without alerts asks nothing of the store. */
export async function alertViews({ engine, generations }: AlertParts): Promise<readonly AlertView[]> {
  const alerts = Object.values(generations.current().manifest.alerts);
  if (alerts.length === 0) return [];
  const [{ episodes, past }, holds, now] = await Promise.all([
    standingAlerts(engine),
    engine.holds.list(),
    engine.now(),
  ]);
  return alerts.map((alert) => {
    const silence = silenceOf(alert, holds, now);
    return {
      ...{ name: alert.name, description: alert.description, when: whenText(alert), to: alert.to.map(receiverText) },
      ...shown(episodes[alert.name]),
      receivers: alert.to.map((target) =>
        receiverView(receiverText(target), episodes[alert.name]?.hearings?.[target.key]),
      ),
      silence: silence && { ...silence, until: silence.until === null ? null : iso(silence.until) },
      past: (past[alert.name] ?? []).map((one) => ({ ...one, since: iso(one.since), endedAt: iso(one.endedAt) })),
    };
  });
}

function shown(
  episode: Episode | undefined,
): Pick<AlertView, 'state' | 'since' | 'toldAt' | 'told' | 'subjects' | 'more'> {
  if (episode === undefined) return { state: 'unseen', since: null, toldAt: null, told: 0, subjects: [], more: 0 };
  const { since, toldAt, told, subjects, more } = episode;
  return {
    state: since === null ? 'quiet' : 'firing',
    since: since === null ? null : iso(since),
    toldAt: toldAt === null ? null : iso(toldAt),
    ...{ told, more },
    subjects: subjects.map(({ kind, name, message }) => ({ kind, name, message })),
  };
}

function receiverView(to: string, hearing: Hearing | undefined): AlertReceiverView {
  if (hearing === undefined) {
    return { to, state: 'unknown', toldAt: null, untoldSince: null, error: null, job: null };
  }
  const { toldAt, untold, job } = hearing;
  return {
    ...{ to, state: receiverState(hearing), toldAt: toldAt === null ? null : iso(toldAt) },
    ...{ untoldSince: untold && iso(untold.since), error: untold?.error ?? null, job },
  };
}

function receiverState({ job, toldAt, untold }: Hearing): AlertReceiverView['state'] {
  if (untold !== null) return untold.final ? 'failed' : 'failing';
  if (job !== null) return 'sent';
  // Somebody gave up the only word that there was.
  return toldAt === null ? 'unknown' : 'told';
}

function whenText({ when, of }: AlertSpec): string {
  const whom = Object.entries(of).flatMap(([kind, pattern]) => (pattern === null ? [] : [` of ${kind} ${pattern}`]));
  return `${conditionText(when)}${whom.join('')}`;
}

function conditionText(when: AlertSpec['when']): string {
  switch (when.kind) {
    case 'failures':
      return `${when.count} failures in ${formatDuration(when.inMs)}`;
    case 'failureRate':
      return `${Math.round(when.rate * 1_000) / 10} % of ${when.least} failed in ${formatDuration(when.inMs)}`;
    case 'depth':
      return `more than ${when.count} wait`;
    case 'workersBelow':
      return `fewer than ${when.count} workers`;
    case 'breaker':
      return 'breaker open';
    default:
      return `${WORDS[when.kind]} ${formatDuration(when.ms)}`;
  }
}

const WORDS = {
  oldest: 'oldest waits',
  noSuccess: 'no success for',
  missed: 'missed for',
  workerLost: 'worker lost within',
} as const;
