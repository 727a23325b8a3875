/** Alerts as they are shown: what the manifest asks for, and what was found at the last look. */
import type { AlertView } from '../../api/index.ts';
import type { Engine } from '../../engine/index.ts';
import { formatDuration, iso } from '../../foundation/index.ts';
import type { AlertSpec, AlertTarget, GenerationSource } from '../../manifest/index.ts';
import type { Episode } from './episodes.ts';
import { silenceOf, standingAlerts } from './standing-alerts.ts';

export interface AlertParts {
  readonly engine: Engine;
  readonly generations: GenerationSource;
}

/** In the order of the manifest. A manifest without alerts asks nothing of the store. */
export async function alertViews({ engine, generations }: AlertParts): Promise<readonly AlertView[]> {
  const alerts = Object.values(generations.current().manifest.alerts);
  if (alerts.length === 0) return [];
  const [{ episodes }, holds, now] = await Promise.all([standingAlerts(engine), engine.holds.list(), engine.now()]);
  return alerts.map((alert) => {
    const silence = silenceOf(alert, holds, now);
    return {
      ...{ name: alert.name, description: alert.description, when: whenText(alert), to: alert.to.map(toText) },
      ...shown(episodes[alert.name]),
      silence: silence && { until: silence.until === null ? null : iso(silence.until), by: silence.by },
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

/** Addresses may hold secrets: a webhook is shown by its host. */
function toText(target: AlertTarget): string {
  if (target.kind === 'task') return `task ${target.task}`;
  return target.kind === 'email' ? target.email : `webhook ${hostOf(target.url)}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
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
