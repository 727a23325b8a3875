/**
 * Calls of one turn that are done as one unit of work: with fifty queues a turn has fifty reserves and settles, and the
 * statements that one for all of them saves were half of its time.
 */
import type { Committer, Transaction } from './committer.ts';

export interface GatheringOptions<Call, Result> {
  readonly committer: Committer;
  readonly durable: boolean;
  /** Results in order. May be repeated with another transaction. */
  readonly act: (transaction: Transaction, calls: readonly Call[]) => readonly Result[];
}

interface Gathered<Call, Result> {
  readonly calls: Call[];
  readonly results: Promise<readonly Result[]>;
}

export class Gathering<Call, Result> {
  readonly #options: GatheringOptions<Call, Result>;
  /** Not yet begun. */
  #gathered: Gathered<Call, Result> | undefined;

  constructor(options: GatheringOptions<Call, Result>) {
    this.#options = options;
  }

  /** See Committer.write. */
  async add(call: Call): Promise<Result> {
    const { calls, results } = (this.#gathered ??= this.#begin());
    const place = calls.push(call) - 1;
    return (await results)[place] as Result;
  }

  #begin(): Gathered<Call, Result> {
    const { committer, durable, act } = this.#options;
    const calls: Call[] = [];
    const close = (): void => {
      if (this.#gathered?.calls === calls) this.#gathered = undefined;
    };
    const work = (transaction: Transaction): readonly Result[] => {
      close();
      return act(transaction, calls);
    };
    // What was refused has not run.
    const results = committer.write(work, { durable }).finally(close);
    return { calls, results };
  }
}
