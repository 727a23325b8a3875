/** What lies in the feed, and what an engine does to keep it. */
import type { Clock, Json } from '../foundation/index.ts';
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

export type FeedListener = (news: FeedNews) => void;

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
