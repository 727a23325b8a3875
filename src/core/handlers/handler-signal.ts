import { insideOfNow, newAborter } from '../../foundation/index.ts';
import type { AttemptAborted } from './abort-reasons.ts';

/**
 * The abort signal of an attempt, made when its handler first asks for it. Who listens is the handler, so listeners run
 * in its context: whoever aborts does so for many at once, and their lines and spans must not be another's.
 */
export class HandlerSignal {
  readonly #controller = newAborter();
  readonly #inside = insideOfNow();

  /** @param reason of an abort that came before */
  constructor(reason: AttemptAborted | undefined) {
    if (reason !== undefined) this.#controller.abort(reason);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: AttemptAborted): void {
    this.#inside(() => this.#controller.abort(reason));
  }
}
