/**
 * Which attempt a far process is at, as its handler's thread and the thread that watches it both see it. An attempt ends
 * in one way: either it has left before a limit of its own is found passed, and nothing happens to whoever comes next,
 * or the watcher was first, and it says nothing any more.
 */
const NOBODY = 0;

export class FarTurn {
  /** One number; the watcher sets it to -1. */
  readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #at = new Int32Array(this.memory);

  /** @param turn above 0 */
  enter(turn: number): void {
    Atomics.store(this.#at, 0, turn);
  }

  /** @returns false: the watcher was first, and the process is about to be killed */
  leave(turn: number): boolean {
    return Atomics.compareExchange(this.#at, 0, turn, NOBODY) === turn;
  }
}
