/** What stands in the place of a task's code while it is rehearsed: the outcomes of a test, one an attempt. */
import type { HandlerContext } from '../../core/index.ts';
import type { Clock, Json } from '../../foundation/index.ts';
import { pause } from '../../foundation/index.ts';
import type { ScriptedError, TestOutcome } from '../../manifest/index.ts';

/** So long others wait that the tested job has made: they are looked at and not run. */
const FOR_GOOD_MS = 365 * 86_400_000;

export class Script {
  readonly #outcomes: readonly TestOutcome[];
  readonly #clock: Clock;
  readonly #id: string;
  #used = 0;
  #busy = 0;

  /** @param id of the job that is tested */
  constructor(outcomes: readonly TestOutcome[], { id, clock }: { readonly id: string; readonly clock: Clock }) {
    this.#outcomes = outcomes;
    this.#id = id;
    this.#clock = clock;
  }

  /** Outcomes that no attempt has had yet. */
  get left(): number {
    return this.#outcomes.length - this.#used;
  }

  /** Whether an attempt is under way that time alone brings on. */
  get busy(): boolean {
    return this.#busy > 0;
  }

  readonly handler = async (_payload: unknown, ctx: HandlerContext): Promise<unknown> => {
    const outcome = ctx.job.id === this.#id ? this.#outcomes[this.#used] : undefined;
    if (outcome === undefined) throw ctx.snooze(FOR_GOOD_MS);
    this.#used += 1;
    if (outcome.takesMs !== null && outcome.takesMs > 0) await this.#take(outcome.takesMs, ctx.signal);
    return played(outcome, ctx);
  };

  /** As a handler that heeds its signal: it ends when it is told to. */
  async #take(ms: number, signal: AbortSignal): Promise<void> {
    this.#busy += 1;
    try {
      await pause(this.#clock, ms, signal);
    } finally {
      this.#busy -= 1;
    }
    signal.throwIfAborted();
  }
}

function played(outcome: TestOutcome, ctx: HandlerContext): Json {
  if ('throw' in outcome) throw errorOf(outcome.throw);
  if ('snoozeMs' in outcome) throw ctx.snooze(outcome.snoozeMs);
  if ('retryMs' in outcome) throw ctx.retry({ in: outcome.retryMs });
  return outcome.return;
}

function errorOf({ name, code, message }: ScriptedError): Error {
  const error = new Error(message ?? `${name}, as the test says`);
  error.name = name;
  return code === null ? error : Object.assign(error, { code });
}
