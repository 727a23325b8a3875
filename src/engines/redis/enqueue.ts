/**
 * (nothing) → available or scheduled. Calls of one turn of the event loop go in one script, each all or nothing; on a
 * Cluster one script per queue, all or nothing in it. Jobs of one call for one queue go to the same shard.
 */
import { type EnqueueReceipt, idTaken, type NewJob, type RulesInForce } from '../../engine/index.ts';
import { messageOf, outside, reach, SkepError } from '../../foundation/index.ts';
import { type Insertion, insertionOf } from './compose.ts';
import { type Meant, placed } from './placements.ts';
import { stateOf } from './layout.ts';
import { asList } from './scripts.ts';
import { shardFor } from './shards.ts';
import type { RedisStore } from './store.ts';

/** Jobs of some calls for one physical queue, with the call and the place in it of each. */
interface Load {
  readonly queue: string;
  readonly jobs: NewJob[];
  readonly owners: number[];
  readonly places: number[];
}

/** Of each call: its receipts, and why it failed. */
interface Answers {
  readonly receipts: readonly EnqueueReceipt[][];
  readonly failures: unknown[];
}

interface Call {
  readonly batch: readonly NewJob[];
  readonly resolve: (receipts: readonly EnqueueReceipt[]) => void;
  readonly reject: (error: unknown) => void;
}

/** First in the reply of enqueue.lua when an id is another task's. */
const TAKEN = 2;
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

  async enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]> {
    if (batch.length === 0) return [];
    return new Promise((resolve, reject) => {
      this.#calls.push({ batch, resolve, reject });
      if (this.#calls.length === 1) {
        // One script serves many callers: an instrumented client must not put it under the first one's span.
        outside(() =>
          setImmediate(() => {
            this.#flush();
          }),
        );
      }
    });
  }

  /** The job of a claimed tick: the same call again, late or by others too, stores nothing. */
  async enqueueTick(schedule: string, number: string, job: NewJob): Promise<void> {
    const store = this.#store;
    const meant = { job, queue: shardFor(job.queue, this.#rules.queue(job.queue).shards, job.id) };
    const homes = job.idChosen ? await placed(store, 'worker', [meant]) : NOWHERE;
    const queue = homes.get(job.id) ?? meant.queue;
    if (!store.isRegistered(queue)) await store.register('worker', [queue]);
    const parcel = { base: store.keys.base(queue), jobs: [job] };
    const args = [schedule, number, ...insertionOf([parcel], store.idsHere).args];
    const fresh = await store.run('worker', 'enqueue-tick', store.keys.of(queue), args);
    if (fresh === 1) await store.register('worker', [queue]);
  }

  #flush(): void {
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
  }

  async #send(calls: readonly Call[]): Promise<void> {
    this.#underWay += 1;
    try {
      await this.#sendTogether(calls);
    } catch (error) {
      if (error instanceof SkepError && error.code !== 'REQUEST_INVALID') for (const { reject } of calls) reject(error);
      else this.#sendApart(calls, error);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Rejects when nothing was sent, for one of the calls cannot be written. */
  async #sendTogether(calls: readonly Call[]): Promise<void> {
    const loads = loadsOf(calls, await this.#homes(calls), this.#rules);
    const groups = this.#store.clustered ? loads.map((load) => [load]) : [loads];
    const scripts = groups.map((group) => ({ group, insertion: this.#insertionOf(group) }));
    const receipts = calls.map(({ batch }) => new Array<EnqueueReceipt>(batch.length));
    const failures: unknown[] = [];
    await Promise.all(
      scripts.map(({ group, insertion }) => this.#insertApart(group, insertion, { receipts, failures })),
    );
    calls.forEach(({ resolve, reject }, index) => {
      if (failures[index] === undefined) resolve(receipts[index] ?? []);
      else reject(failures[index]);
    });
  }

  #insertionOf(group: readonly Load[]): Insertion {
    const { keys } = this.#store;
    return insertionOf(
      group.map(({ queue, jobs }) => ({ base: keys.base(queue), jobs })),
      this.#store.idsHere,
    );
  }

  /** An id of another task's job stops the script: then each call goes alone, so that only its own suffers. */
  async #insertApart(group: readonly Load[], insertion: Insertion, answers: Answers): Promise<void> {
    const owners = new Set(group.flatMap((load) => load.owners));
    try {
      await this.#insert(group, insertion, answers.receipts);
    } catch (error) {
      const taken = error instanceof SkepError && error.code === 'JOB_ID_TAKEN';
      if (!taken || owners.size === 1) for (const owner of owners) answers.failures[owner] = error;
      else {
        for (const owner of owners) {
          const own = ofOwner(group, owner);
          await this.#insertApart(own, this.#insertionOf(own), answers);
        }
      }
    }
  }

  /** @throws SkepError JOB_ID_TAKEN, and nothing is stored */
  async #insert(
    group: readonly Load[],
    { args, templates }: Insertion,
    receipts: readonly EnqueueReceipt[][],
  ): Promise<void> {
    const queues = group.map(({ queue }) => queue);
    await this.#store.register(
      'producer',
      queues.filter((queue) => !this.#store.isRegistered(queue)),
    );
    const answer = this.#store.run('producer', 'enqueue', this.#store.keys.of(queues[0] ?? ''), args);
    reach('enqueue.midway');
    const [fresh, created, existing] = asList(await answer) as unknown as [number, string[], (number | string)[]];
    if (fresh === TAKEN) throw idTaken(String(created), String(existing));
    // A queue without any job ever, or one of a store that lost its data: then the others do not know it either.
    if (fresh === 1) await this.#store.register('producer', queues);
    tell(group, templates, { news: created.map(newsOf), others: othersOf(existing) }, receipts);
  }

  /** Physical queues of ids that were given to one already. */
  async #homes(calls: readonly Call[]): Promise<ReadonlyMap<string, string>> {
    const chosen: Meant[] = [];
    for (const { batch } of calls) {
      const shards = new ShardChoice(this.#rules);
      for (const job of batch) if (job.idChosen) chosen.push({ job, queue: shards.of(job) });
    }
    return chosen.length === 0 ? NOWHERE : placed(this.#store, 'producer', chosen);
  }

  /** One of the calls cannot be written: the others must not suffer for it. */
  #sendApart(calls: readonly Call[], error: unknown): void {
    if (calls.length > 1) for (const call of calls) void this.#send([call]);
    else calls[0]?.reject(refusal(error));
  }
}

/** The shards of one call: one per queue, by the first id that goes there, so that the same call again finds its jobs. */
class ShardChoice {
  readonly #rules: RulesInForce;
  #last = '';
  #physical = '';
  #chosen: Map<string, string> | undefined;

  constructor(rules: RulesInForce) {
    this.#rules = rules;
  }

  of({ id, queue }: NewJob): string {
    if (queue === this.#last) return this.#physical;
    this.#chosen ??= new Map();
    const physical = this.#chosen.get(queue) ?? shardFor(queue, this.#rules.queue(queue).shards, id);
    this.#chosen.set(queue, physical);
    this.#last = queue;
    this.#physical = physical;
    return physical;
  }
}

function loadsOf(calls: readonly Call[], homes: ReadonlyMap<string, string>, rules: RulesInForce): readonly Load[] {
  const loads = new Map<string, Load>();
  let load: Load | undefined;
  calls.forEach(({ batch }, owner) => {
    const shards = new ShardChoice(rules);
    batch.forEach((job, place) => {
      const queue = homes.get(job.id) ?? shards.of(job);
      if (load?.queue !== queue) {
        load = loads.get(queue) ?? { queue, jobs: [], owners: [], places: [] };
        loads.set(queue, load);
      }
      load.jobs.push(job);
      load.owners.push(owner);
      load.places.push(place);
    });
  });
  return [...loads.values()];
}

/** What that call puts into the group's queues. */
function ofOwner(group: readonly Load[], owner: number): readonly Load[] {
  return group.flatMap(({ queue, jobs, owners, places }) => {
    const own = [...owners.keys()].filter((index) => owners[index] === owner);
    if (own.length === 0) return [];
    const at = <T>(list: readonly T[]): T[] => own.flatMap((index) => list.slice(index, index + 1));
    return [{ queue, jobs: at(jobs), owners: at(owners), places: at(places) }];
  });
}

function refusal(error: unknown): SkepError {
  if (error instanceof SkepError) return error;
  return new SkepError('PAYLOAD_NOT_JSON', `A payload cannot be written as JSON: ${messageOf(error)}`);
}

/** Jobs that are stored already, by their number in the script's call. */
function othersOf(existing: readonly (number | string)[]): ReadonlyMap<number, News> {
  const others = new Map<number, News>();
  for (let i = 0; i < existing.length; i += 2) others.set(Number(existing[i]), newsOf(String(existing[i + 1])));
  return others;
}

interface Reply {
  /** Of the new jobs of each template. */
  readonly news: readonly News[];
  readonly others: ReadonlyMap<number, News>;
}

/** Writes what a script said into the receipts of the calls. */
function tell(
  group: readonly Load[],
  templates: readonly number[],
  { news, others }: Reply,
  receipts: readonly EnqueueReceipt[][],
): void {
  let number = 0;
  for (const { jobs, owners, places } of group) {
    for (const [index, { id }] of jobs.entries()) {
      const template = templates[number] ?? 0;
      number += 1;
      const of = receipts[owners[index] ?? 0];
      const told = others.get(number) ?? news[template - 1];
      if (of && told) of[places[index] ?? 0] = { id, status: told.status, state: told.state, runAt: told.runAt };
    }
  }
}

type News = Omit<EnqueueReceipt, 'id'>;

/** 'n STATE RUN' created or 'e STATE RUN' existing. */
function newsOf(reply: string): News {
  return {
    status: reply.startsWith('n') ? 'created' : 'existing',
    state: stateOf(reply.charAt(2)) ?? 'available',
    runAt: Number(reply.slice(4)),
  };
}
