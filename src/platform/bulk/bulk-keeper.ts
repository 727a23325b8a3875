/** Goes on with bulk operations whose process has died. */
import { Loop, type RuntimeDeps } from '../../runtime/index.ts';

const LOOK_MS = 5_000;

export class BulkKeeper extends Loop {
  readonly #resume: () => Promise<boolean>;

  /** @param resume goes on with one; false when there is none */
  constructor(deps: RuntimeDeps, resume: () => Promise<boolean>) {
    super(deps, 'going on with bulk operations that others have left');
    this.#resume = resume;
  }

  protected override async turn(): Promise<number> {
    return (await this.#resume()) ? 0 : LOOK_MS;
  }
}
