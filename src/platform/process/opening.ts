/** Opening a store that may keep us waiting. */
import { tell } from '../../core/index.ts';
import { aborted, type Clock, type Logger, SkepError } from '../../foundation/index.ts';

/** After this long a store that does not answer is worth a word in the log. */
const PATIENCE_MS = 1_000;

export interface Opening {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where the store is, without a password. */
  readonly store: string;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** @throws SkepError STOPPING when the signal aborts first; what `opened` throws */
export async function openedStore(opened: Promise<void>, { clock, logger, store, signal }: Opening): Promise<void> {
  const late = clock.after(PATIENCE_MS, () => tell(logger, 'store.awaited', { store }));
  try {
    await Promise.race([opened, rejectedBy(signal)]);
  } finally {
    late.cancel();
  }
}

/** Why nothing can be asked of a store that is not open. @param store where it is, without a password */
export function unusable(phase: 'closed' | 'gone', store: string): SkepError {
  if (phase === 'gone') return new SkepError('STOPPING', 'the process is shutting down');
  return new SkepError('STORE_UNREACHABLE', `the store ${store} does not answer yet`, {
    hint: 'is it running? the process keeps trying',
  });
}

async function rejectedBy(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw new SkepError('STOPPING', 'stopped before the store answered');
}
