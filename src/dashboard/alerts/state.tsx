import type { Alert } from '../api/types.generated.ts';
import { ToneBadge } from '../parts/state-badge.tsx';

export type AlertState = 'firing' | 'silenced' | 'recovered' | 'quiet' | 'unseen';

const BADGES = {
  firing: { tone: 'dead', icon: 'alerts', title: 'Its condition holds, and it is told' },
  silenced: { tone: 'retryable', icon: 'mute', title: 'Nobody is told' },
  recovered: {
    tone: 'completed',
    icon: 'completed',
    title: 'Its condition held within the last hour, and does not any more',
  },
  quiet: { tone: 'completed', icon: 'completed', title: 'Its condition does not hold' },
  unseen: {
    tone: 'cancelled',
    icon: 'info',
    title: 'Nobody has looked yet: a worker or scheduler does every ten seconds',
  },
} as const;

const RECENT_MS = 3_600_000;

/** For people: silenced is whoever would be told is not, whether or not it holds. */
export function stateOf({ state, silence, past }: Alert, now: number): AlertState {
  if (silence !== null) return 'silenced';
  const [last] = past;
  return state === 'quiet' && last !== undefined && now - Date.parse(last.endedAt) < RECENT_MS ? 'recovered' : state;
}

export function AlertBadge({ alert, now }: { readonly alert: Alert; readonly now: number }) {
  const state = stateOf(alert, now);
  const { tone, icon, title } = BADGES[state];
  const holds = alert.state === 'firing' ? 'it holds' : 'it does not hold';
  return (
    <ToneBadge tone={tone} icon={icon} label={state === 'silenced' ? `silenced, ${holds}` : state} title={title} />
  );
}
