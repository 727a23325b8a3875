/** The text of an entry of an outbox, see lua/_outbox.lua. */
import type { Consequence, FollowedState } from '../../../core/index.ts';

export interface Entry {
  /** Physical queue whose outbox has it, or NO_QUEUE. */
  readonly source: string;
  /** Only grows in an outbox. */
  readonly number: string;
  /** That outbox has none with a smaller number any more. */
  readonly low: string;
  readonly state: FollowedState;
  /** Of the job that it is about; 0 for a tick. */
  readonly attempt: number;
  readonly consequences: readonly Consequence[];
}

export function numberOf(text: string): string {
  return text.slice(0, text.indexOf(' '));
}

/** @param text `NUMBER CAUSE CONSEQUENCES` */
export function readEntry(text: string): Pick<Entry, 'number' | 'state' | 'attempt' | 'consequences'> {
  const [number = '', cause = ''] = text.split(' ', 2);
  const [state = '', attempt = '0'] = cause.split('#');
  const consequences = JSON.parse(text.slice(number.length + cause.length + 2)) as readonly Consequence[];
  return { number, state: state as FollowedState, attempt: Number(attempt), consequences };
}
