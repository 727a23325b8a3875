/** What a process has done, counted: the log says it once a minute, since a line per job would drown all others. */
import type { Done, Outcome } from '../../core/index.ts';
import type { EnqueueReceipt } from '../../engine/index.ts';

export class Tally {
  ticked = 0;
  hooksFailed = 0;
  #enqueued = 0;
  readonly #outcomes: Record<Outcome['kind'], number> = noOutcomes();

  stored(receipts: readonly EnqueueReceipt[]): void {
    for (const { status } of receipts) if (status === 'created') this.#enqueued += 1;
  }

  settled(kind: Outcome['kind']): void {
    this.#outcomes[kind] += 1;
  }

  /** What was done since the last call. */
  take(): Done {
    const { complete, retry, dead, snooze, cancel, release } = this.#outcomes;
    const { ticked, hooksFailed } = this;
    const enqueued = this.#enqueued;
    this.#enqueued = 0;
    this.ticked = 0;
    this.hooksFailed = 0;
    Object.assign(this.#outcomes, noOutcomes());
    const ended = { completed: complete, failed: retry, dead, snoozed: snooze, cancelled: cancel, released: release };
    return { enqueued, ticked, ...ended, hooksFailed };
  }
}

function noOutcomes(): Record<Outcome['kind'], number> {
  return { complete: 0, retry: 0, dead: 0, snooze: 0, cancel: 0, release: 0, hold: 0 };
}
