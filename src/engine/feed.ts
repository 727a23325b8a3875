/** The feed: what happens in all processes of a store, for eyes that follow it. */
import { type Clock, encodeJson, type Json, outside, SkepError, type Timer } from '../foundation/index.ts';
import { guarded } from './feed-follower.ts';
import { Hub } from './feed-hub.ts';
import type { FleetFacet } from './fleet.ts';

/** Place in the feed: opaque, the same for all processes, growing. */
export type FeedPosition = string;

export interface FeedEntry {
  readonly position: FeedPosition;
  readonly event: Json;
}

export interface FeedNews {
  /** Oldest first. */
  readonly entries: readonly FeedEntry[];
  /** Entries before these are gone that were not told: whoever needs all looks at the store anew. */
  readonly gap: boolean;
}

/**
 * Bounded, and off unless somebody follows: then a publisher learns of it by a signal, and nothing is written. It is for
 * eyes: what a process was about to publish dies with it, and what must not be lost is a consequence.
 */
export interface FeedFacet {
  /** Somebody follows, as far as this process knows: within FOLLOWED_MS. */
  readonly followed: boolean;
  /**
   * Asks the store whether somebody follows, for a process that was not there when followers said so, or that no signals reach.
   * @returns `followed` from now on
   */
  look(): Promise<boolean>;
  /** Calls back when somebody begins to follow, and when nobody does any more. @returns unsubscribe */
  onFollowed(listener: (followed: boolean) => void): () => void;
  /**
   * Appends, all or none; nothing while nobody follows.
   * @throws SkepError REQUEST_INVALID for an event of more than FED_BYTES as JSON
   */
  publish(events: readonly Json[]): Promise<void>;
  /**
   * Tells what comes from now on, or after a position.
   * @param listener called in order, never with nothing
   * @throws SkepError REQUEST_INVALID for a position that no feed gave
   */
  follow(from: FeedPosition | null, listener: FeedListener): Promise<Following>;
}

export type FeedListener = (news: FeedNews) => void;

export interface Following {
  /** Behind which it begins: what was there to be told before, or `from`. */
  readonly from: FeedPosition;
  stop(): void;
}

/** Entries kept; some three megabytes of usual ones. */
export const FEED_KEPT = 10_000;
/** How long one is kept, ms: longer than anybody is cut off and comes back. */
export const FEED_KEPT_MS = 3_600_000;
/** Of one event as JSON. */
export const FED_BYTES = 16_384;
/** A follower that says nothing for so long is gone, ms. */
const FOLLOWED_MS = 15_000;
const RENEW_MS = FOLLOWED_MS / 3;
/** The topic by which followers say that they are there. */
export const FEED_FOLLOWED = 'feed.followed';
const APPENDED = 'feed.appended';

/** What an engine keeps of the feed. */
export interface FeedStore {
  /**
   * Somebody follows; asked before the others are told. Where nobody has said so for longer than that, a number is used up, so
   * that `after` has a gap: what happened meanwhile is not there.
   */
  present(rememberedMs: number): Promise<void>;
  /** Whether somebody was present in that time. */
  followed(rememberedMs: number): Promise<boolean>;
  append(events: readonly string[]): Promise<void>;
  /** Entries behind a position, oldest first; `gap` when some of them are gone. */
  after(position: FeedPosition, limit: number): Promise<FeedNews>;
  /** Of the newest entry that there ever was. */
  last(): Promise<FeedPosition>;
}

export interface FeedParts {
  readonly store: FeedStore;
  readonly fleet: Pick<FleetFacet, 'onSignal' | 'tell'>;
  readonly clock: Clock;
}

export class Feed implements FeedFacet {
  readonly #parts: FeedParts;
  readonly #listeners = new Set<(followed: boolean) => void>();
  readonly #hub: Hub;
  #unsubscribe: (() => void) | undefined;
  #forget: Timer | undefined;
  #renewal: Timer | undefined;

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#hub = new Hub(parts);
  }

  /** To be called once the engine may be used. */
  open(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = this.#parts.fleet.onSignal((signal) => {
      if (signal.type !== 'told') return;
      if (signal.topic === FEED_FOLLOWED) this.#heard();
      if (signal.topic === APPENDED) this.#hub.look();
    });
  }

  close(): void {
    this.#hub.close();
    this.#renewal?.cancel();
    this.#forget?.cancel();
    this.#forget = undefined;
    this.#unsubscribe?.();
  }

  get followed(): boolean {
    return this.#forget !== undefined;
  }

  onFollowed(listener: (followed: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async look(): Promise<boolean> {
    if (!this.followed && (await this.#parts.store.followed(FOLLOWED_MS))) this.#heard();
    return this.followed;
  }

  async publish(events: readonly Json[]): Promise<void> {
    if (!this.followed || events.length === 0) return;
    await this.#parts.store.append(events.map(textOf));
    await this.#parts.fleet.tell(null, APPENDED, null);
  }

  async follow(from: FeedPosition | null, listener: FeedListener): Promise<Following> {
    if (from !== null && !/^\d{1,17}$/.test(from)) {
      throw new SkepError('REQUEST_INVALID', `${JSON.stringify(from.slice(0, 40))} is no position of the feed`);
    }
    await this.#parts.store.present(FOLLOWED_MS);
    const behind = from ?? (await this.#parts.store.last());
    const stop = this.#hub.add(behind, from !== null, listener);
    if (this.#renewal === undefined) await this.#renew();
    return { from: behind, stop };
  }

  /** Publishers hear of it at once, and again before they forget it. */
  async #renew(): Promise<void> {
    this.#renewal = undefined;
    if (this.#hub.empty) return;
    const told = this.#parts.fleet.tell(null, FEED_FOLLOWED, null).catch(() => undefined);
    this.#renewal = outside(() => this.#parts.clock.after(RENEW_MS, () => void this.#stay()));
    await told;
  }

  /** A process that slept for longer than it is remembered has missed what happened. */
  async #stay(): Promise<void> {
    if (!this.#hub.empty) await this.#parts.store.present(FOLLOWED_MS).catch(() => undefined);
    void this.#renew();
  }

  #heard(): void {
    const before = this.followed;
    this.#forget?.cancel();
    this.#forget = outside(() =>
      this.#parts.clock.after(FOLLOWED_MS, () => {
        this.#forget = undefined;
        this.#tell(false);
      }),
    );
    if (!before) this.#tell(true);
  }

  #tell(followed: boolean): void {
    for (const listener of this.#listeners) guarded(() => listener(followed));
  }
}

function textOf(event: Json): string {
  const encoded = encodeJson(event);
  if (encoded.ok && Buffer.byteLength(encoded.text) <= FED_BYTES) return encoded.text;
  throw new SkepError('REQUEST_INVALID', `an event of the feed is JSON of at most ${FED_BYTES} bytes`);
}
