/** One who reads the feed from a position on. */
import { outside, type Timer } from '../foundation/index.ts';
import type { FeedNews, FeedParts, FeedPosition } from './feed.ts';

/** Looking again without being told: a signal may be lost. */
const LOOK_MS = 1_000;
const PAGE = 500;

/** Reads page by page, one at a time; looks again when it is told, and every second. */
export class Follower {
  readonly #parts: FeedParts;
  readonly #listener: (news: FeedNews) => void;
  #position: FeedPosition;
  #reading = false;
  #again = false;
  #stopped = false;
  readonly #onPage: (position: FeedPosition) => void;
  #timer: Timer | undefined;

  /** @param onPage called behind each look, with the position up to which all was told */
  constructor(
    parts: FeedParts,
    position: FeedPosition,
    listener: (news: FeedNews) => void,
    onPage: (position: FeedPosition) => void = () => undefined,
  ) {
    this.#parts = parts;
    this.#position = position;
    this.#listener = listener;
    this.#onPage = onPage;
  }

  /** All up to there was told. */
  get position(): FeedPosition {
    return this.#position;
  }

  look(): void {
    if (this.#stopped) return;
    this.#again = true;
    if (!this.#reading) outside(() => void this.#read());
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  async #page(): Promise<void> {
    this.#again = false;
    const { entries, gap } = await this.#parts.store.after(this.#position, PAGE);
    const newest = entries.at(-1);
    const lost = newest === undefined && (await this.#leap(gap));
    if (newest !== undefined) this.#position = newest.position;
    if (this.#stopped) return;
    if (entries.length === PAGE) this.#again = true;
    if (gap || lost || newest !== undefined) guarded(() => this.#listener({ entries, gap: gap || lost }));
    this.#onPage(this.#position);
  }

  /**
   * Where all is gone he goes on behind it, and is told of it once; so too where the store has lost more than he has read.
   * @returns whether it has
   */
  async #leap(gap: boolean): Promise<boolean> {
    const last = await this.#parts.store.last();
    const lost = Number(last) < Number(this.#position);
    if (gap || lost) this.#position = last;
    return lost;
  }

  async #read(): Promise<void> {
    this.#reading = true;
    this.#timer?.cancel();
    try {
      while (this.#again) await this.#page();
    } catch {
      // The store is away: what was appended meanwhile is there when it is back.
    }
    this.#reading = false;
    this.#rest();
  }

  #rest(): void {
    if (!this.#stopped) this.#timer = this.#parts.clock.after(LOOK_MS, () => this.look());
  }
}

/** Engines never log; a listener guards itself, and one that throws keeps nothing from the others. */
export function guarded(call: () => void): void {
  try {
    call();
  } catch {
    // It is the listener's own.
  }
}
