/**
 * What is shown stays true. While the stream of events (stream.ts) is open, pages are told what to ask again; else they
 * ask by themselves, more rarely while the server is away. Nothing is asked while live updates are paused (also not when
 * the window gets the focus), nor while the page is not looked at.
 */
import { useSyncExternalStore } from 'react';

export type LiveState = 'live' | 'paused' | 'reconnecting';

/** How often a page asks that is not told. */
export const EVERY_MS = 2_000;
/** How often it asks nevertheless: ages, rates and pauses that end by their time are told of by nobody. */
const TOLD_MS = 15_000;
const SLOWEST_MS = 30_000;

let paused = false;
let streaming = false;
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

/** @param next whether the stream of events is open */
export function setStreaming(next: boolean): void {
  if (next === streaming) return;
  streaming = next;
  changed();
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
  if (failures > 0) return Math.min(SLOWEST_MS, every * 2 ** Math.min(failures, 5));
  return streaming && every <= EVERY_MS ? TOLD_MS : every;
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, liveState);
}

export function useIsPaused(): boolean {
  return useSyncExternalStore(subscribe, isPaused);
}

/** Epoch milliseconds of the last answer; null before the first. */
export function useUpdatedAt(): number | null {
  return useSyncExternalStore(subscribe, () => updatedAt);
}
