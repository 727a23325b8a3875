/**
 * Cursors that lie in the future: the store's clock was ahead once, or is behind now. A tick counts as decided up to its
 * cursor, so such a schedule would be silent until that time comes, ten years perhaps.
 *
 * The rule is that of Debian's cron(8) for a clock that was set back: what follows real time goes on at once by the new
 * time. Fixed times wait, so that none comes twice, unless the clock was set by more than three hours: that was a
 * correction, and they go on too.
 */
import { followsRealTime, tell } from '../../core/index.ts';
import { CURSOR_AHEAD_MS, type ScheduleRow, type StoreCheck } from '../../engine/index.ts';
import { iso } from '../../foundation/index.ts';
import type { RuntimeDeps } from '../ports.ts';
import type { Entry, ScheduleBook } from './schedule-book.ts';

const CORRECTION_MS = 3 * 3_600_000;
/** Names in a line of the log. */
const NAMES = 10;

export class CursorsAhead {
  readonly #deps: Pick<RuntimeDeps, 'engine' | 'logger'>;
  #waiting: readonly ScheduleRow[] = [];

  constructor(deps: Pick<RuntimeDeps, 'engine' | 'logger'>) {
    this.#deps = deps;
  }

  /** @param now the store's clock */
  async mend(book: ScheduleBook, now: number): Promise<void> {
    const ahead = book.ahead(now + CURSOR_AHEAD_MS);
    this.#wait(ahead.filter((entry) => !isMended(entry, now)).map(({ row }) => row));
    const names = ahead.filter((entry) => isMended(entry, now)).map(({ row }) => row.name);
    if (names.length === 0) return;
    const { engine, logger } = this.#deps;
    const rows = await engine.schedules.setBack(names, CURSOR_AHEAD_MS);
    book.refresh(rows);
    if (rows.length === 0) return;
    tell(logger, 'schedules.set-back', { count: rows.length, schedules: names.slice(0, NAMES) });
  }

  /** undefined while all is well */
  get check(): StoreCheck | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    const more = this.#waiting.length > 1 ? ` and ${this.#waiting.length - 1} more` : '';
    const message = `schedule ${first.name}${more}: decided up to ${iso(first.cursorAt)}, a clock was wrong; waiting for it`;
    return { name: 'schedules', status: 'warn', message, hint: '`skep schedules resume` lets one fire from now on.' };
  }

  #wait(rows: readonly ScheduleRow[]): void {
    const news = rows.length > 0 && this.#waiting.length === 0;
    this.#waiting = rows;
    if (!news) return;
    tell(this.#deps.logger, 'schedules.ahead', {
      count: rows.length,
      schedules: rows.slice(0, NAMES).map(({ name }) => name),
    });
  }
}

function isMended({ row, schedule }: Entry, now: number): boolean {
  return row.cursorAt > now + (followsRealTime(schedule.timing) ? CURSOR_AHEAD_MS : CORRECTION_MS);
}
