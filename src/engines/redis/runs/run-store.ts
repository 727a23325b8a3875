/** What is asked of Redis about runs. Every one of their keys lies in the slot of no queue. */
import {
  Lru,
  READ_MAX,
  TOO_MUCH,
  type Found,
  type ItemRef,
  type NewRun,
  type Plan,
  planIn,
  type Run,
  type Turn,
  type Wanted,
} from '../../../core/index.ts';
import { Portion } from '../../../engine/index.ts';
import type { Json } from '../../../foundation/index.ts';
import type { NotedEnd } from '../outbox/noted-ends.ts';
import { type Change, type Ended, type Posted, turnArguments } from './run-change.ts';
import {
  endIn,
  enteredRun,
  entering,
  isRetrying,
  letterOfEnd,
  LIST_PAGE,
  readRun,
  type ReadRun,
  valueText,
} from './run-texts.ts';
import { goIn, RunsSeen } from './runs-seen.ts';
import type { ScriptReply } from '../scripts.ts';
import type { CallRole, RedisStore } from '../store.ts';

const PLANS = 200;
/** Items that one command reads. */
const SLICE = 1_000;

/** Its state, and 1 where it was done. */
type Answer = readonly [Run['state'], number];
/** Of lua/run-turn.lua. */
type Stored = readonly [number, string, number, string?, string?, number?];
type Reply = Answer | readonly [undefined?];

export class RunStore {
  readonly #store: RedisStore;
  /** Plans never change. */
  readonly #plans = new Lru<{ plan: Plan }>(PLANS);
  readonly #seen = new RunsSeen();

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

  async enter(run: NewRun): Promise<{ readonly isNew: boolean; readonly state: Run['state'] }> {
    const args = entering(run);
    const reply = await this.#store.run('producer', 'run-enter', this.#keys, args);
    const [isNew, state, seq, created] = reply as readonly [number, Run['state'], string, string];
    if (isNew === 1) this.#entered(run, args.at(-1) ?? '', { seq: Number(seq), now: Number(created) });
    return { isNew: isNew === 1, state };
  }

  /** What was written just now need not be read. */
  #entered(run: NewRun, input: string, when: Pick<ReadRun, 'seq' | 'now'>): void {
    const read = enteredRun(run, input, when);
    this.#plans.get(`${read.seq} ${run.id}`, () => ({ plan: read.run.plan }));
    this.#seen.entered(read, input.length);
  }

  /** Its state as far as this process knows, else as it is. */
  async stateAtHand(id: string): Promise<Run['state'] | null> {
    return this.#seen.state(id) ?? (await this.state(id));
  }

  async read(id: string, role: CallRole = 'worker'): Promise<ReadRun | null> {
    const reply = (await this.#store.run(role, 'run-read', this.#keys, [id])) as readonly string[];
    const at = reply.indexOf('seq', 2);
    if (at < 0) return null;
    const plan = await this.#plan(id, reply[at + 1] ?? '', role);
    const read = plan && readRun(id, plan, reply);
    if (read !== null) this.#seen.keep(read, reply[1]?.length ?? 0);
    return read;
  }

  async state(id: string): Promise<Run['state'] | null> {
    const client = this.#store.client('producer');
    return (await this.#store.guard(() => client.hget(this.#key(id), 'state'))) as Run['state'] | null;
  }

  /** As this process has seen it last, a moment ago; else as it is. */
  async atHand(id: string): Promise<ReadRun | null> {
    return this.#seen.fresh(id) ?? (await this.read(id));
  }

  /** @param seq of the run: an id may be used again */
  async #plan(id: string, seq: string, role: CallRole): Promise<Plan | null> {
    const name = `${seq} ${id}`;
    const held = this.#plans.peek(name);
    if (held !== undefined) return held.plan;
    const client = this.#store.client(role);
    const text = await this.#store.guard(() => client.get(this.#key(id, ':plan')));
    return text === null ? null : this.#plans.get(name, () => ({ plan: planIn(text) })).plan;
  }

  /** @returns for each the first word of the reply of lua/run-note.lua, and the letter of a former end */
  async note(ends: readonly Ended[]): Promise<readonly (readonly string[])[]> {
    const args = ends.flatMap(({ item: { run, step, index, round }, end, ordinal }) => [
      ...[run, step, index, round, ordinal, letterOfEnd(end), valueText(end)],
    ]);
    const replies = (await this.#store.run('worker', 'run-note', this.#keys, args)) as readonly (readonly string[])[];
    replies.forEach((reply, at) => {
      const one = ends[at];
      if (one !== undefined && reply[0] === 'go') this.#seen.noted(one.item, one.end, goIn(reply.slice(1)));
    });
    return replies;
  }

  /** The script that stored an end has counted it. */
  noted({ item, end, go }: NotedEnd): void {
    this.#seen.noted(item, end, go);
  }

  /** @param turn of which the change is @returns undefined when another turn was stored since it was read, and nothing is */
  async change(read: ReadRun, change: Change, turn: Turn | null = null): Promise<Posted | undefined> {
    // Whatever becomes of it, what was known is past.
    if (turn === null) this.#seen.forget(read.run.id);
    const reply = await this.#store.run('worker', 'run-turn', this.#keys, turnArguments(read, change));
    return this.changed(read, turn, reply);
  }

  /** @param reply of lua/_turn.lua. @returns as change */
  changed(read: ReadRun, turn: Turn | null, reply: ScriptReply): Posted | undefined {
    const [stored, now, told, number = '', low = '', fresh = 0] = reply as Stored;
    if (stored === 0) {
      this.#seen.forget(read.run.id);
      return undefined;
    }
    if (turn !== null) this.#seen.turned(read, turn, { now: Number(now), isLast: told === 0 });
    return { isLast: told === 0, entry: number === '' ? null : { number, low }, isFresh: fresh === 1 };
  }

  /** As it will be when that end of a step is counted, and nothing else has come; undefined where this process cannot know. */
  expected(item: ItemRef, result: Json, now: number): ReadRun | undefined {
    return this.#seen.expected(item, result, now);
  }

  async found({ run, results: known }: ReadRun, { results, signals, items }: Wanted): Promise<Found> {
    const got = await Promise.all(
      results.map(async (step) => [step, known.get(step) ?? (await this.result(run, step))] as const),
    );
    const lists = await Promise.all(items.map(async (piece) => [piece.step, await this.#list(run.id, piece)] as const));
    return { results: new Map(got), signals: await this.#signals(run.id, signals), items: new Map(lists) };
  }

  async result(run: Run, step: number): Promise<Json | typeof TOO_MUCH> {
    const texts = await this.#resultTexts(run, step);
    if (texts === TOO_MUCH) return TOO_MUCH;
    const values = texts.map((text): Json => {
      const end = endIn(text);
      return end?.state === 'completed' ? end.result : null;
    });
    return run.plan.steps[step]?.forEach === null ? (values[0] ?? null) : values;
  }

  async #resultTexts({ id, steps }: Run, step: number): Promise<readonly (string | null)[] | typeof TOO_MUCH> {
    const total = steps[step]?.total ?? 0;
    const all: (string | null)[] = [];
    const portion = new Portion();
    let size = 0;
    for (let from = 0; from < total; from = all.length) {
      // One tells how large they are.
      const count = Math.min(total - from, from === 0 ? 1 : portion.of(SLICE));
      const texts = await this.ends(id, step, range(from, from + count));
      const bytes = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
      portion.took(count, bytes);
      size += bytes;
      if (total > 1 && size > READ_MAX) return TOO_MUCH;
      all.push(...texts);
    }
    return all;
  }

  /** How items ended, as it is stored; null for those that have not. */
  async ends(id: string, step: number, indices: readonly number[]): Promise<readonly (string | null)[]> {
    if (indices.length === 0) return [];
    const client = this.#store.client('worker');
    return this.#store.guard(() => client.hmget(this.#key(id, `:i:${step}`), ...indices.map(String)));
  }

  async #list(id: string, { step, from, count }: Wanted['items'][number]): Promise<readonly Json[]> {
    const client = this.#store.client('worker');
    const first = Math.floor(from / LIST_PAGE);
    const last = Math.floor((from + count - 1) / LIST_PAGE);
    const pages = await this.#store.guard(() => client.lrange(this.#key(id, `:l:${step}`), first, last));
    const items = pages.flatMap((text) => JSON.parse(text) as readonly Json[]);
    return items.slice(from - first * LIST_PAGE, from - first * LIST_PAGE + count);
  }

  async item(id: string, step: number, index: number): Promise<Json> {
    return (await this.#list(id, { step, from: index, count: 1 }))[0] ?? null;
  }

  async #signals(id: string, names: readonly string[]): Promise<ReadonlyMap<string, Json>> {
    if (names.length === 0) return new Map();
    const client = this.#store.client('worker');
    const texts = await this.#store.guard(() => client.hmget(this.#key(id, ':g'), ...names));
    const found = new Map<string, Json>();
    texts.forEach((text, at) => {
      if (text !== null) found.set(names[at] ?? '', JSON.parse(text) as Json);
    });
    return found;
  }

  async signal(id: string, name: string, payload: Json): Promise<Answer | null> {
    const args = [id, name, JSON.stringify(payload)];
    const reply = (await this.#store.run('producer', 'run-signal', this.#keys, args)) as Reply;
    return reply[0] === undefined ? null : reply;
  }

  /** The ends of all items of these steps that did not complete count no more. */
  async mark({ id, steps }: Run, numbers: readonly number[]): Promise<void> {
    for (const step of numbers) {
      const total = steps[step]?.begun ?? 0;
      for (let from = 0; from < total; from += SLICE) {
        const args = [id, step, ...range(from, Math.min(total, from + SLICE))];
        await this.#store.run('worker', 'run-mark', this.#keys, args);
      }
    }
  }

  /** Of these items those whose jobs are to be retried. */
  async retrying(id: string, step: number, indices: readonly number[]): Promise<readonly number[]> {
    const texts = await this.ends(id, step, indices);
    return indices.filter((_index, at) => isRetrying(texts[at] ?? null));
  }

  async remove(id: string): Promise<Answer | null> {
    const read = await this.read(id);
    this.#seen.forget(id);
    const args = [id, read?.run.plan.steps.length ?? 0];
    const reply = (await this.#store.run('producer', 'run-remove', this.#keys, args)) as Reply;
    return reply[0] === undefined ? null : reply;
  }

  /** Runs that have something to do by now, and when the next one has. */
  async due(limit: number): Promise<{ readonly ids: readonly string[]; readonly nextDueAt: number | null }> {
    const key = `${this.#store.keys.global}runs-due`;
    const client = this.#store.client('worker');
    const [first] = await this.#store.guard(() => client.zrange(key, 0, '0'));
    if (first === undefined) return { ids: [], nextDueAt: null };
    const now = await this.#store.now();
    const ids = await this.#store.guard(() => client.zrangebyscore(key, '-inf', now, 'LIMIT', 0, limit));
    const [, next] = await this.#store.guard(() =>
      client.zrangebyscore(key, `(${now}`, '+inf', 'WITHSCORES', 'LIMIT', 0, 1),
    );
    return { ids, nextDueAt: next === undefined ? null : Number(next) };
  }

  /** Ids of an index, newest first, below a number. */
  async newest(index: string, below: number, limit: number): Promise<readonly (readonly [string, number])[]> {
    const client = this.#store.client('producer');
    const key = `${this.#store.keys.global}${index}`;
    const rows = await this.#store.guard(() =>
      client.zrevrangebyscore(key, `(${below}`, '-inf', 'WITHSCORES', 'LIMIT', 0, limit),
    );
    return pairs(rows);
  }

  /** Ids of runs that ended in that state before an instant, oldest first. */
  async overBefore(state: string, before: number, limit: number): Promise<readonly string[]> {
    const client = this.#store.client('worker');
    const key = `${this.#store.keys.global}runs:over:${state}`;
    return this.#store.guard(() => client.zrangebyscore(key, '-inf', `(${before}`, 'LIMIT', 0, limit));
  }

  async children(id: string): Promise<readonly string[]> {
    const client = this.#store.client('producer');
    return this.#store.guard(() => client.zrange(this.#key(id, ':children'), 0, '-1'));
  }
}

function pairs(rows: readonly string[]): readonly (readonly [string, number])[] {
  const all: (readonly [string, number])[] = [];
  for (let at = 0; at < rows.length; at += 2) all.push([rows[at] ?? '', Number(rows[at + 1])]);
  return all;
}

export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_none, at) => from + at);
}
