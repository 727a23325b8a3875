/**
 * A simple model of limits for the random ways of agreement.ts: what each gate on the way of a job has let through, and so whether it
 * lets one through now. It is told by the store what o'clock it was at each step, to the millisecond; what lies within one is left open.
 */
import assert from 'node:assert/strict';
import {
  type BreakerRule,
  type Circuit,
  CLOSED,
  circuitRoom,
  type Engine,
  type GateRule,
  type GateRules,
  type Judgement,
  judged,
  type Passed,
  passed,
  type RateRule,
  ruleNameOf,
  type SettleReceipt,
  type Toll,
} from '../../src/engine/index.ts';
import type { Hold, Job, NewJob } from '../../src/core/index.ts';
import type { Random } from '../faults/harness/random.ts';

const HOUR_MS = 3_600_000;
/** One tenth of it holds all ends, whichever clock reads them. */
const WINDOW_MS = 36_000_000_000_000;
const SOON = 1;

/** Gates of one way: what is paid is not forgotten between two. */
interface Names {
  readonly task: string;
  readonly queue: string;
  readonly bucket: string;
  readonly breaker: string;
  readonly rate: string;
  readonly concurrency: string;
}

function namesOf(way: number): Names {
  return {
    task: `rate:task:${way}`,
    queue: `rate:queue:${way}`,
    bucket: `bucket:${way}`,
    breaker: `breaker:bucket:${way}`,
    rate: `rate:bucket:${way}`,
    concurrency: `concurrency:bucket:${way}`,
  };
}

/** Earliest and latest, or least and most. */
export type Range = readonly [low: number, high: number];

interface Told {
  readonly verdict: Judgement;
  /** What the receipt says of circuits. */
  readonly told: SettleReceipt['circuits'];
}

interface Pass {
  readonly startedAt: number;
  readonly session: string;
  readonly tolls: readonly Toll[];
}

/** What is counted together: the whole store, or on a Cluster a queue. */
class Home {
  readonly paid = new Map<string, Range>();
  readonly circuits = new Map<string, Circuit>();
  readonly passes = new Map<string, Pass>();
}

/** What there may be on a way. */
interface Plan {
  readonly rules: GateRules;
  readonly tolls: readonly Toll[];
  readonly queueTolls: readonly Toll[];
  /** That a job names. */
  readonly named: readonly string[];
}

function rateRule(random: Random): RateRule {
  const slow = random.pick([true, true, false]);
  return slow
    ? { reason: 'rate', limit: random.between(1, 3), perMs: 3 * HOUR_MS, burst: random.between(2, 4) }
    : { reason: 'rate', limit: 1, perMs: random.pick([5, 20]), burst: random.between(2, 3) };
}

function breakerRule(random: Random): BreakerRule {
  const opens = { percent: random.pick([40, 100]), of: random.between(1, 3), withinMs: WINDOW_MS };
  return { reason: 'breaker', ...opens, openForMs: random.pick([SOON, 15, HOUR_MS]), probes: random.between(1, 3) };
}

function planOf(random: Random, names: Names): Plan {
  const { bucket, breaker, rate, concurrency } = names;
  const none = { rules: {}, tolls: [], queueTolls: [], named: [] };
  switch (random.pick(['none', 'task', 'key', 'queue', 'bucket', 'bucket', 'bucket'])) {
    case 'task':
      return { ...none, rules: { [names.task]: rateRule(random) }, tolls: [{ gate: names.task, cost: 1 }] };
    case 'key':
      return { ...none, rules: { [names.task]: rateRule(random) }, named: [`${names.task}/"a\\ténant"`] };
    case 'queue':
      return { ...none, rules: { [names.queue]: rateRule(random) }, queueTolls: [{ gate: names.queue, cost: 1 }] };
    case 'bucket': {
      const cost = random.between(1, 2);
      const rules = {
        [bucket]: { reason: 'bucket' },
        [breaker]: breakerRule(random),
        [concurrency]: { reason: 'concurrency', limit: random.between(2, 3) },
        [rate]: rateRule(random),
      } as const;
      const tolls = [bucket, breaker, concurrency, rate].filter(() => random.next() < 0.8);
      const costs = (gate: string): number => (gate === bucket || gate === breaker ? 1 : cost);
      return { ...none, rules, tolls: tolls.map((gate) => ({ gate, cost: costs(gate) })) };
    }
    default:
      return none;
  }
}

export class Limits {
  readonly #engine: Engine;
  readonly #random: Random;
  readonly #names: Names;
  readonly #plan: Plan;
  readonly #homes = new Map<string, Home>();
  /** Those in force: of the plan, by hand, and others. */
  #rules: GateRules = {};
  #others: GateRules = {};
  #applied: GateRules = {};

  constructor(engine: Engine, random: Random, way: number) {
    this.#engine = engine;
    this.#random = random;
    this.#names = namesOf(way);
    this.#plan = planOf(random, this.#names);
  }

  /** The gate that an outcome may shut. */
  get bucket(): string {
    return this.#names.bucket;
  }

  get named(): readonly string[] {
    return this.#plan.named;
  }

  /** Whether the store counts over all queues: only there all of it is looked at. */
  get isWhole(): boolean {
    return this.#engine.capabilities.gates === 'store';
  }

  get isEmpty(): boolean {
    return Object.keys(this.#plan.rules).length === 0;
  }

  get breaks(): boolean {
    return this.bucket in this.#plan.rules;
  }

  // ── what people do ─────────────────────────────────────────────────────────────────────────────────

  begin(): Promise<void> {
    return this.apply(this.#plan.rules);
  }

  /** With rules that are none of a manifest's. */
  with(others: GateRules): Promise<void> {
    this.#others = others;
    return this.apply(this.#applied);
  }

  /** A reload: other numbers, or some of the rules no more, or all again. */
  reload(): Promise<void> {
    const entries = Object.entries(this.#plan.rules).map(([name, rule]) => [name, this.#changed(rule)] as const);
    return this.apply(
      Object.fromEntries(this.#random.next() < 0.7 ? entries : entries.filter(() => this.#random.next() < 0.5)),
    );
  }

  async apply(rules: GateRules): Promise<void> {
    const { tolls, queueTolls } = this.#plan;
    const passed: Passed = { tasks: { 'test.work': tolls }, queues: { default: queueTolls } };
    const kept = Object.entries(this.#applied).filter(([name, rule]) => same(rules[name], rule));
    const set = kept.flatMap(([name]) => {
      const rule = this.#rules[name];
      return rule === undefined ? [] : [[name, rule] as const];
    });
    this.#applied = rules;
    this.#rules = { ...rules, ...Object.fromEntries(set), ...this.#others };
    await this.#engine.gates.apply({ ...rules, ...this.#others }, passed);
    for (const { circuits } of this.#homes.values()) {
      for (const gate of circuits.keys()) if (!(gate in this.#rules)) circuits.delete(gate);
    }
  }

  /** `skep buckets set`, `skep buckets reset`. */
  async set(): Promise<void> {
    const back = this.#random.next() < 0.4;
    for (const name of [this.#names.rate, this.#names.concurrency]) {
      const own = this.#applied[name];
      const rule = own === undefined || back ? null : this.#changed(own);
      assert.equal(await this.#engine.gates.override(name, rule), own !== undefined);
      if (own !== undefined) this.#rules = { ...this.#rules, [name]: rule ?? own };
    }
    if (!back) return;
    await this.#engine.gates.reopen([this.bucket, this.#names.breaker]);
    for (const { circuits } of this.#homes.values()) circuits.clear();
  }

  #changed(rule: GateRule): GateRule {
    if (rule.reason === 'rate') return this.#random.next() < 0.3 ? rule : rateRule(this.#random);
    if (rule.reason === 'concurrency') return { ...rule, limit: this.#random.between(2, 4) };
    return rule.reason === 'breaker' ? { ...rule, probes: this.#random.between(1, 3) } : rule;
  }

  // ── what jobs do ───────────────────────────────────────────────────────────────────────────────────

  /** A job came to its turn at that time and was held, or has started: that had to be. */
  meets(job: Job, at: Range, hold: Hold | null): void {
    for (const { gate, cost } of this.#tolls(job)) {
      const [least, most] = this.#room(this.#home(job.queue), gate, at);
      if (hold?.name === gate && hold.reason === this.#rule(gate)?.reason) {
        assert.ok(least < cost, `${gate} has room for ${least}, and holds one that takes ${cost}`);
        this.#due(job, { gate, cost }, { at, until: hold.until });
        return;
      }
      assert.ok(most >= cost, `${gate} has room for ${most}, and one passes that takes ${cost}`);
    }
    assert.equal(hold, null, 'no gate on its way holds it');
  }

  /** Whom a rate holds is told no later instant than that at which there is room; a circuit, none or its own. */
  #due({ queue }: Job, { gate, cost }: Toll, { at, until }: { readonly at: Range; readonly until: number | null }): void {
    const rule = this.#rule(gate);
    const home = this.#home(queue);
    if (rule?.reason === 'rate') {
      const [, paid] = this.#paidAt(home, gate, rule, at);
      assert.ok(until !== null && until <= paid + (cost - rule.burst) * (rule.perMs / rule.limit) + 2, `${until}`);
    } else if (rule?.reason === 'breaker' || rule?.reason === 'bucket') {
      const circuit = home.circuits.get(gate) ?? CLOSED;
      if (circuit.until > at[1]) assert.equal(until, circuit.until);
    } else {
      assert.equal(until, null);
    }
  }

  starts(who: string, job: Job, session: string): void {
    const home = this.#home(job.queue);
    const at = job.startedAt ?? assert.fail();
    // A former attempt that was cancelled and runs still: the job counts once.
    this.#leaves(home, who, { verdict: null, at });
    const tolls = this.#tolls(job).filter(({ gate }) => this.#rule(gate)?.reason !== 'bucket');
    for (const { gate, cost } of tolls) {
      const rule = this.#rule(gate);
      if (rule?.reason === 'rate') {
        const spacing = rule.perMs / rule.limit;
        const [low, high] = this.#paidAt(home, gate, rule, within(at));
        home.paid.set(gate, [low + cost * spacing, high + cost * spacing]);
      } else if (rule?.reason === 'breaker') {
        home.circuits.set(gate, passed(home.circuits.get(gate) ?? CLOSED));
      }
    }
    const kept = tolls.filter(({ gate }) => this.#rule(gate)?.reason !== 'rate');
    home.passes.set(who, { startedAt: at, session, tolls: kept });
  }

  /** The attempt of that start is over. @returns the gates that it has left */
  ends(who: string, { queue, startedAt }: Job, { verdict, told = [] }: Told, [from, to]: Range): readonly string[] {
    const home = this.#home(queue);
    const [change] = told;
    const pass = home.passes.get(who);
    if (pass?.startedAt !== startedAt) {
      assert.deepEqual(told, [], 'a former attempt says nothing');
      return [];
    }
    const before = home.circuits.get(this.#names.breaker) ?? CLOSED;
    const rule = this.#rule(this.#names.breaker);
    const opened = change?.until && rule?.reason === 'breaker' ? change.until - rule.openForMs : from;
    assert.ok(from <= opened && opened <= to, `opened at ${opened}`);
    this.#leaves(home, who, { verdict, at: opened });
    const after = home.circuits.get(this.#names.breaker) ?? CLOSED;
    const turned = after.until === before.until ? [] : [{ gate: this.#names.breaker, until: after.until || null }];
    assert.deepEqual(told, turned, 'what is told of circuits');
    return pass.tolls.map(({ gate }) => gate);
  }

  /** A session is over, and all that its attempts took is free. */
  sessionEnds(session: string, at: number): void {
    for (const home of this.#homes.values()) {
      for (const [who, pass] of home.passes) if (pass.session === session) this.#leaves(home, who, { verdict: null, at });
    }
  }

  /** All sessions are over. */
  allEnd(): void {
    for (const home of this.#homes.values()) {
      for (const who of home.passes.keys()) this.#leaves(home, who, { verdict: null, at: 0 });
    }
  }

  #leaves(home: Home, who: string, { verdict, at }: { readonly verdict: Judgement; readonly at: number }): void {
    const pass = home.passes.get(who);
    home.passes.delete(who);
    for (const { gate } of pass?.tolls ?? []) {
      const rule = this.#rule(gate);
      if (pass === undefined || rule?.reason !== 'breaker') continue;
      const circuit = home.circuits.get(gate) ?? CLOSED;
      home.circuits.set(gate, judged(circuit, rule, { verdict, startedAt: pass.startedAt }, at));
    }
  }

  /** An outcome has shut the bucket for so long, some time between these two instants. */
  async shuts({ queue }: Job, forMs: number, [from, to]: Range): Promise<void> {
    if (this.#rule(this.bucket)?.reason !== 'bucket') return;
    const [standing] = await this.#engine.gates.standing([this.bucket]);
    const home = this.#home(queue);
    const before = home.circuits.get(this.bucket)?.until ?? 0;
    const until = standing?.circuit?.until ?? 0;
    assert.ok(until === before || (until > before && until >= from + forMs && until <= to + forMs), `shut until ${until}`);
    assert.ok(until >= from + forMs, `shut until ${until}`);
    home.circuits.set(this.bucket, { ...CLOSED, until });
  }

  /** Whether whoever is held there is to be let go of by a release or the end of another one. @returns null: who knows */
  letsGo({ hold, queue }: Pick<Job, 'hold' | 'queue'>, at: Range): boolean | null {
    if (hold === null) return false;
    const [least, most] = this.#room(this.#home(queue), hold.name, at);
    if (least > 0) return true;
    return most > 0 ? null : false;
  }

  // ── looking ────────────────────────────────────────────────────────────────────────────────────────

  /** @param held whether the job of this way is */
  async compare({ hold }: Pick<Job, 'hold'>): Promise<void> {
    if (!this.isWhole || this.isEmpty) return;
    const names = Object.keys(this.#plan.rules);
    const from = await this.#engine.now();
    const standings = await this.#engine.gates.standing(names);
    const at: Range = [from, (await this.#engine.now()) + 1];
    const home = this.#home('');
    for (const { name, rule, used, held, circuit } of standings) {
      assert.ok(same(rule ?? undefined, this.#rule(name) ?? undefined), `the rule of ${name}`);
      assert.equal(held, hold?.name === name ? 1 : 0, `held before ${name}`);
      if (rule?.reason === 'concurrency') {
        assert.equal(used, sumOf(home, name), `used of ${name}`);
      } else if (rule?.reason === 'rate') {
        const [least, most] = this.#room(home, name, at);
        assert.ok(rule.burst - most <= used && used <= rule.burst - least, `used of ${name}: ${used}`);
      } else if (circuit !== null) {
        assert.deepEqual(seen(circuit), seen(home.circuits.get(name) ?? CLOSED), `the circuit of ${name}`);
      }
    }
  }

  // ── the rules ──────────────────────────────────────────────────────────────────────────────────────

  #home(queue: string): Home {
    const name = this.isWhole ? '' : queue;
    const home = this.#homes.get(name) ?? new Home();
    this.#homes.set(name, home);
    return home;
  }

  #rule(gate: string): GateRule | null {
    return this.#rules[ruleNameOf(gate)] ?? null;
  }

  #tolls({ gates, task, queue }: Pick<NewJob, 'gates' | 'task' | 'queue'>): readonly Toll[] {
    return [
      ...gates.map((gate) => ({ gate, cost: 1 })),
      ...(task === 'test.work' ? this.#plan.tolls : []),
      ...(queue === 'default' ? this.#plan.queueTolls : []),
    ];
  }

  /** How many more pass. */
  #room(home: Home, gate: string, at: Range): Range {
    const rule = this.#rule(gate);
    switch (rule?.reason) {
      case 'concurrency':
        return exactly(rule.limit - sumOf(home, gate));
      case 'breaker':
        return each(at, (now) => circuitRoom(home.circuits.get(gate) ?? CLOSED, rule, now));
      case 'bucket':
        return each(at, (now) => (now < (home.circuits.get(gate)?.until ?? 0) ? 0 : Infinity));
      case 'rate':
        return this.#roomOfRate(home, gate, rule, at);
      default:
        return exactly(Infinity);
    }
  }

  #roomOfRate(home: Home, gate: string, rule: RateRule, at: Range): Range {
    const spacing = rule.perMs / rule.limit;
    const [low, high] = this.#paidAt(home, gate, rule, at);
    const room = (paid: number, now: number): number =>
      Math.floor((rule.burst * spacing - (paid - now) + 0.001) / spacing);
    return [room(high, at[0]), room(low, at[1])];
  }

  /** Up to when all that went through is paid. */
  #paidAt(home: Home, gate: string, rule: RateRule, [from, to]: Range): Range {
    const reach = (rule.burst * rule.perMs) / rule.limit;
    const [low, high] = home.paid.get(gate) ?? [0, 0];
    return [Math.max(from, Math.min(low, from + reach)), Math.max(to, Math.min(high, to + reach))];
  }

  /** Somebody was held, or rules have changed: where somebody waits, or did, what is paid reaches no further than the burst from then on. */
  clips(at: number): void {
    for (const home of this.#homes.values()) {
      for (const [gate, [, high]] of home.paid) {
        const rule = this.#rule(gate);
        if (rule?.reason === 'rate') home.paid.set(gate, [this.#paidAt(home, gate, rule, within(at))[0], high]);
      }
    }
  }
}

/** The millisecond that begins then. */
export function within(at: number): Range {
  return [at, at + 1];
}

function each([from, to]: Range, room: (now: number) => number): Range {
  return [room(from), room(to)];
}

function exactly(room: number): Range {
  return [room, room];
}

function sumOf({ passes }: Home, gate: string): number {
  const tolls = [...passes.values()].flatMap((pass) => pass.tolls.filter((toll) => toll.gate === gate));
  return tolls.reduce((sum, { cost }) => sum + cost, 0);
}

function seen({ until, begun, good, slices }: Circuit): readonly number[] {
  const sum = (of: 'good' | 'bad'): number => slices.reduce((total, slice) => total + slice[of], 0);
  return [until, begun, good, sum('good'), sum('bad')];
}

function same(a: GateRule | undefined, b: GateRule | undefined): boolean {
  const text = (rule: GateRule | undefined): string => JSON.stringify(Object.entries(rule ?? {}).sort());
  return text(a) === text(b);
}
