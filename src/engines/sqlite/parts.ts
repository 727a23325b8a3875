/** What exists while the file is open, and how its parts hear of each other. */
import { ExpiredInPassing } from '../../engine/index.ts';
import { Committer } from './committer.ts';
import type { SqliteEngineOptions } from './options.ts';
import { Exchange, Wakes } from './lane.ts';
import { LeaseWatch } from './lease-watch.ts';
import { Membership } from './membership.ts';
import { openStore } from './opening.ts';
import { Place } from './place.ts';
import type { Store } from './store.ts';
import { Sync } from './sync.ts';
import { Watcher } from './watcher.ts';

export interface Parts {
  readonly store: Store;
  readonly place: Place;
  readonly sync: Sync;
  readonly committer: Committer;
  readonly membership: Membership;
  readonly watcher: Watcher;
  readonly wakes: Wakes;
  readonly watch: LeaseWatch;
  readonly expiries: ExpiredInPassing;
  readonly exchange: Exchange;
}

export async function assembleParts(options: SqliteEngineOptions): Promise<Parts> {
  const { path, clock } = options;
  const store = await openStore({ path, clock });
  const place = new Place(path, store);
  const sync = new Sync(store, clock);
  const wakes = new Wakes(store);
  const committer = new Committer({
    store,
    clock,
    place,
    sync,
    onWake: (queues) => wakes.wake(queues),
    onSignalled: () => quietly(() => membership.lookForSignals()),
  });
  const onRejoined = (): void => quietly(() => wakes.wakeWaiting());
  const membership: Membership = new Membership({ ...options, store, committer, onRejoined });
  const watcher = new Watcher({
    store,
    clock,
    onLook: () => place.look(),
    onChange: () => {
      quietly(() => membership.lookForSignals());
      quietly(() => wakes.wakeWaiting());
    },
  });
  const expiries = new ExpiredInPassing();
  const watch = new LeaseWatch(clock);
  const exchange = new Exchange({ committer, membership, onExpired: expiries.add });
  return { store, place, sync, committer, membership, watcher, wakes, watch, expiries, exchange };
}

/** What only hastens: when the file cannot be read, the next look or the caller's own turn finds the same. */
function quietly(look: () => void): void {
  try {
    look();
  } catch {
    // Whoever reads or writes next hears of the failure.
  }
}
