/**
 * What follows from the end of a job is an entry of the outbox in the slot of its queue, written by the script that ended it
 * (lua/_outbox.lua); ticks have theirs in the slot of no queue. Delivering one takes three steps, for the job that it makes may
 * lie on another server: read, receive, delete. Any process may do any of them, again and late: the receiving queue knows the
 * number of an entry until the outbox is past it (lua/receive.lua). What cannot be made is put aside for a person.
 */
import { type Effect, effectsOf, type EnqueueEffect, filled, type Job } from '../../../core/index.ts';
import { Portion, type RulesInForce, type SweepReport } from '../../../engine/index.ts';
import { messageOf, outside, reach } from '../../../foundation/index.ts';
import { insertionOf } from '../compose.ts';
import { isAway, isFilled, NO_QUEUE, type RunsAhead } from './outbox-entries.ts';
import { type Entry, numberOf, readEntry } from './outbox-entry.ts';
import { goOn, type Step } from './outbox-steps.ts';
import { unplace } from '../lanes/placements.ts';
import type { RedisStore } from '../store.ts';
import { targetsOf } from '../targets.ts';
import { Troubles } from '../troubles.ts';

interface Delivery {
  readonly entry: Entry;
  /** Which of the entry's effects. */
  readonly index: number;
  readonly effect: EnqueueEffect;
}

/** Entries of one step. */
const PAGE = 200;
/** Of what was put aside, the newest ones of each queue. */
const KEPT = 1_000;

export class Outbox {
  readonly #store: RedisStore;
  readonly #rules: RulesInForce;
  readonly #read: (id: string) => Promise<Job | null>;
  readonly #runs: RunsAhead;
  readonly #portion = new Portion();
  readonly #soon = new Set<string>();
  /** By outbox whose first entries cannot be delivered now: where to go on, for they must not hold up the others. */
  readonly #after = new Map<string, string>();

  /** @param read a job by its id, for effects that it fills in; null when it is gone */
  constructor(store: RedisStore, rules: RulesInForce, read: (id: string) => Promise<Job | null>, runs: RunsAhead) {
    this.#store = store;
    this.#rules = rules;
    this.#read = read;
    this.#runs = runs;
  }

  /** A bounded step over all outboxes. Rejects when something is there and nothing could be delivered. */
  async deliver(limit: number): Promise<SweepReport> {
    const { keys } = this.#store;
    const client = this.#store.client('worker');
    const troubles = new Troubles();
    if ((await this.#store.guard(() => client.exists(keys.intents))) === 1) {
      await this.#store.run('worker', 'adopt-intents', [keys.global, keys.intents]);
    }
    const sources = [NO_QUEUE, ...(await this.#store.queues('worker'))];
    const sizes = await Promise.all(
      sources.map((source) => troubles.past(() => this.#store.guard(() => client.zcard(this.#key(source))))),
    );
    let count = 0;
    let more = false;
    for (const source of sources.filter((_source, index) => (sizes[index] ?? 0) > 0)) {
      if (count >= limit) return { count, more: true };
      const report = await troubles.past(() => this.#step(source, limit - count, troubles));
      if (!report) continue;
      count += report.count;
      more ||= report.more;
    }
    troubles.tell(count > 0);
    return { count, more };
  }

  /** Something was written into that outbox: it need not wait until somebody keeps house. */
  readonly soon = (source: string): void => {
    if (this.#soon.has(source)) return;
    this.#soon.add(source);
    outside(() => setImmediate(() => void this.#deliverNow(source)));
  };

  /** Whatever that outbox has is delivered, as far as it can be. Rejects when the store is away. */
  readonly through = async (source: string): Promise<void> => {
    const troubles = new Troubles();
    while ((await this.#step(source, PAGE, troubles)).more);
  };

  /**
   * Delivers one entry that is at hand.
   * @throws SkepError when it could not be: it stays in the outbox
   */
  async make(entry: Entry): Promise<void> {
    const troubles = new Troubles();
    await this.#makeAll([entry], troubles);
    troubles.tell(false);
  }

  /**
   * An effect that was put aside, once more.
   * @param mark of the entry and of the effect in it
   * @returns whether it is made
   */
  async again(source: string, mark: string, effect: Effect | null): Promise<boolean> {
    if (effect?.kind !== 'enqueue') return false;
    const [number = '0', index = '0'] = mark.split(':');
    const entry = {
      source: `again:${source}`,
      number,
      low: number,
      state: 'completed' as const,
      attempt: 0,
      consequences: [],
    };
    const delivery = { entry, index: Number(index), effect };
    try {
      const [target = ''] = await this.#targetsOf([delivery]);
      return (await this.#receive(delivery, target)) === null;
    } catch (error) {
      if (isAway(error)) throw error;
      return false;
    }
  }

  async #deliverNow(source: string): Promise<void> {
    this.#soon.delete(source);
    try {
      await this.through(source);
    } catch {
      // Closed, or the store is away: whoever keeps house does it.
    }
  }

  async #step(source: string, room: number, troubles: Troubles): Promise<SweepReport> {
    const client = this.#store.client('worker');
    const key = this.#key(source);
    const after = this.#after.get(source);
    const asked = this.#portion.of(Math.min(room, PAGE));
    const from = after === undefined ? '-inf' : `(${after}`;
    const [head, texts] = await this.#store.guard(() =>
      Promise.all([client.zrange(key, 0, '0'), client.zrangebyscore(key, from, '+inf', 'LIMIT', 0, asked)]),
    );
    this.#portion.took(
      texts.length,
      texts.reduce((sum, text) => sum + text.length, 0),
    );
    const low = numberOf(head[0] ?? '0 ');
    const last = texts.at(-1);
    const more = texts.length === asked && last !== undefined;
    reach('delivery.begin');
    const entries = await this.#readAll(texts, { source, low });
    const count = await this.#makeAll(entries, troubles);
    if (!more) this.#after.delete(source);
    else if (count < entries.length || after !== undefined) this.#after.set(source, numberOf(last));
    return { count, more };
  }

  /** @returns those that can be read */
  async #readAll(texts: readonly string[], about: Pick<Entry, 'source' | 'low'>): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    for (const text of texts) {
      try {
        entries.push({ ...about, ...readEntry(text) });
      } catch (error) {
        const entry = { ...about, number: numberOf(text) };
        await this.#putAside(entry, `it cannot be read: ${messageOf(error)}`, { index: 0, text });
        await this.#delete([entry]);
      }
    }
    return entries;
  }

  /** @param entries of one outbox. In their order, as far as this process goes. @returns how many are delivered, and deleted */
  async #makeAll(entries: readonly Entry[], troubles: Troubles): Promise<number> {
    const left = new Set<Entry>();
    const deliveries: Delivery[] = [];
    const steps: Step[] = [];
    for (const entry of entries) {
      const effects = effectsOf(entry.consequences, entry.state);
      for (const effect of effects) if (effect.kind !== 'enqueue') steps.push([entry, effect]);
      const found = await troubles.past(() => this.#deliveriesOf(entry, effects));
      if (found) deliveries.push(...found);
      else left.add(entry);
    }
    const targets = await this.#targetsOf(deliveries);
    await Promise.all(
      deliveries.map(async (delivery, index) => {
        const made = await troubles.past(() => this.#make(delivery, targets[index] ?? ''));
        if (made === undefined) left.add(delivery.entry);
      }),
    );
    for (const entry of await goOn(this.#runs, steps, troubles)) left.add(entry);
    if (entries.length > 0) reach('delivery.made');
    const done = entries.filter((entry) => !left.has(entry));
    await this.#delete(done);
    return done.length;
  }

  /** Filled in with the job as it is now: in the ordinary case a moment after it came into that state. */
  async #deliveriesOf(entry: Entry, effects: readonly Effect[]): Promise<readonly Delivery[]> {
    const parent = effects.find((effect): effect is EnqueueEffect => isFilled(effect))?.job.parentId ?? null;
    const job = parent === null ? null : await this.#read(parent);
    return effects.flatMap((effect, index): Delivery[] =>
      effect.kind === 'enqueue' ? [{ entry, index, effect: filled(effect, { ...entry, job }) }] : [],
    );
  }

  #targetsOf(deliveries: readonly Delivery[]): Promise<readonly string[]> {
    const jobs = deliveries.map(({ effect: { job } }) => job);
    return targetsOf(this.#store, this.#rules, jobs);
  }

  /** @returns true when it is made, or put aside. Rejects when it should be tried again. */
  async #make(delivery: Delivery, target: string): Promise<true> {
    const { entry, index, effect } = delivery;
    let trouble: string | null;
    try {
      trouble = await this.#receive(delivery, target);
    } catch (error) {
      if (isAway(error)) throw error;
      trouble = messageOf(error);
    }
    if (trouble === null || (await this.#runs.refused(effect.job, trouble, entry.number))) return true;
    await this.#putAside(entry, trouble, { index, text: JSON.stringify(effect) });
    return true;
  }

  /** @returns why it is not made; null when it is, now or before */
  async #receive({ entry, index, effect: { job } }: Delivery, target: string): Promise<string | null> {
    const store = this.#store;
    const parcel = { base: store.keys.base(target), jobs: [job] };
    const args = [
      entry.source,
      entry.number,
      index,
      entry.low,
      ...insertionOf([parcel], store.idsHere, { far: true }).args,
    ];
    const reply = (await store.run('worker', 'receive', store.keys.of(target), args)) as readonly [
      number,
      string,
      number?,
    ];
    const [fresh, other, kept] = reply;
    if (fresh === 1) await store.register('worker', [target]);
    // Whoever delivers it gives its id to a queue first; a key may have kept it out.
    if (kept === 1 && job.unique !== null && job.idChosen)
      await unplace(store, 'worker', { queue: target, ids: [job.id] });
    // A tick's id is the schedule's, whatever task it has by now.
    if (other === '' || job.schedule !== null) return null;
    return `the id ${job.id} belongs to a job of the task ${other}`;
  }

  async #putAside(
    { source, number }: Pick<Entry, 'source' | 'number'>,
    why: string,
    { index, text }: { readonly index: number; readonly text: string },
  ): Promise<void> {
    const args = [number, index, why.replaceAll('\n', ' '), text, KEPT];
    await this.#store.run('worker', 'put-aside', this.#keysOf(source), args);
  }

  async #delete(entries: readonly Pick<Entry, 'source' | 'number'>[]): Promise<void> {
    const [first] = entries;
    if (!first) return;
    const numbers = entries.map(({ number }) => number);
    await this.#store.run('worker', 'delivered', this.#keysOf(first.source), numbers);
  }

  #keysOf(source: string): readonly [string, string] {
    const { keys } = this.#store;
    return source === NO_QUEUE ? [keys.global, keys.signals] : keys.of(source);
  }

  #key(source: string): string {
    return `${this.#keysOf(source)[0]}outbox`;
  }
}
