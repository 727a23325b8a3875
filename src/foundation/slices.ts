/** Long work in slices, between which others have their turn. */
import { systemClock } from './clock.ts';

/**
 * A tenth of a second is felt, a hundredth is not; and what others do takes several turns of the event loop (a job is stored, seen,
 * reserved and begun), between any two of which there may be a slice.
 */
const SLICE_MS = 4;

export class Slices {
  #end = systemClock.monotonic() + SLICE_MS;

  /** Whether others are due. */
  get over(): boolean {
    return systemClock.monotonic() >= this.#end;
  }

  /** What waits for the event loop goes first, and what follows from it at once. */
  async next(): Promise<void> {
    await othersFirst();
    this.#end = systemClock.monotonic() + SLICE_MS;
  }

  /** @param work yields wherever it may be interrupted. @returns what it returns */
  async run<T>(work: Iterator<void, T>): Promise<T> {
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      if (this.over) await this.next();
    }
  }
}

/** As often as a job goes through the event loop until it begins, where nothing of it waits for the network. */
const TURNS = 3;

/** Resolves when others have had their turn. */
export async function othersFirst(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Such work without a break. @returns what it returns */
export function atOnce<T>(work: Iterator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
