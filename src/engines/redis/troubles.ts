/** What fails on the way of a step over all queues. */
import { messageOf, SkepError } from '../../foundation/index.ts';

/** The queues of a master that is away must not hold up those of the others. */
export class Troubles {
  #first: SkepError | undefined;

  /** @returns undefined where it fails */
  async past<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#first ??= error instanceof SkepError ? error : new SkepError('INTERNAL', messageOf(error));
      return undefined;
    }
  }

  /** Rejects with the first of them, unless there is something to report. */
  tell(done: boolean): void {
    if (!done && this.#first !== undefined) throw this.#first;
  }
}
