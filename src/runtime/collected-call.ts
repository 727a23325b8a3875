/**
 * One call of a handler that takes many jobs. Each of them has an attempt of its own, with its limits, signal, notes, trace and
 * verdict; what the attempts share is the code that runs, the place that it takes and what it has open.
 *
 *   gathering ──begin()──▶ running ──the handler has ended──▶ answered: each attempt ends with its part
 *                             └──an attempt is cut off──▶ it has left; the last one that leaves tells whether the code still runs
 */
import {
  type Answer,
  CallContext,
  type CollectHandler,
  coverOf,
  Execution,
  type HandlerContext,
  type HandlerSpan,
  isError,
  type JobTracer,
  ResourceUse,
  toJobError,
} from '../core/index.ts';
import { type Clock, counted, isThenable, type Json, type Logger, SkepError } from '../foundation/index.ts';
import type { BoundTask } from '../manifest/index.ts';
import type { Slot } from './slot.ts';

export interface CallDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tracer: Pick<JobTracer, 'collect'>;
}

const DONE = Promise.resolve();
const NONE = Object.freeze({});

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
  }

  #join(payload: Json, ctx: HandlerContext): Member {
    const member = new Member(payload, ctx, () => this.#leave());
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
      return await answersOf(handler(payloads, new CallContext({ ...parts, resources: NONE })));
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

  /** An attempt is cut off. @returns whether nothing runs for it any more: what runs on for others is theirs */
  async #leave(): Promise<boolean> {
    this.#left += 1;
    if (this.#over || this.#left < this.#members.length) return true;
    // Code that ends with its signal does so within a turn of the loop.
    await Promise.race([this.#ended, new Promise((resolve) => setImmediate(resolve))]);
    return this.#over;
  }
}

/** Promises among them are awaited, each for itself. */
async function answersOf(returned: unknown): Promise<unknown> {
  const answers = await returned;
  return Array.isArray(answers) && answers.some(isThenable) ? await Promise.all(answers.map(awaited)) : answers;
}

async function awaited(given: unknown): Promise<unknown> {
  return isThenable(given) ? (await Promise.allSettled([given]))[0] : given;
}

/** The part of one job. */
class Member extends Execution {
  readonly payload: Json;
  readonly ctx: HandlerContext;
  readonly done: Promise<unknown>;
  readonly #leave: () => Promise<boolean>;
  complete: (result: unknown) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor(payload: Json, ctx: HandlerContext, leave: () => Promise<boolean>) {
    super();
    this.payload = payload;
    this.ctx = ctx;
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
  const settled = settledOf(given);
  if (settled?.status === 'rejected') member.fail(settled.reason);
  else {
    const value = settled === null ? given : settled.value;
    if (isError(value)) member.fail(value);
    else member.complete(value);
  }
}

/** What Promise.allSettled says of one. */
function settledOf(given: unknown): PromiseSettledResult<unknown> | null {
  if (typeof given !== 'object' || given === null || !('status' in given)) return null;
  const { status } = given;
  const settled = (status === 'fulfilled' && 'value' in given) || (status === 'rejected' && 'reason' in given);
  return settled ? (given as PromiseSettledResult<unknown>) : null;
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
