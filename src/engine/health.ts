/** Whether the store can be used, and agrees with itself. */
export interface StoreCheck {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do about a warn or fail. */
  readonly hint: string | null;
}

/** Something that repair() has put right. */
export interface StoreRepair {
  /** Of the check that found it. */
  readonly name: string;
  readonly message: string;
}

export interface HealthFacet {
  /** Resolves with what is wrong, in a few milliseconds; never rejects. */
  check(): Promise<readonly StoreCheck[]>;
  /** As check(), and what takes time in proportion to the store: whether it agrees with itself. */
  examine(): Promise<readonly StoreCheck[]>;
  /**
   * Puts right what examine() finds and what needs no guess: a second call does nothing. No job is lost by it, none
   * runs that would not have run. Processes may work meanwhile. @returns what was done, nothing when all was well
   */
  repair(): Promise<readonly StoreRepair[]>;
}
