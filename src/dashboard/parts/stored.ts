/** What this browser keeps of how its user likes it. */
import { useSyncExternalStore } from 'react';

export interface Stored<T extends string> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** @param allowed the first is what holds until another is chosen */
export function stored<const T extends string>(key: string, allowed: readonly [T, ...T[]]): Stored<T> {
  const listeners = new Set<() => void>();
  let value = read(key, allowed);
  return {
    get: () => value,
    set: (next) => {
      value = next;
      write(key, next);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStored<T extends string>(from: Stored<T>): T {
  return useSyncExternalStore(from.subscribe, from.get);
}

function read<T extends string>(key: string, allowed: readonly [T, ...T[]]): T {
  const found = readText(key);
  return allowed.find((one) => one === found) ?? allowed[0];
}

/** @returns null where nothing is kept, or nothing may be */
export function readText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}

/** Zone in which times are shown. */
export const zoneSetting = stored('skep-zone', ['local', 'utc']);
/** `off`: no shortcut of a single key, for those who dictate (WCAG 2.1.4). */
export const shortcutSetting = stored('skep-shortcuts', ['on', 'off']);
export const densitySetting = stored('skep-density', ['comfortable', 'compact']);
