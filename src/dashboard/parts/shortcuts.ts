/** Keys. A page registers what it answers to while it is shown; the help lists what is registered. */
import { useEffect, useRef, useSyncExternalStore } from 'react';

import { shortcutSetting } from './stored.ts';

export interface Shortcut {
  /** A key as the browser calls it, or two with a blank between them: `g j`. */
  readonly keys: string;
  /** What it does, as the help says it. */
  readonly label: string;
  readonly run: () => void;
}

const registered = new Set<readonly Shortcut[]>();
const listeners = new Set<() => void>();
let all: readonly Shortcut[] = [];

function changed(): void {
  all = [...registered].flat();
  for (const listener of listeners) listener();
}

/** While the component is shown. What they do may change from render to render; which they are may not. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = shortcuts.map(({ keys, label }) => `${keys}\n${label}`).join('\n\n');
  useEffect(() => {
    const own = latest.current.map(({ keys, label }) => ({
      keys,
      label,
      run: () => latest.current.find((one) => one.keys === keys)?.run(),
    }));
    registered.add(own);
    changed();
    return () => {
      registered.delete(own);
      changed();
    };
  }, [names]);
}

export function useRegisteredShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}

/** After so long the first key of two is forgotten. */
const CHORD_MS = 1_200;
let first: { readonly key: string; readonly at: number } | null = null;

export function onKey(event: KeyboardEvent): void {
  if (shortcutSetting.get() === 'off' || event.defaultPrevented || isTyping(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const pending = first !== null && event.timeStamp - first.at < CHORD_MS ? first.key : null;
  first = null;
  const keys = pending === null ? event.key : `${pending} ${event.key}`;
  // What was registered last is nearest to what is shown.
  const found = all.findLast((one) => one.keys === keys);
  if (found) {
    event.preventDefault();
    found.run();
  } else if (all.some((one) => one.keys.startsWith(`${event.key} `))) {
    first = { key: event.key, at: event.timeStamp };
  }
}

/** A letter that is written into a field, or meant for a dialog or a menu, is no shortcut. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]')) {
    return !(target instanceof HTMLInputElement && target.type === 'checkbox' && key !== ' ');
  }
  // Enter and the space bar press what has the focus.
  return (key === 'Enter' || key === ' ') && target.closest('a, button') !== null;
}
