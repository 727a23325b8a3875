/** What the conformance suite asks of an engine under test. */
import type { Engine, EngineTimings } from '../../src/engine/index.ts';
import { DEFAULT_TIMINGS } from '../../src/engine/index.ts';

/** Where a store is, so that another process can open it: a file, or a URL with a prefix. */
export type StoreAddress = Readonly<Record<string, string>>;

export interface EngineHarness {
  readonly name: string;
  /** A store that nobody else uses, empty. */
  newStore(): Promise<TestStore>;
  /** Exceptions: the test's title below the engine's own, and why it cannot hold here. */
  readonly skip: readonly { readonly test: string; readonly reason: string }[];
}

/** One store with any number of engines on it: each call of `open` stands for another process. */
export interface TestStore {
  readonly address: StoreAddress;
  /** An opened engine. What is still open at dispose() is closed by it. */
  open(timings?: Partial<EngineTimings>): Promise<Engine>;
  /**
   * Ends the leases of that session in the store, as their time would: for tests in which a process that is gone, or
   * one that hangs, has to have lost them.
   */
  endLeases(session: string): Promise<void>;
  /** Closes all engines and deletes the store. */
  dispose(): Promise<void>;
}

/** Leases whose end a test waits for. Nothing that must hold may depend on them: a busy machine renews late. */
export const SHORT_LEASES: Partial<EngineTimings> = { leaseMs: 800, blockedLimitMs: 600, maxRescues: 3 };

/** Leases that a test sees renewed: the renewal may come four seconds late. */
export const RENEWED_LEASES: Partial<EngineTimings> = { leaseMs: 6_000, blockedLimitMs: 120_000, maxRescues: 3 };

export function timingsOf(given: Partial<EngineTimings> = {}): EngineTimings {
  return { ...DEFAULT_TIMINGS, ...given };
}

export interface Scene {
  readonly store: TestStore;
  /** An engine without a session. */
  readonly engine: Engine;
}

/** A fresh store with one engine for each test of the surrounding describe. */
export function scene(harness: EngineHarness, timings?: Partial<EngineTimings>): Scene {
  let store: TestStore | undefined;
  let engine: Engine | undefined;
  beforeEach(async () => {
    store = await harness.newStore();
    engine = await store.open(timings);
  });
  afterEach(async () => {
    await store?.dispose();
    store = engine = undefined;
  });
  const given = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('scene() is only there inside of a test');
    return value;
  };
  return {
    get store() {
      return given(store);
    },
    get engine() {
      return given(engine);
    },
  };
}
