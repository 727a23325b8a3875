/** The state of a run, or of a step of it, in the tones that jobs have. */
import type { IconName } from '../parts/icons.tsx';
import { ToneBadge } from '../parts/state-badge.tsx';

export type RunState = 'waiting' | 'running' | 'completed' | 'failed' | 'skipped' | 'cancelled';

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

/** @returns what it is shown by beside its word */
export function lookOf(state: RunState): { readonly icon: IconName } {
  return { icon: LOOKS[state][1] };
}

export function RunBadge({ state }: { readonly state: RunState }) {
  const [tone, icon, meaning] = LOOKS[state];
  return <ToneBadge tone={tone} icon={icon} label={state} title={meaning} />;
}
