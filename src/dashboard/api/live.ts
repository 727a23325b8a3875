/**
 * What is shown stays true: pages ask again by themselves, more rarely while the server is away or the page is not
 * looked at, and not at all while live updates are paused (also not when the window gets the focus).
 */
import { useSyncExternalStore } from 'react';

export type LiveState = 'live' | 'paused' | 'reconnecting';

const EVERY_MS = 2_000;
const SLOWEST_MS = 30_000;

let paused = false;
let failures = 0;
let updatedAt: number | null = null;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setPaused(next: boolean): void {
  paused = next;
  changed();
}

export function isPaused(): boolean {
  return paused;
}

/** An answer came. */
export function answered(at: number): void {
  failures = 0;
  updatedAt = at;
  changed();
}

/** No answer came. */
export function unanswered(): void {
  failures += 1;
  changed();
}

function liveState(): LiveState {
  if (paused) return 'paused';
  return failures > 0 ? 'reconnecting' : 'live';
}

/** @param every milliseconds while all is well @returns when to ask next, false: not by itself */
export function nextRefresh(every = EVERY_MS): number | false {
  if (paused) return false;
  return failures === 0 ? every : Math.min(SLOWEST_MS, every * 2 ** Math.min(failures, 5));
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, liveState);
}

/** Epoch milliseconds of the last answer; null before the first. */
export function useUpdatedAt(): number | null {
  return useSyncExternalStore(subscribe, () => updatedAt);
}
