/** All who follow in one process: they read together, so that the store is asked once, however many there are. */
import { Follower, guarded } from './feed-follower.ts';
import type { FeedListener, FeedNews, FeedParts, FeedPosition } from './feed.ts';

/** One of them. Those that begin further back read alone until they are where the others are. */
interface Tap {
  readonly listener: FeedListener;
  /** What stands up to there it was told, or did not ask for. */
  behind: FeedPosition;
  alone: Follower | undefined;
}

export class Hub {
  readonly #parts: FeedParts;
  readonly #taps = new Set<Tap>();
  /** Reads for all that do not read alone. */
  #shared: Follower | undefined;

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  get empty(): boolean {
    return this.#taps.size === 0;
  }

  /** There is something new. */
  look(): void {
    this.#shared?.look();
    for (const { alone } of this.#taps) alone?.look();
  }

  /**
   * @param behind where it begins
   * @param late whether that may be further back than now
   * @returns a function that ends it
   */
  add(behind: FeedPosition, late: boolean, listener: FeedListener): () => void {
    const tap: Tap = { listener, behind, alone: undefined };
    this.#taps.add(tap);
    if (this.#shared === undefined) {
      this.#shared = new Follower(this.#parts, behind, (news) => this.#tell(news));
      this.#shared.look();
    } else if (late) this.#catchUp(tap, this.#shared);
    return () => this.#remove(tap);
  }

  close(): void {
    for (const tap of this.#taps) this.#remove(tap);
  }

  #catchUp(tap: Tap, shared: Follower): void {
    const alone = new Follower(this.#parts, tap.behind, tap.listener, (position) => {
      if (Number(position) < Number(shared.position)) return;
      alone.stop();
      tap.alone = undefined;
      tap.behind = position;
    });
    tap.alone = alone;
    alone.look();
  }

  #tell(news: FeedNews): void {
    for (const tap of this.#taps) {
      if (tap.alone === undefined) guarded(() => tellTap(tap, news));
    }
  }

  #remove(tap: Tap): void {
    tap.alone?.stop();
    this.#taps.delete(tap);
    if (this.#taps.size > 0) return;
    this.#shared?.stop();
    this.#shared = undefined;
  }
}

function tellTap(tap: Tap, { entries, gap }: FeedNews): void {
  // After a gap the numbers may begin anew: a store that was restored has smaller ones.
  if (gap) tap.behind = '0';
  const unheard = entries.filter(({ position }) => Number(position) > Number(tap.behind));
  if (gap || unheard.length > 0) tap.listener({ entries: unheard, gap });
}
