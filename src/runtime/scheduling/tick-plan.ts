/** What is to be decided of the schedules that are due, by clock and cursor alone. */
import { dueTicks, type TickDecision } from './due-ticks.ts';
import { delayOf, type Entry, isStarting, runsLeft } from './schedule-book.ts';

export interface DueTicks {
  readonly entry: Entry;
  readonly decisions: readonly TickDecision[];
}

/**
 * Equal timings with equal cursors have equal ticks: asking a cron pattern costs more than the rest of a tick.
 * @param now the store's clock
 */
export function plan(due: readonly Entry[], now: number): readonly DueTicks[] {
  const known = new Map<string, readonly TickDecision[]>();
  return due.map((entry) => {
    const { row, schedule } = entry;
    const delay = delayOf(entry);
    const { policy, graceMs, windowMs, limit } = schedule.catchUp;
    const key = [row.cursorAt, schedule.spec, policy, graceMs, windowMs, limit, delay ? schedule.name : ''].join(' ');
    const { timing, catchUp } = schedule;
    const decisions = known.get(key) ?? dueTicks({ timing, catchUp, ...(delay && { delay }) }, row.cursorAt, now);
    known.set(key, decisions);
    return { entry, decisions: withinRuns(withStart(entry, decisions), runsLeft(entry)) };
  });
}

/** The instant itself at which it came into force: the cursor stays there. */
function withStart(entry: Entry, decisions: readonly TickDecision[]): readonly TickDecision[] {
  const { cursorAt } = entry.row;
  return isStarting(entry) ? [{ from: cursorAt, to: cursorAt, run: true }, ...decisions] : decisions;
}

/** Up to its last run, with which it is over. */
function withinRuns(decisions: readonly TickDecision[], left: number): readonly TickDecision[] {
  let runs = 0;
  const end = decisions.findIndex(({ run }) => {
    if (run) runs += 1;
    return runs > left;
  });
  return end < 0 ? decisions : decisions.slice(0, end);
}
