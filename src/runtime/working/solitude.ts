/**
 * A job's last chance is given to it alone.
 *
 * When a process dies, every job that it holds is rescued, and the store cannot know which of them took it down. A
 * job that another such end would bury therefore runs with nothing beside it: should the process die again, that
 * job did it, and no job is buried for another's fault (Sidekiq's poison pill rule, made fair to the neighbours).
 *
 *   open ──last chance comes while others run──▶ emptying (it was given back; EMPTYING_MS at most) ──▶ open
 *     └──last chance comes, nothing runs──▶ alone (first what else arrived is given back; ALONE_MS at most) ──▶ open
 *
 * While not open, nothing is reserved, and what still arrives is given back uncounted. The limits keep long jobs
 * from holding up their process: a neighbour that does not end is put up with, and what goes on for ALONE_MS is no
 * poison of the quick kind.
 */
import { DEFAULT_MAX_RESCUES, type Job } from '../../core/index.ts';
import type { Lease } from '../../engine/index.ts';
import type { Clock, Timer } from '../../foundation/index.ts';

const EMPTYING_MS = 5_000;
/** For giving back what arrived together with the job: as long as the store may take. */
const CLEARING_MS = 5_000;
const ALONE_MS = 10_000;

/** Whether the next rescue would bury the job, and there was one before. */
export function isLastChance({ rescues, attempt, maxAttempts }: Job): boolean {
  return rescues > 0 && (rescues + 1 >= DEFAULT_MAX_RESCUES || attempt >= maxAttempts);
}

export class Solitude {
  readonly #clock: Clock;
  readonly #onOpen: () => void;
  #phase: 'open' | 'emptying' | 'alone' = 'open';
  #lease: Lease | undefined;
  #begin: ((go: boolean) => void) | undefined;
  #timer: Timer | undefined;
  /** The job that emptying was in vain for: the next time it is put up with what runs. */
  #crowded: string | undefined;

  /** @param onOpen called when jobs may be reserved again */
  constructor(clock: Clock, onOpen: () => void) {
    this.#clock = clock;
    this.#onOpen = onOpen;
  }

  get open(): boolean {
    return this.#phase === 'open';
  }

  /**
   * A last chance has come. @param running attempts that run now
   * @returns whether it may begin, as soon as `cleared` was called; false: it is to be given back
   */
  enter(lease: Lease, running: number): Promise<boolean> {
    if (running > 0 && this.#crowded !== lease.job.id) {
      this.#phase = 'emptying';
      this.#timer = this.#clock.after(EMPTYING_MS, () => {
        this.#crowded = lease.job.id;
        this.#reopen();
      });
      return Promise.resolve(false);
    }
    this.#phase = 'alone';
    this.#lease = lease;
    return new Promise((resolve) => {
      this.#begin = resolve;
      this.#timer = this.#clock.after(CLEARING_MS, () => this.cleared());
    });
  }

  /** No attempt runs any more. */
  emptied(): void {
    if (this.#phase === 'emptying') this.#reopen();
  }

  /** This process holds no lease beside that of the last chance. */
  cleared(): void {
    const begin = this.#begin;
    if (begin === undefined) return;
    this.#begin = undefined;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(ALONE_MS, () => this.#reopen());
    begin(true);
  }

  /** The attempt ended, or, while it has not begun, its lease did. */
  leave(test: (lease: Lease) => boolean): void {
    if (this.#lease === undefined || !test(this.#lease)) return;
    this.#begin?.(false);
    this.#reopen();
  }

  #reopen(): void {
    this.#timer?.cancel();
    this.#phase = 'open';
    this.#lease = undefined;
    this.#begin = undefined;
    this.#onOpen();
  }
}
