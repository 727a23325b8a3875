import { setMaxListeners } from 'node:events';

/**
 * An AbortController whose signal as many may listen to as want. Node warns of a leak from the eleventh listener on; but that many
 * clients waiting for their jobs, or that many requests of one handler, are no leak: each ends its listening itself.
 */
export function newAborter(): AbortController {
  const aborter = new AbortController();
  setMaxListeners(0, aborter.signal);
  return aborter;
}

/** Aborts with the first of them; as many may listen as want. */
export function anySignal(signals: AbortSignal[]): AbortSignal {
  const any = AbortSignal.any(signals);
  setMaxListeners(0, any);
  return any;
}

/** Resolves when the signal aborts; at once when it has. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
