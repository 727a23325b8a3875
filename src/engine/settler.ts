/** Settlements on their way to the store: tried until they are stored, and the leases kept so long. */
import { type Clock, pause, reach } from '../foundation/index.ts';
import type { Settlement, SettleReceipt } from './lease.ts';
import type { Progress } from './progress.ts';
import { troubleMs } from './trouble.ts';

export interface SettlerParts {
  readonly lane: { settle(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> };
  readonly clock: Clock;
  readonly progress: Progress;
  /** Told of each lease that is over. */
  readonly settled: (settlement: Settlement, receipt: SettleReceipt | undefined) => void;
  readonly complain: (error: unknown) => void;
}

export class Settler {
  readonly #parts: SettlerParts;

  constructor(parts: SettlerParts) {
    this.#parts = parts;
  }

  /** Resolves when the batch is stored and told of. The lane gets it before this returns. */
  async settle(batch: readonly Settlement[]): Promise<void> {
    const { progress } = this.#parts;
    progress.settling();
    const receipts = await this.#stored(batch);
    reach('settle.done');
    progress.settled();
    for (let index = 0; index < batch.length; index += 1) this.#tell(batch[index], receipts[index]);
  }

  async #stored(batch: readonly Settlement[]): Promise<readonly SettleReceipt[]> {
    const { lane, clock, complain } = this.#parts;
    for (let waitMs = troubleMs(0); ; waitMs = troubleMs(waitMs)) {
      reach('settle.begin');
      try {
        return await lane.settle(batch);
      } catch (error) {
        complain(error);
        await pause(clock, waitMs);
      }
    }
  }

  /** What a callback throws must not settle the batch twice. */
  #tell(settlement: Settlement | undefined, receipt: SettleReceipt | undefined): void {
    if (!settlement) return;
    try {
      this.#parts.settled(settlement, receipt);
    } catch (error) {
      this.#parts.complain(error);
    }
  }
}
