/** An instant: how long ago it was, and on hover, focus or demand exactly when. */
import { Tooltip } from '@mantine/core';
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
  const now = useNow();
  if (at === null) return <span aria-label="none">–</span>;
  const instant = Date.parse(at);
  const exact = absoluteOf(instant, zone);
  const ago = agoOf(instant, Math.max(now, 0));
  return (
    <Tooltip label={absolute ? ago : exact} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at} tabIndex={0} className="quiet-focus">
        {absolute ? exact : ago}
      </time>
    </Tooltip>
  );
}

/** What goes on since then. */
export function Since({ at }: { readonly at: string }) {
  const now = useNow();
  return <span>{spanOf(Math.max(0, now - Date.parse(at)))}</span>;
}
