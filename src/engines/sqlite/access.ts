/** The way into the file: its parts while it is open, changes in the committer's transactions, reads beside them. */
import { type HoldJudge, RunEnds } from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { Transaction } from './committer.ts';
import { failureOn } from './layout.ts';
import { type Moment, momentOf } from './moment.ts';
import type { SqliteEngineOptions } from './options.ts';
import { assembleParts, type Parts } from './parts.ts';
import type { Store } from './store.ts';

export class Access {
  readonly options: SqliteEngineOptions;
  /** See HoldsFacet. */
  judge: HoldJudge | null = null;
  readonly runEnds = new RunEnds();
  #opening: Promise<Parts> | undefined;
  #parts: Parts | undefined;

  constructor(options: SqliteEngineOptions) {
    this.options = options;
  }

  /** undefined while the file is not open. */
  get open(): Parts | undefined {
    return this.#parts;
  }

  /** @throws SkepError STORE_UNREACHABLE while the file is not open */
  get parts(): Parts {
    if (this.#parts) return this.#parts;
    throw new SkepError('STORE_UNREACHABLE', `${this.options.path} is not open`);
  }

  /** Both clocks, now. */
  get moment(): Moment {
    return momentOf(this.options.clock);
  }

  /** Opens the file; once, however often it is called meanwhile. @throws SkepError for a file that cannot be used */
  async enter(): Promise<void> {
    this.#opening ??= assembleParts(this.options, {
      judge: () => this.judge,
      onRunEnded: this.runEnds.tell,
      onRunTurned: this.runEnds.turned,
    });
    try {
      this.#parts = await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /** Nothing gets in from now on. @returns what is to be closed; undefined when nothing was open */
  leave(): Parts | undefined {
    const parts = this.#parts;
    this.#parts = undefined;
    this.#opening = undefined;
    return parts;
  }

  /** @returns what `work` gives, once its transaction is as durable as promised */
  async write<T>(work: (transaction: Transaction) => T): Promise<T> {
    return this.parts.committer.write(work);
  }

  async read<T>(look: (store: Store) => T): Promise<T> {
    const { store } = this.parts;
    try {
      return look(store);
    } catch (error) {
      throw failureOn(store, error);
    }
  }
}
