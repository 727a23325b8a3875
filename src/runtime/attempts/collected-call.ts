/**
 * One call of a handler that takes many jobs. Each of them has an attempt of its own, with its limits, signal, notes, trace and
 * verdict; what the attempts share is the code that runs, the place that it takes and what it has open.
 *
 *   gathering ──begin()──▶ running ──the handler has ended──▶ answered: each attempt ends with its part
 *                             └──an attempt is cut off──▶ it has left; the last one that leaves tells whether the code still runs
 */
import {
  type Answer,
  answerOf,
  answersOf,
  CallContext,
  type CollectHandler,
  coverOf,
  Execution,
  type HandlerContext,
  type HandlerSpan,
  type JobTracer,
  type Outcome,
  ResourceUse,
  toJobError,
} from '../../core/index.ts';
import { type Clock, counted, type Json, type Logger, SkepError } from '../../foundation/index.ts';
import type { BoundTask } from '../../manifest/index.ts';
import type { Slot } from '../working/slot.ts';

export interface CallDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tracer: Pick<JobTracer, 'collect'>;
}

const DONE = Promise.resolve();
const NONE = Object.freeze({});
const COMPLETED: Outcome = { kind: 'complete', result: null };

export class CollectedCall {
  /** As what each of its jobs runs: resources are opened for the call, and not by each. */
  readonly task: BoundTask;
  readonly slot: Slot;
  readonly #bound: BoundTask;
  readonly #queue: string;
  readonly #deps: CallDeps;
  readonly #members: Member[] = [];
  #left = 0;
  #over = false;
  readonly #ended: Promise<void>;
  #end: () => void = () => undefined;
  /** Where its code runs apart. */
  #execution: Execution | undefined;
  readonly #begun: Promise<void> | null;
  #begins: (when: Promise<void> | null) => void = () => undefined;

  constructor(
    bound: BoundTask,
    { queue, slot, deps }: { readonly queue: string; readonly slot: Slot; readonly deps: CallDeps },
  ) {
    this.#bound = bound;
    this.#queue = queue;
    this.#deps = deps;
    this.slot = sharedSlot(slot);
    this.task = {
      ...bound,
      resources: [],
      executor: { code: bound.executor.code, start: (payload, ctx) => this.#join(payload, ctx) },
    };
    this.#ended = new Promise((resolve) => (this.#end = resolve));
    const apart = bound.spec.executor !== 'inline';
    this.#begun = apart ? new Promise((resolve) => (this.#begins = (when) => resolve(when ?? undefined))) : null;
  }

  #join(payload: Json, ctx: HandlerContext): Member {
    const member = new Member({ payload, ctx, begins: this.#begun }, () => this.#leave());
    this.#members.push(member);
    return member;
  }

  /** To be called once, when all have joined whose payload is good. */
  begin(): void {
    if (this.#members.length > 0) void this.#run();
  }

  async #run(): Promise<void> {
    const members = this.#members;
    const { name } = this.#bound.spec;
    try {
      const about = { task: name, queue: this.#queue, attempts: members.map(({ ctx }) => ctx.span) };
      answerAll(members, await this.#deps.tracer.collect(about, (span) => this.#handled(span)));
    } catch (error) {
      for (const member of members) member.fail(error);
    }
    this.#over = true;
    this.#end();
  }

  async #handled(span: HandlerSpan): Promise<unknown> {
    const { resources, executor, spec } = this.#bound;
    const each = this.#members.map(({ ctx }) => ctx);
    const payloads = Object.freeze(this.#members.map(({ payload }) => payload));
    const logger = this.#deps.logger.child({ task: spec.name, queue: this.#queue });
    const parts = { each, logger, span };
    // What a task with `collect` names is such a handler.
    const handler = executor.start as unknown as CollectHandler;
    if (resources.length === 0) {
      const returned: unknown = handler(payloads, new CallContext({ ...parts, resources: NONE }));
      return await (returned instanceof Execution ? this.#apart(returned) : answersOf(returned));
    }
    const covers = each.map(({ job }) => coverOf(job, spec.sensitive));
    const cover = (text: string): string => covers.reduce((told, one) => one(told), text);
    const use = new ResourceUse(resources, { clock: this.#deps.clock, logger, cover });
    const ctx = new CallContext({ ...parts, resources: use.values });
    let answers: unknown;
    try {
      await use.open(ctx);
      ctx.signal.throwIfAborted();
      answers = await answersOf(handler(payloads, ctx));
    } catch (error) {
      await use.close({ kind: 'failed', error: toJobError(error) });
      throw error;
    }
    await use.close({ kind: 'completed', error: null });
    return answers;
  }

  /** What it has open there is closed with its end. */
  async #apart(execution: Execution): Promise<unknown> {
    this.#execution = execution;
    this.#begins(execution.begins);
    let answers: unknown;
    try {
      answers = await execution.done;
    } catch (error) {
      await execution.close({ kind: 'dead', error: toJobError(error) });
      throw error;
    }
    await execution.close(COMPLETED);
    return answers;
  }

  /** An attempt is cut off. @returns whether nothing runs for it any more: what runs on for others is theirs */
  async #leave(): Promise<boolean> {
    this.#left += 1;
    if (this.#over || this.#left < this.#members.length) return true;
    if (this.#execution !== undefined) return await this.#execution.kill();
    // Code that ends with its signal does so within a turn of the loop.
    await Promise.race([this.#ended, new Promise((resolve) => setImmediate(resolve))]);
    return this.#over;
  }
}

/** The part of one job. */
class Member extends Execution {
  readonly payload: Json;
  readonly ctx: HandlerContext;
  override readonly begins: Promise<void> | null;
  readonly done: Promise<unknown>;
  readonly #leave: () => Promise<boolean>;
  complete: (result: unknown) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor({ payload, ctx, begins }: Pick<Member, 'payload' | 'ctx' | 'begins'>, leave: () => Promise<boolean>) {
    super();
    this.payload = payload;
    this.ctx = ctx;
    this.begins = begins;
    this.#leave = leave;
    this.done = new Promise((resolve, reject) => {
      this.complete = resolve;
      this.fail = reject;
    });
  }

  kill(): Promise<boolean> {
    return this.#leave();
  }

  close(): Promise<void> {
    return DONE;
  }
}

function answerAll(members: readonly Member[], answers: unknown): void {
  const many = Array.isArray(answers) && answers.length > members.length;
  const problem = many ? counted(answers.length, 'answer') : Array.isArray(answers) ? null : 'no list of answers';
  const list = answers as readonly Answer[];
  for (const [index, member] of members.entries()) {
    if (problem === null && Object.hasOwn(list, index)) answer(member, list[index]);
    else member.fail(unanswered(problem ?? `no answer at ${index}`, members.length));
  }
}

function unanswered(gave: string, jobs: number): SkepError {
  return new SkepError('COLLECT_UNANSWERED', `the handler gave ${gave} for ${counted(jobs, 'job')}`, {
    hint: 'return a list with an answer for each payload, in their order: a result, or an error',
  });
}

function answer(member: Member, given: unknown): void {
  const told = answerOf(given);
  if ('error' in told) member.fail(told.error);
  else member.complete(told.value);
}

/** One place for all: taken with the first, free when the last has left it. */
function sharedSlot(slot: Slot): Slot {
  let taken = 0;
  return {
    take: () => {
      if (taken === 0) slot.take();
      taken += 1;
    },
    free: (late) => {
      taken -= 1;
      if (taken === 0) slot.free(late);
    },
  };
}
