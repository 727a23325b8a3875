/**
 * Counts what ends in this process, per queue and task, and brings it to the store every ten seconds and at a stop. A
 * process that is killed takes the last seconds of its figures along; no job is touched by that.
 */
import { countEnd, noFigure, type Outcome } from '../../core/index.ts';
import { type TaskFigure, heldMs, type Lease, STAT_SHARE_MAX } from '../../engine/index.ts';
import { AGAIN, Loop } from './loop.ts';
import { doneWithin } from '../working/patience.ts';
import type { RuntimeDeps } from '../ports.ts';

const EVERY_MS = 10_000;
/** At a stop the store has so long to take the last share. */
const LAST_MS = 2_000;

/** Numbered, so that one whose answer was lost is brought again and counts once. */
interface Share {
  readonly number: number;
  readonly figures: readonly TaskFigure[];
}

export class Statistician extends Loop {
  readonly #source: string;
  /** By queue, then task. */
  #counted = new Map<string, Map<string, number[]>>();
  readonly #shares: Share[] = [];
  #number = 0;

  constructor(deps: RuntimeDeps) {
    super(deps, 'storing statistics');
    this.#source = deps.newId();
  }

  /** An attempt has ended, and its end is stored. */
  count(lease: Lease, kind: Outcome['kind']): void {
    const { job } = lease;
    let tasks = this.#counted.get(job.queue);
    if (tasks === undefined) this.#counted.set(job.queue, (tasks = new Map<string, number[]>()));
    let figure = tasks.get(job.task);
    if (figure === undefined) tasks.set(job.task, (figure = noFigure()));
    countEnd(figure, kind, (job.startedAt ?? job.runAt) - job.runAt, heldMs(lease, this.deps.clock));
  }

  protected override async turn(): Promise<number> {
    this.#gather();
    const [share] = this.#shares;
    if (share === undefined) return EVERY_MS;
    await this.deps.engine.stats.add(this.#source, share.number, share.figures);
    this.#shares.shift();
    return this.#shares.length > 0 ? AGAIN : EVERY_MS;
  }

  protected override async onStop(): Promise<void> {
    await super.onStop();
    await doneWithin(this.#last(), LAST_MS, { clock: this.deps.clock });
  }

  /** What cannot be stored now is lost with the process, and only that. */
  async #last(): Promise<void> {
    try {
      this.#gather();
      while (this.#shares.length > 0) await this.turn();
    } catch (error) {
      this.deps.outage?.noticed(error);
    }
  }

  /** What was counted since goes into shares of its own, when those before are stored: a store that is away lets them not pile up. */
  #gather(): void {
    if (this.#shares.length > 0 || this.#counted.size === 0) return;
    const figures = [...this.#counted].flatMap(([queue, tasks]) =>
      [...tasks].map(([task, figure]) => ({ queue, task, figure })),
    );
    this.#counted = new Map();
    for (let from = 0; from < figures.length; from += STAT_SHARE_MAX) {
      this.#number += 1;
      this.#shares.push({ number: this.#number, figures: figures.slice(from, from + STAT_SHARE_MAX) });
    }
  }
}
