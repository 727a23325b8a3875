/** The schedules of the manifest in force beside their rows in the store, and when each is due next. */
import { nextTicks, tickDelay } from '../../core/index.ts';
import type { ScheduleRow } from '../../engine/index.ts';
import type { Manifest, ScheduleSpec, TaskSpec } from '../../manifest/index.ts';

export interface Entry {
  readonly schedule: ScheduleSpec;
  /** null: its ticks begin runs of a workflow. */
  readonly task: TaskSpec | null;
  row: ScheduleRow;
  /** Infinity while it is parked: paused, or the store has another idea of it. */
  nextAt: number;
  /** Its ticks are due when they are planned, whatever its `jitter` and `spread`: other times are about to rule. */
  hurried?: boolean;
}

/** How much later than planned a tick is due; undefined: nothing. */
export function delayOf({
  schedule,
  hurried,
}: Pick<Entry, 'schedule' | 'hurried'>): ((tick: number) => number) | undefined {
  if (hurried === true || (schedule.jitterMs === 0 && schedule.spreadMs === 0)) return undefined;
  return (tick) => tickDelay(schedule, tick);
}

/** Whether the tick that it has when it is first in force is still to come. */
export function isStarting({ schedule, row }: Pick<Entry, 'schedule' | 'row'>): boolean {
  return schedule.runOnStart && row.runs === 0 && row.lastTickAt === null && row.cursorAt === row.activatedAt;
}

/** How often it may fire yet. */
export function runsLeft({ schedule, row }: Pick<Entry, 'schedule' | 'row'>): number {
  return schedule.maxRuns === null ? Infinity : Math.max(0, schedule.maxRuns - row.runs);
}

/**
 * A look through all entries is 40 µs for 10 000 of them, once a second: a heap would be no gain. What costs
 * is asking a cron pattern for its next tick, so equal timings share the answer.
 */
export class ScheduleBook {
  readonly #entries = new Map<string, Entry>();
  readonly #next = new Map<string, { readonly after: number; readonly nextAt: number }>();

  /** @param rows the store's rows after these schedules were applied */
  constructor(manifest: Manifest, rows: readonly ScheduleRow[]) {
    const stored = new Map(rows.map((row) => [row.name, row]));
    for (const schedule of Object.values(manifest.schedules)) {
      const row = stored.get(schedule.name);
      const task = manifest.tasks[schedule.task ?? ''] ?? null;
      if (!row || (task === null && schedule.workflow === null)) continue;
      const entry = { schedule, task, row, nextAt: Infinity };
      this.#entries.set(schedule.name, entry);
      this.update(entry, row);
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Whether some schedule waits for news from the store rather than for its next tick. */
  get parked(): boolean {
    for (const entry of this.#entries.values()) if (entry.nextAt === Infinity) return true;
    return false;
  }

  /** Those whose pause has come to its end. */
  woken(now: number): readonly Entry[] {
    const woken: Entry[] = [];
    for (const entry of this.#entries.values()) {
      const { paused, pause } = entry.row;
      if (paused && pause !== null && pause.until !== null && pause.until <= now) woken.push(entry);
    }
    return woken;
  }

  due(now: number): readonly Entry[] {
    const due: Entry[] = [];
    for (const entry of this.#entries.values()) if (entry.nextAt <= now) due.push(entry);
    return due;
  }

  /** Earliest due time of all; Infinity when none is planned. */
  nextAt(): number {
    let earliest = Infinity;
    for (const entry of this.#entries.values()) earliest = Math.min(earliest, entry.nextAt);
    return earliest;
  }

  /** Those that would fire, were their cursors not beyond `limit`. */
  ahead(limit: number): readonly Entry[] {
    const ahead: Entry[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.row.cursorAt > limit && !isForeign(entry, entry.row) && !entry.row.paused) ahead.push(entry);
    }
    return ahead;
  }

  /** The store's row is the truth. */
  update(entry: Entry, row: ScheduleRow): void {
    entry.row = row;
    const parked = row.paused || entry.schedule.paused || isForeign(entry, row) || runsLeft(entry) === 0;
    entry.nextAt = parked ? Infinity : this.#dueAfter(entry, row.cursorAt);
  }

  /** Other schedules are about to rule: what is planned already and not due yet fires before, for they know nothing of it. */
  hurry(next: Manifest): void {
    for (const entry of this.#entries.values()) {
      const { name, spec } = entry.schedule;
      if (delayOf(entry) === undefined || next.schedules[name]?.spec === spec) continue;
      entry.hurried = true;
      this.update(entry, entry.row);
    }
  }

  #dueAfter(entry: Entry, after: number): number {
    if (isStarting(entry)) return after;
    const planned = this.#nextAfter(entry.schedule, after);
    return planned === Infinity ? planned : planned + (delayOf(entry)?.(planned) ?? 0);
  }

  /** The schedule is gone from the store. */
  park(entry: Entry): void {
    entry.nextAt = Infinity;
  }

  refresh(rows: readonly ScheduleRow[]): void {
    for (const row of rows) {
      const entry = this.#entries.get(row.name);
      if (entry && isNewer(row, entry.row)) this.update(entry, row);
    }
  }

  #nextAfter({ spec, timing }: ScheduleSpec, after: number): number {
    const known = this.#next.get(spec);
    if (known && known.after <= after && after < known.nextAt) return known.nextAt;
    const nextAt = nextTicks(timing, after, 1)[0] ?? Infinity;
    this.#next.set(spec, { after, nextAt });
    return nextAt;
  }
}

/** The store has another idea of when it fires. */
function isForeign({ schedule }: Entry, row: ScheduleRow): boolean {
  return row.spec !== schedule.spec;
}

/** A row read before a claim was confirmed is older than what is known: the cursor only moves forward, or is set back. */
function isNewer(row: ScheduleRow, known: ScheduleRow): boolean {
  return row.cursorAt >= known.cursorAt || row.setBack > known.setBack || row.spec !== known.spec;
}
