/** The state of a run, or of a step of it, in the tones that jobs have. */
import type { IconName } from '../parts/icons.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';

type RunState = 'waiting' | 'running' | 'completed' | 'failed' | 'skipped' | 'cancelled';

const LOOKS: Readonly<Record<RunState, readonly [tone: string, icon: IconName, meaning: string]>> = {
  waiting: ['blocked', 'blocked', 'has not begun'],
  running: ['running', 'running', 'goes on'],
  completed: ['completed', 'completed', 'ended well'],
  failed: ['dead', 'dead', 'failed for good'],
  skipped: ['cancelled', 'right', 'was passed over'],
  cancelled: ['cancelled', 'cancelled', 'ended on purpose'],
};

export function toneOf(state: RunState): string {
  return LOOKS[state][0];
}

export function RunBadge({ state }: { readonly state: RunState }) {
  const [tone, icon, meaning] = LOOKS[state];
  return <ToneBadge tone={tone} icon={icon} label={state} title={meaning} />;
}
