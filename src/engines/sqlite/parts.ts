/** What exists while the file is open, and how its parts hear of each other. */
import type { Run } from '../../core/index.ts';
import { ExpiredInPassing, type HoldJudge, type RunTurnListener } from '../../engine/index.ts';
import { Committer } from './committer.ts';
import type { SqliteEngineOptions } from './options.ts';
import { SharedTurns, Wakes } from './lane.ts';
import { LeaseWatch } from './lease-watch.ts';
import { Membership } from './membership.ts';
import { openStore } from './opening.ts';
import { advanceRuns } from './runs/run-sweep.ts';
import { FilesThere } from './files-there.ts';
import type { Store } from './store.ts';
import { Sync } from './sync.ts';
import { Watcher } from './watcher.ts';

/** Runs that one transaction goes on with. */
const RUNS = 50;

export interface Parts {
  readonly store: Store;
  readonly files: FilesThere;
  readonly sync: Sync;
  readonly committer: Committer;
  readonly membership: Membership;
  readonly watcher: Watcher;
  readonly wakes: Wakes;
  readonly watch: LeaseWatch;
  readonly expiries: ExpiredInPassing;
  readonly turns: SharedTurns;
}

/** What the parts ask and tell outside. */
export interface Outlook {
  readonly judge: () => HoldJudge | null;
  /** Told of runs whose end is stored. */
  readonly onRunEnded: (run: Run) => void;
  readonly onRunTurned: RunTurnListener;
}

const ALONE: Outlook = { judge: () => null, onRunEnded: () => undefined, onRunTurned: () => undefined };

export async function assembleParts(
  options: SqliteEngineOptions,
  { judge, onRunEnded, onRunTurned }: Outlook = ALONE,
): Promise<Parts> {
  const { path, clock } = options;
  const store = await openStore({ path, clock });
  const files = new FilesThere(path, store);
  const sync = new Sync(store, clock);
  const wakes = new Wakes(store);
  const committer = new Committer({
    store,
    clock,
    files,
    sync,
    onWake: (queues) => wakes.wake(queues),
    onRunsDue: () => goOnWithRuns(),
    onRunEnded,
    onRunTurned,
    onSignalled: () => quietly(() => membership.lookForSignals()),
  });
  const goOnWithRuns = whileDue(() =>
    committer.write((transaction) => advanceRuns(transaction, RUNS), { durable: false }),
  );
  const onRejoined = (): void => quietly(() => wakes.wakeWaiting());
  const membership: Membership = new Membership({ ...options, store, committer, onRejoined });
  const watcher = new Watcher({
    store,
    clock,
    onLook: () => files.look(),
    onChange: () => {
      quietly(() => membership.lookForSignals());
      quietly(() => wakes.wakeWaiting());
    },
  });
  const expiries = new ExpiredInPassing();
  const watch = new LeaseWatch(clock);
  const turns = new SharedTurns({ committer, membership, onExpired: expiries.add, judge });
  return { store, files, sync, committer, membership, watcher, wakes, watch, expiries, turns };
}

/** What only hastens: when the file cannot be read, the next look or the caller's own turn finds the same. */
function quietly(look: () => void): void {
  try {
    look();
  } catch {
    // Whoever reads or writes next hears of the failure.
  }
}

/**
 * What is due now is done now, a transaction after the other; whoever keeps house does what this process cannot.
 * @param step one of them
 */
function whileDue(step: () => Promise<{ readonly more: boolean }>): () => void {
  let asked = false;
  let going = false;
  const go = async (): Promise<void> => {
    try {
      while (asked) {
        asked = false;
        if ((await step()).more) asked = true;
      }
    } catch {
      // Closed, or the disk is full: whoever writes next hears of it.
    }
    going = false;
  };
  return () => {
    asked = true;
    if (going) return;
    going = true;
    void go();
  };
}
