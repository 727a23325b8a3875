/** One system under measurement. Every contestant does the same: store N no-op jobs, then run them all. */
export interface Contestant {
  /** Brings up whatever is needed; not measured. */
  open(place: Place): Promise<void>;
  /** Stores `count` jobs with a payload of about 100 bytes; resolves when all are acknowledged. */
  enqueue(count: number): Promise<void>;
  /** Runs all stored jobs, CONCURRENCY at once, in this process; resolves when the last is finished. */
  process(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Where it may keep its data: a folder of its own and, for Redis, a port whose server is empty. */
export interface Place {
  readonly folder: string;
  readonly redisPort: number | null;
}

/** Handlers at once in every contestant. */
export const CONCURRENCY = 64;

/** Jobs per bulk call in every contestant that has one. */
export const BULK = 500;

export const payload = (n: number): { n: number; to: string; note: string } => ({
  n,
  to: `person-${n}@example.com`,
  note: 'a payload of about one hundred bytes, as jobs have',
});

/** Calls `store` with [from, to) ranges of at most BULK until `count` is reached. */
export async function inBulks(count: number, store: (numbers: readonly number[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += BULK) {
    await store(Array.from({ length: Math.min(BULK, count - from) }, (_unused, index) => from + index));
  }
}
