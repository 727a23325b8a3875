/**
 * Runs from and for another store. What lies aside has all of its keys but the one that makes it a run (`run:ID`), whose fields lie
 * in `run:ID:laid`: so nothing that comes to it finds a run. `runs-laid` has those ids.
 */
import { createHash } from 'node:crypto';

import { type ItemEnd, type Plan, type Run, UNTOUCHED } from '../../core/index.ts';
import type { HandoverFacet, StepEnds } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';
import { endIn, endText, givenRunText, pagesOf, readRun, stepText } from './runs/run-texts.ts';
import type { RedisStore } from './store.ts';

/** Items that one command reads or writes. */
const SLICE = 1_000;
/** Ends have numbers of their queue's outbox; each one that comes is newer than those of another store. */
const BEFORE_ALL = '0';

export class Handover implements HandoverFacet {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  get #keys(): readonly [string, string] {
    const { global, signals } = this.#store.keys;
    return [global, signals];
  }

  #key(id: string, rest = ''): string {
    return `${this.#store.keys.global}run:${id}${rest}`;
  }

  #ask<T>(call: (client: ReturnType<RedisStore['client']>) => Promise<T>): Promise<T> {
    return this.#store.guard(() => call(this.#store.client('producer')));
  }

  readonly whole: HandoverFacet['whole'] = async (id) => {
    const reply = (await this.#store.run('producer', 'run-read', this.#keys, [id])) as readonly string[];
    const text = await this.#ask((client) => client.get(this.#key(id, ':plan')));
    const read = text === null ? null : readRun(id, JSON.parse(text) as Plan, reply);
    if (read?.sweep !== null) return null;
    const { run } = read;
    const begun = run.steps.flatMap((step, number) => (step.total > 0 || step.begun > 0 ? [number] : []));
    const signals = await this.#ask((client) => client.hgetall(this.#key(id, ':g')));
    return {
      run,
      ends: await Promise.all([...run.steps.keys()].map((step) => this.#ends(run, step))),
      lists: await Promise.all(begun.map(async (step) => ({ step, list: await this.#list(id, step) }))),
      signals: new Map(Object.entries(signals).map(([name, payload]) => [name, JSON.parse(payload) as Json])),
      token: digestOf(reply.slice(2)),
    };
  };

  async #ends({ id, steps }: Run, step: number): Promise<StepEnds> {
    const ends: (readonly [number, ItemEnd])[] = [];
    // A wait has an end and no item that has begun.
    const count = steps[step] === UNTOUCHED ? 0 : Math.max(1, steps[step]?.begun ?? 0);
    for (let from = 0; from < count; from += SLICE) {
      const indices = Array.from({ length: Math.min(SLICE, count - from) }, (_none, at) => String(from + at));
      const texts = await this.#ask((client) => client.hmget(this.#key(id, `:i:${step}`), ...indices));
      texts.forEach((text, at) => {
        const end = endIn(text);
        if (end !== null) ends.push([from + at, end]);
      });
    }
    return { step, ends };
  }

  async #list(id: string, step: number): Promise<readonly Json[]> {
    const pages = await this.#ask((client) => client.lrange(this.#key(id, `:l:${step}`), 0, '-1'));
    return pages.flatMap((text) => JSON.parse(text) as readonly Json[]);
  }

  readonly lay: HandoverFacet['lay'] = async ({ run, ends, lists, signals }) => {
    const { id, plan, input } = run;
    await this.drop([id]);
    await this.#ask((client) => client.set(this.#key(id, ':plan'), JSON.stringify(plan)));
    await this.#ask((client) => client.set(this.#key(id, ':input'), JSON.stringify(input)));
    for (const { step, ends: own } of ends) {
      const pairs = own.map(([index, end]): [string, string] => [String(index), endText(end, BEFORE_ALL)]);
      await this.#fill(this.#key(id, `:i:${step}`), pairs);
    }
    for (const { step, list } of lists) {
      for (const page of pagesOf(list)) await this.#ask((client) => client.rpush(this.#key(id, `:l:${step}`), page));
    }
    await this.#fill(
      this.#key(id, ':g'),
      [...signals].map(([name, payload]) => [name, JSON.stringify(payload)]),
    );
    await this.#fill(this.#key(id, ':laid'), Object.entries(fieldsOf(run)));
    await this.#ask((client) => client.zadd(`${this.#store.keys.global}runs-laid`, run.createdAt, id));
  };

  /** All that it has beside itself. */
  #rest(id: string, { steps }: Plan): [string, ...string[]] {
    const own = [...steps.keys()].flatMap((step) => [this.#key(id, `:i:${step}`), this.#key(id, `:l:${step}`)]);
    return [...[':plan', ':input', ':g'].map((rest) => this.#key(id, rest)), ...own] as [string, ...string[]];
  }

  async #fill(hash: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
    for (let from = 0; from < pairs.length; from += SLICE) {
      await this.#ask((client) => client.hset(hash, Object.fromEntries(pairs.slice(from, from + SLICE))));
    }
  }

  readonly laid: HandoverFacet['laid'] = () =>
    this.#ask((client) => client.zrange(`${this.#store.keys.global}runs-laid`, 0, '-1'));

  readonly drop: HandoverFacet['drop'] = async (ids) => {
    for (const id of ids) {
      await this.#ask((client) => client.zrem(`${this.#store.keys.global}runs-laid`, id));
      await this.#ask((client) => client.del(this.#key(id, ':laid')));
      // What is beside a run that is there is its own.
      if ((await this.#ask((client) => client.exists(this.#key(id)))) === 1) continue;
      const text = await this.#ask((client) => client.get(this.#key(id, ':plan')));
      if (text !== null) await this.#ask((client) => client.del(...this.#rest(id, JSON.parse(text) as Plan)));
    }
  };

  readonly take: HandoverFacet['take'] = async (runs) => {
    const args = runs.flatMap(({ run, token }) => [run.id, run.plan.steps.length, token]);
    return (await this.#store.run('producer', 'run-take', this.#keys, args)) === 1;
  };

  readonly arrive: HandoverFacet['arrive'] = async (ids) => {
    if (ids.length > 0) await this.#store.run('producer', 'run-arrive', this.#keys, ids);
  };
}

/** @param fields name, value … as lua/run-take.lua reads them */
function digestOf(fields: readonly string[]): string {
  const pairs: string[] = [];
  for (let at = 0; at < fields.length; at += 2) pairs.push(`${fields[at] ?? ''}\n${fields[at + 1] ?? ''}`);
  const names = new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('\n')), pair]));
  const sorted = [...names.keys()].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return createHash('sha1')
    .update(sorted.map((name) => names.get(name)).join('\n'))
    .digest('hex');
}

/** Of the hash of a run, see lua/_runs.lua. */
function fieldsOf(run: Run): Readonly<Record<string, string>> {
  const { state, createdAt, finishedAt, workflow, cancelled, result, error } = run;
  const fields: Record<string, string> = {
    ...{ state, created: String(createdAt), given: givenRunText(run), workflow: workflow ?? '', v: '0' },
    ...(finishedAt !== null && { finished: String(finishedAt) }),
    ...(cancelled !== null && { cancelled: JSON.stringify(cancelled) }),
    ...(result !== null && { result: JSON.stringify(result) }),
    ...(error !== null && { error: JSON.stringify(error) }),
  };
  for (const [number, progress] of run.steps.entries()) {
    if (progress === UNTOUCHED) continue;
    fields[`s:${number}`] = stepText(progress);
    const counts = { c: progress.completed, f: progress.failed, x: progress.cancelled };
    for (const [letter, count] of Object.entries(counts)) if (count > 0) fields[`${letter}:${number}`] = String(count);
  }
  return fields;
}
