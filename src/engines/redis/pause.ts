import { type Pause, type PauseWhy, stillPaused } from '../../engine/index.ts';

/** @param text as lua/_reserve.lua says it; '' where the queue is not paused */
export function pausedBy(text: string, now: number): { readonly paused: boolean; readonly pause: Pause | null } {
  const [, until = '', at, why] = /^(\d*) (\d+) (.*)$/s.exec(text) ?? [];
  if (at === undefined || why === undefined) return { paused: text !== '', pause: null };
  const said = JSON.parse(why) as Pick<PauseWhy, 'text' | 'by'>;
  const pause = { text: said.text, by: said.by, until: until === '' ? null : Number(until), at: Number(at) };
  return stillPaused(pause, now) ? { paused: true, pause } : { paused: false, pause: null };
}

/** ARGV of lua/pause-queue.lua behind the first. */
export function pauseArguments({ text, until, by }: PauseWhy): readonly (string | number)[] {
  return [until ?? '', JSON.stringify({ text, by })];
}

/** The same of a pause as it is stored: that of another shard. */
export function sameArguments(stored: string): readonly string[] {
  const [, until = '', why = '{"text":null,"by":null}'] = /^(\d*) \d+ (.*)$/s.exec(stored) ?? [];
  return [until, why];
}
