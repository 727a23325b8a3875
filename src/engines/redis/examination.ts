/**
 * Whether records, indexes and leases agree, page by page: each step holds Redis up for about a millisecond,
 * and jobs may move meanwhile, for every finding is looked at again in the script that puts it right. It waits through
 * outages: who examines a store that is slow wants to know why.
 */
import type { StoreCheck, StoreRepair } from '../../engine/index.ts';
import { type Clock, counted, pause } from '../../foundation/index.ts';
import type { StoreClient } from './client.ts';
import { homesOf } from './locate.ts';
import type { Mover } from './move.ts';
import { placesOf } from './layout.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { RedisStore } from './store.ts';
import { repairUndelivered, undeliveredCheck } from './outbox/undelivered.ts';
import { finish, inBoth, unfinishedIn } from './unfinished.ts';

/** What may be wrong, as a sentence about a number of jobs; the names are those of lua/examine.lua, but the first and last two. */
const SENTENCES = {
  ids: 'jobs cannot be found by their id',
  gone: 'ids lead to no job',
  states: 'jobs are missing in the list of their state',
  orphans: 'entries of lists lead to no job of that state',
  due: 'delayed jobs have no due time',
  held: 'held jobs would not be released',
  waiting: 'available jobs stand in no waiting list',
  astray: 'jobs held by a gate are not where it looks for them',
  passes: 'passes of gates belong to no attempt',
  moving: 'jobs are between two queues',
  landing: 'notes of moves that are over',
} as const;
type Finding = keyof typeof SENTENCES;

/** Which check tells of a finding. */
const CHECKS: Readonly<Record<string, readonly Finding[]>> = {
  ids: ['ids', 'gone'],
  indexes: ['states', 'orphans', 'due', 'held'],
  waiting: ['waiting'],
  gates: ['astray', 'passes'],
  moves: ['moving', 'landing'],
};

const REPAIRED: Readonly<Record<Finding, string>> = {
  ids: 'ids of jobs written again',
  gone: 'ids without a job deleted',
  states: 'jobs listed under their state again',
  orphans: 'entries without a job deleted',
  due: 'due times written again',
  held: 'held jobs listed again',
  waiting: 'available jobs put back to the front of their list',
  astray: 'jobs held by a gate put back to the front of their list',
  passes: 'passes of gates given back',
  moving: 'jobs between two queues brought to the one that they were to go to',
  landing: 'notes of moves that are over deleted',
};

type Findings = Map<Finding, number>;

/** Ids per call: a waiting list is searched for each. */
const IDS = 10;
const PAGE = 1_000;
/** What lua/examine.lua goes through by pages. Passes come before who is through: those are derived. */
const PAGED = ['records', 'states', 'delayed', 'before', 'passes', 'waited'];
const LOOKS = 2;
const MOMENT_MS = 100;

export class Examination {
  readonly #store: RedisStore;
  readonly #mover: Mover;
  readonly #outbox: Outbox;
  readonly #clock: Clock;

  constructor(store: RedisStore, mover: Mover, outbox: Outbox, clock: Clock) {
    this.#store = store;
    this.#mover = mover;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async checks(): Promise<readonly StoreCheck[]> {
    const findings = await this.#all(false);
    const checks = Object.entries(CHECKS).map(([name, kinds]): StoreCheck => {
      const wrong = kinds
        .filter((kind) => findings.has(kind))
        .map((kind) => `${SENTENCES[kind]} (${findings.get(kind)})`);
      if (wrong.length === 0) return { name, status: 'ok', message: 'agree with the jobs', hint: null };
      return { name, status: 'warn', message: wrong.join('; '), hint: '`skep doctor --store --repair` puts it right.' };
    });
    return [...checks, await undeliveredCheck(this.#store), await this.#stuck()];
  }

  async repair(): Promise<readonly StoreRepair[]> {
    const findings = await this.#all(true);
    const repairs = Object.entries(CHECKS).flatMap(([name, kinds]) =>
      kinds
        .filter((kind) => findings.has(kind))
        .map((kind) => ({ name, message: `${REPAIRED[kind]} (${findings.get(kind)})` })),
    );
    return [...repairs, ...(await repairUndelivered(this.#store, this.#outbox))];
  }

  async #all(fix: boolean): Promise<Findings> {
    const findings: Findings = new Map();
    await this.#ids(fix, findings);
    for (const queue of await this.#store.queues('worker')) {
      await this.#moves(queue, fix, findings);
    }
    for (const queue of await this.#store.queues('worker')) {
      for (const what of PAGED) await this.#pages(queue, what, fix, findings);
      await this.#waiting(queue, fix, findings);
    }
    return findings;
  }

  /** What is on its way just now is no finding: it is gone at the second look. */
  async #moves(queue: string, fix: boolean, findings: Findings): Promise<void> {
    const first = await unfinishedIn(this.#store, 'worker', queue);
    if (first.parked.size === 0 && first.over.length === 0) return;
    await pause(this.#clock, MOMENT_MS);
    const found = inBoth(first, await unfinishedIn(this.#store, 'worker', queue));
    if (found.parked.size > 0) add(findings, 'moving', found.parked.size);
    if (found.over.length > 0) add(findings, 'landing', found.over.length);
    if (fix) await finish(this.#mover, queue, found);
  }

  async #pages(queue: string, what: string, fix: boolean, findings: Findings): Promise<void> {
    let cursor = '0';
    do cursor = await this.#examine(queue, [what, cursor, fix ? 1 : 0], findings);
    while (cursor !== '0');
  }

  /** @returns the cursor of the next page */
  async #examine(queue: string, args: readonly (string | number)[], findings: Findings): Promise<string> {
    const { keys } = this.#store;
    const reply = await this.#store.run('worker', 'examine', keys.of(queue), args);
    const [cursor = '0', ...found] = reply as readonly string[];
    const chosen: string[] = [];
    for (let i = 0; i < found.length; i += 2) {
      if (found[i] === 'chosen') chosen.push(found[i + 1] ?? '');
      else add(findings, found[i] as Finding, 1);
    }
    if (chosen.length > 0) await this.#chosen(queue, chosen, { fix: args[2] === 1, findings });
    return cursor;
  }

  /** Jobs of this queue whose ids their callers chose: the id index must say so. */
  async #chosen(
    queue: string,
    ids: readonly string[],
    { fix, findings }: { readonly fix: boolean; readonly findings: Findings },
  ): Promise<void> {
    const { keys } = this.#store;
    const said = await this.#read((client) => client.hmget(keys.ids, ...ids));
    const wrong = ids.filter((_id, index) => said[index] !== queue);
    // One that was removed since its page was read is not missed.
    const there = wrong.length === 0 ? [] : await this.#store.run('worker', 'find', keys.of(queue), wrong);
    for (const id of await this.#staying(queue, there as readonly string[])) {
      add(findings, 'ids', 1);
      if (fix) await this.#read((client) => client.hset(keys.ids, id, queue));
    }
  }

  /** Ids of jobs that leave the queue may lead to the other one already. */
  async #staying(queue: string, ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return ids;
    const moving = await this.#read((client) => client.hmget(`${this.#store.keys.base(queue)}moving`, ...ids));
    return ids.filter((_id, index) => moving[index] === null);
  }

  /** Entries of the id index whose job is in no queue. On a Cluster an entry comes before its job: it gets a moment. */
  async #ids(fix: boolean, findings: Findings): Promise<void> {
    const { keys } = this.#store;
    let cursor = '0';
    do {
      const page = await this.#read((client) => client.hscan(keys.ids, cursor, 'COUNT', PAGE));
      cursor = page[0];
      let gone = page[1].filter((_text, index) => index % 2 === 0);
      for (let look = 0; look < LOOKS && gone.length > 0; look += 1) {
        if (look > 0) await pause(this.#clock, MOMENT_MS);
        // All chosen ids of the store: their records may be large.
        const homes = await homesOf(this.#store, 'worker', gone, { script: 'find' });
        gone = gone.filter((id) => !homes.has(id));
      }
      if (gone.length === 0) continue;
      add(findings, 'gone', gone.length);
      if (fix) await this.#read((client) => client.hdel(keys.ids, ...gone));
    } while (cursor !== '0');
  }

  /** A list cannot be asked for an id quickly, so all ids are read first: some hundred bytes of memory each. */
  async #waiting(queue: string, fix: boolean, findings: Findings): Promise<void> {
    const base = this.#store.keys.base(queue);
    const listed = new Set<string>();
    for (let priority = 0; priority <= 9; priority += 1) {
      const list = `${base}waiting${priority === 5 ? '' : `:${priority}`}`;
      await each(
        (from, to) => this.#read((client) => client.lrange(list, from, to)),
        (ids) => {
          for (const id of ids) listed.add(id);
        },
      );
    }
    const missing: string[] = [];
    const [first, end] = placesOf('available');
    await each(
      (from, to) =>
        this.#read((client) => client.zrangebyscore(`${base}states`, first, `(${end}`, 'LIMIT', from, to - from + 1)),
      (ids) => {
        for (const id of ids) if (!listed.has(id)) missing.push(id);
      },
    );
    for (let from = 0; from < missing.length; from += IDS) {
      await this.#examine(queue, ['waiting', '0', fix ? 1 : 0, ...missing.slice(from, from + IDS)], findings);
    }
  }

  #read<T>(call: (client: StoreClient) => Promise<T>): Promise<T> {
    return this.#store.guard(() => call(this.#store.client('worker')));
  }

  /** Jobs of dead processes that nobody has taken back yet. */
  async #stuck(): Promise<StoreCheck> {
    const { keys } = this.#store;
    let jobs = 0;
    for (const queue of await this.#store.queues('worker')) {
      for (const session of await this.#read((client) => client.smembers(`${keys.base(queue)}owners`))) {
        if ((await this.#read((client) => client.exists(keys.lease(queue, session)))) === 1) continue;
        jobs += await this.#read((client) => client.hlen(`${keys.base(queue)}active:${session}`));
      }
    }
    if (jobs === 0) return { name: 'rescue', status: 'ok', message: 'no job waits to be taken back', hint: null };
    const message = `${counted(jobs, 'job')} of ended processes to be taken back`;
    return { name: 'rescue', status: 'warn', message, hint: 'Start a worker: it takes them back.' };
  }
}

async function each(
  read: (from: number, to: number) => Promise<readonly string[]>,
  take: (ids: readonly string[]) => void,
): Promise<void> {
  for (let from = 0; ; from += PAGE) {
    const ids = await read(from, from + PAGE - 1);
    take(ids);
    if (ids.length < PAGE) return;
  }
}

function add(findings: Findings, kind: Finding, count: number): void {
  findings.set(kind, (findings.get(kind) ?? 0) + count);
}
