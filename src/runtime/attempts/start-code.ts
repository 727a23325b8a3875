/** How the code of a task is started: at once, or when the resources that it uses are open. */
import {
  AttemptContext,
  type ContextSource,
  coverOf,
  printedBy,
  Execution,
  type Handler,
  type Outcome,
  resourceOutcome,
  ResourceUse,
  toJobError,
} from '../../core/index.ts';
import { type Clock, deepFreeze, type Json } from '../../foundation/index.ts';
import type { BoundTask } from '../../manifest/index.ts';

/**
 * @param prints whether what the handler prints is told to its job
 * @returns what the task's executor returned, or an Execution around it where resources are opened here
 */
export function startCode(
  { executor, resources, spec }: BoundTask,
  attempt: ContextSource,
  { clock, prints }: { readonly clock: Clock; readonly prints: boolean },
): unknown {
  const { payload } = attempt.job;
  // Frozen, not copied: a handler that changes its payload would change what other readers of the job see.
  if (typeof payload === 'object' && payload !== null) deepFreeze(payload);
  // Of a handler that runs here and for one job.
  const start = prints && executor.code === executor.start ? printedBy(executor.start, attempt) : executor.start;
  if (resources.length === 0) return start(payload, new AttemptContext(attempt));
  const cover = coverOf(attempt.job, spec.sensitive);
  const use = new ResourceUse(resources, { clock, logger: attempt.logger(), cover });
  return new ResourcedExecution(start, payload, { ctx: new AttemptContext(attempt, use.values), use });
}

interface Resourced {
  readonly ctx: AttemptContext;
  readonly use: ResourceUse;
}

/** Code whose resources are opened before it and closed after it. */
class ResourcedExecution extends Execution {
  readonly done: Promise<unknown>;
  readonly #use: ResourceUse;
  #inner: Execution | undefined;

  constructor(start: Handler, payload: Json, { ctx, use }: Resourced) {
    super();
    this.#use = use;
    this.done = this.#run(start, payload, ctx);
  }

  override get closeMs(): number {
    return this.#use.closeMs + (this.#inner?.closeMs ?? 0);
  }

  async #run(start: Handler, payload: Json, ctx: AttemptContext): Promise<unknown> {
    await this.#use.open(ctx);
    // Aborted while the last of them was opened.
    ctx.signal.throwIfAborted();
    const returned = start(payload, ctx);
    if (!(returned instanceof Execution)) return await returned;
    this.#inner = returned;
    return await returned.done;
  }

  /** A handler that runs here cannot be ended; but one that ends with its signal does so within a turn of the loop. */
  async kill(): Promise<boolean> {
    if (this.#inner !== undefined) return await this.#inner.kill();
    const turn = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
    const ended = (): boolean => true;
    return await Promise.race([this.done.then(ended, ended), turn]);
  }

  async close(outcome: Outcome): Promise<void> {
    const told = resourceOutcome(outcome);
    try {
      await this.#inner?.close(outcome);
    } catch (error) {
      await this.#use.close(told.kind === 'completed' ? { kind: 'failed', error: toJobError(error) } : told);
      throw error;
    }
    await this.#use.close(told);
  }
}
