/**
 * (nothing) → available or scheduled. Calls of one turn of the event loop go in one script, each all or nothing; on a
 * Cluster one script per queue, all or nothing in it. Jobs of one call for one queue go to the same shard.
 */
import type { EnqueueReceipt, NewJob, RulesInForce } from '../../engine/index.ts';
import { messageOf, outside, reach, SkepError } from '../../foundation/index.ts';
import { type Insertion, insertionOf } from './compose.ts';
import { replyOf, tell } from './enqueue-reply.ts';
import { chosenIn, type Load, loadsOf, ofOwner, queuesOf } from './lanes/loads.ts';
import { placed, unplace } from './lanes/placements.ts';
import type { Ahead } from './runs/run-script.ts';
import type { RedisStore } from './store.ts';

interface Call {
  readonly batch: readonly NewJob[];
  readonly resolve: (receipts: readonly EnqueueReceipt[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Of each call that goes together: its receipts, and why it failed. */
interface Answers {
  readonly receipts: readonly EnqueueReceipt[][];
  readonly failures: unknown[];
}

const NOWHERE: ReadonlyMap<string, string> = new Map();

/** Jobs of small calls that one script takes: it holds Redis up for some milliseconds. One call is never cut. */
const JOBS_PER_SCRIPT = 500;
/**
 * So many callers leave in two scripts when none is under way: while Redis stores the second half, the first prepares
 * its next calls. From then on the halves follow each other by themselves.
 */
const HALVED_FROM = 32;

export class Enqueuer {
  readonly #store: RedisStore;
  readonly #rules: RulesInForce;
  #calls: Call[] = [];
  /** Scripts without an answer yet. */
  #underWay = 0;

  constructor(store: RedisStore, rules: RulesInForce) {
    this.#store = store;
    this.#rules = rules;
  }

  enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]> {
    if (batch.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#calls.push({ batch, resolve, reject });
      // One script serves many callers: an instrumented client must not put it under the first one's span.
      if (this.#calls.length === 1) outside(this.#flushSoon);
    });
  }

  readonly #flushSoon = (): void => {
    setImmediate(this.#flush);
  };

  readonly #flush = (): void => {
    const calls = this.#calls;
    this.#calls = [];
    const halved = this.#underWay === 0 && calls.length >= HALVED_FROM;
    const most = halved ? Math.ceil(calls.length / 2) : calls.length;
    for (let from = 0; from < calls.length;) {
      let to = from;
      for (let jobs = 0; to < calls.length; to += 1) {
        jobs += calls[to]?.batch.length ?? 0;
        if (to > from && (jobs > JOBS_PER_SCRIPT || to - from >= most)) break;
      }
      void this.#send(calls.slice(from, to));
      from = to;
    }
  };

  async #send(calls: readonly Call[]): Promise<void> {
    this.#underWay += 1;
    try {
      const answers = await this.#storeAll(calls);
      for (let index = 0; index < calls.length; index += 1) {
        if (answers.failures[index] === undefined) calls[index]?.resolve(answers.receipts[index] ?? []);
        else calls[index]?.reject(answers.failures[index]);
      }
    } catch (error) {
      if (error instanceof SkepError && error.code !== 'REQUEST_INVALID') for (const { reject } of calls) reject(error);
      else this.#sendApart(calls, error);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Rejects when nothing was sent, for one of the calls cannot be written. */
  async #storeAll(calls: readonly Call[]): Promise<Answers> {
    const batches = calls.map(({ batch }) => batch);
    const chosen = chosenIn(batches, this.#rules);
    const loads = loadsOf(
      batches,
      chosen.length === 0 ? NOWHERE : await placed(this.#store, 'producer', chosen),
      this.#rules,
    );
    const answers: Answers = { receipts: batches.map(({ length }) => new Array<EnqueueReceipt>(length)), failures: [] };
    // All are composed before the first is sent.
    const groups = this.#store.clustered ? loads.map((load) => [load]) : [loads];
    const sent = groups.map((group) => ({ group, insertion: this.#insertionOf(group) }));
    const [only] = sent;
    if (only && sent.length === 1) await this.#insert(only.group, only.insertion, answers);
    else await Promise.all(sent.map(({ group, insertion }) => this.#insert(group, insertion, answers)));
    return answers;
  }

  #insertionOf(group: readonly Load[]): Insertion {
    const { keys } = this.#store;
    return insertionOf(
      group.map(({ queue, jobs }) => ({ base: keys.base(queue), jobs })),
      this.#store.idsHere,
    );
  }

  /** An id of another task's job stops the script, or a key that refuses one: then each call goes alone, so that only its own suffers. */
  async #insert(group: readonly Load[], { args, ahead, templates }: Insertion, answers: Answers): Promise<void> {
    const store = this.#store;
    try {
      const unknown = group.filter(({ queue }) => !store.isRegistered(queue));
      if (unknown.length > 0) await store.register('producer', queuesOf(unknown));
      const answer = store.run('producer', 'enqueue', store.keys.of(group[0]?.queue ?? ''), args, ahead);
      reach('enqueue.midway');
      const reply = replyOf(await answer);
      // A queue without any job ever, or one of a store that lost its data: then the others do not know it either.
      if (reply.fresh) await store.register('producer', queuesOf(group));
      tell(group, templates, reply, answers.receipts);
      if (store.clustered) await this.#giveIdsBack(group, answers.receipts);
    } catch (error) {
      if (error instanceof SkepError && error.kind === 'conflict') await this.#takeBack(ahead);
      await this.#insertApart(group, error, answers);
    }
  }

  /** The payloads of jobs that were refused, best effort. */
  async #takeBack(ahead: readonly Ahead[]): Promise<void> {
    const client = this.#store.client('producer');
    await Promise.all(ahead.map(([hash, field]) => client.hdel(hash, field).catch(() => undefined)));
  }

  async #insertApart(group: readonly Load[], error: unknown, answers: Answers): Promise<void> {
    const owners = new Set(group.flatMap((load) => load.owners));
    const refused = error instanceof SkepError && error.kind === 'conflict';
    if (!refused || owners.size === 1) {
      for (const owner of owners) answers.failures[owner] = error;
      if (refused && this.#store.clustered) await this.#giveIdsBack(group, []);
    } else {
      for (const owner of owners) {
        const own = ofOwner(group, owner);
        await this.#insert(own, this.#insertionOf(own), answers);
      }
    }
  }

  /** Chosen ids were given to a queue before; where a key has kept a job out, its id is nobody's. */
  async #giveIdsBack(group: readonly Load[], receipts: readonly EnqueueReceipt[][]): Promise<void> {
    for (const { queue, jobs, owners, places } of group) {
      const ids = jobs.flatMap(({ id, idChosen, unique }, index) => {
        const told = receipts[owners[index] ?? 0]?.[places[index] ?? 0]?.id;
        return unique === null || !idChosen || told === id ? [] : [id];
      });
      // What is left there for a while keeps the id in that queue, no more.
      await unplace(this.#store, 'producer', { queue, ids }).catch(() => undefined);
    }
  }

  /** One of the calls cannot be written: the others must not suffer for it. */
  #sendApart(calls: readonly Call[], error: unknown): void {
    if (calls.length > 1) for (const call of calls) void this.#send([call]);
    else calls[0]?.reject(refusal(error));
  }
}

function refusal(error: unknown): SkepError {
  if (error instanceof SkepError) return error;
  return new SkepError('PAYLOAD_NOT_JSON', `A payload cannot be written as JSON: ${messageOf(error)}`);
}
