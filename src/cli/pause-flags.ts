/** How a command says why something is to stand still, and until when. */
import type { Command } from 'commander';
import type { PauseRequest, PauseView } from '../api/index.ts';
import { durationOption, instantOption } from './options.ts';

export function pauseFlags(command: Command): Command {
  return command
    .option('--reason <text>', 'why, for whoever looks')
    .option('--until <instant>', 'it ends then by itself', instantOption)
    .option('--for <duration>', 'or after that time, as in 30m', (text) => {
      durationOption(text);
      return text;
    });
}

/** @param flags of commander @returns those that were given */
export function pauseRequest({ reason, until, for: length }: PauseRequest): PauseRequest {
  return {
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
    ...(length !== undefined && { for: length }),
  };
}

/** In a cell of a table; null: it does not stand still. */
export function pauseText(pause: PauseView | null): string | null {
  if (pause === null) return null;
  return [pause.until === null ? 'paused' : `paused until ${pause.until}`, pause.reason]
    .filter((one) => one !== null)
    .join(': ');
}
