import type { Worker } from '../api/types.generated.ts';
import { ToneBadge } from '../parts/state-badge.tsx';

export function WorkerBadge({ state }: { readonly state: Worker['state'] }) {
  const { tone, icon } = (
    {
      working: { tone: 'completed', icon: 'running' },
      paused: { tone: 'retryable', icon: 'pause' },
      stopping: { tone: 'cancelled', icon: 'close' },
    } as const
  )[state];
  return <ToneBadge tone={tone} icon={icon} label={state} />;
}

/** Handlers at once over all of its queues. */
export function placesOf({ queues }: Pick<Worker, 'queues'>): number {
  return Object.values(queues).reduce<number>((sum, places) => sum + (places ?? 0), 0);
}

/** `212 MiB` */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
