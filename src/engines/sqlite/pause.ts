import type { Pause, PauseWhy } from '../../engine/index.ts';
import type { SqlValue } from './store.ts';

export function pauseText({ text, until, by }: PauseWhy, now: number): string {
  return JSON.stringify({ text, until, by, at: now } satisfies Pause);
}

/** @returns null where nothing is paused, and for what a former version has paused */
export function pauseIn(value: SqlValue | Uint8Array | undefined): Pause | null {
  return typeof value === 'string' ? (JSON.parse(value) as Pause) : null;
}
