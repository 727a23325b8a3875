/**
 * A job's last chance is given to it alone.
 *
 * When a process dies, every job that it ran is rescued, and the store cannot know which of them took it down. A
 * job that another such end would bury therefore runs with nothing beside it: should the process die again, that
 * job did it, and no job is buried for another's fault (Sidekiq's poison pill rule, made fair to the neighbours).
 *
 *   open ──last chance reserved──▶ emptying (the others end, EMPTYING_MS at most) ──▶ alone (ALONE_MS at most) ──▶ open
 *
 * While not open, nothing is reserved, and what still arrives is given back uncounted. The limits keep a long job
 * from holding up its process: what goes on for ALONE_MS is no poison of the quick kind, and others may join it.
 */
import { DEFAULT_MAX_RESCUES, type Job } from '../core/index.ts';
import type { Lease } from '../engine/index.ts';
import type { Clock, Timer } from '../foundation/index.ts';

const EMPTYING_MS = 5_000;
const ALONE_MS = 10_000;

/** Whether the next rescue would bury the job, and there was one before. */
export function isLastChance({ rescues, attempt, maxAttempts }: Job): boolean {
  return rescues > 0 && (rescues + 1 >= DEFAULT_MAX_RESCUES || attempt >= maxAttempts);
}

export class Solitude {
  readonly #clock: Clock;
  readonly #onOpen: () => void;
  #lease: Lease | undefined;
  #begin: ((go: boolean) => void) | undefined;
  #timer: Timer | undefined;

  /** @param onOpen called when jobs may be reserved again */
  constructor(clock: Clock, onOpen: () => void) {
    this.#clock = clock;
    this.#onOpen = onOpen;
  }

  get open(): boolean {
    return this.#lease === undefined;
  }

  /** @returns whether the job may begin now; false: it was called off and is to be given back */
  enter(lease: Lease, running: number): Promise<boolean> {
    this.#lease = lease;
    return new Promise((resolve) => {
      this.#begin = resolve;
      this.#timer = this.#clock.after(EMPTYING_MS, () => this.emptied());
      if (running === 0) this.emptied();
    });
  }

  /** Nothing else runs any more, or it was waited for long enough. */
  emptied(): void {
    const begin = this.#begin;
    if (begin === undefined) return;
    this.#begin = undefined;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ALONE_MS, () => this.#reopen());
    begin(true);
  }

  /** A lease is over: the attempt ended, or `test` tells that its job was taken away while it waited. */
  leave(test: (lease: Lease) => boolean): void {
    if (this.#lease === undefined || !test(this.#lease)) return;
    this.#begin?.(false);
    this.#begin = undefined;
    this.#reopen();
  }

  #reopen(): void {
    this.#timer?.cancel();
    this.#lease = undefined;
    this.#onOpen();
  }
}
