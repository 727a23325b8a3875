/** An instant: how long ago it was, and on hover, focus or demand exactly when. */
import { useSyncExternalStore } from 'react';

import { useStored, zoneSetting } from './stored.ts';
import { absoluteOf, agoOf, spanOf } from './times.ts';

/** One clock for all of a page, which stands still while nobody looks. */
const clock = { now: Date.now(), listeners: new Set<() => void>(), timer: 0 };

function subscribe(listener: () => void): () => void {
  clock.listeners.add(listener);
  if (clock.listeners.size === 1) {
    clock.now = Date.now();
    clock.timer = window.setInterval(tick, 1_000);
  }
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size === 0) window.clearInterval(clock.timer);
  };
}

function tick(): void {
  if (document.hidden) return;
  clock.now = Date.now();
  for (const listener of clock.listeners) listener();
}

/** Epoch milliseconds, a step a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => clock.now);
}

interface TimeProps {
  /** ISO instant; null: it is not. */
  readonly at: string | null;
  /** Written out instead of in relation to now. */
  readonly absolute?: boolean;
}

export function Time({ at, absolute = false }: TimeProps) {
  const zone = useStored(zoneSetting);
  const instant = at === null ? 0 : Date.parse(at);
  // The text is what is followed: it changes more seldom than the clock.
  const ago = useSyncExternalStore(subscribe, () => (at === null ? '' : agoOf(instant, clock.now)));
  if (at === null) return <span aria-label="none">–</span>;
  const exact = absoluteOf(instant, zone);
  return (
    <time dateTime={at} tabIndex={0} className="quiet-focus" data-hint={absolute ? ago : exact}>
      {absolute ? exact : ago}
    </time>
  );
}

/** What goes on since then. */
export function Since({ at }: { readonly at: string }) {
  const from = Date.parse(at);
  return <span>{useSyncExternalStore(subscribe, () => spanOf(Math.max(0, clock.now - from)))}</span>;
}
