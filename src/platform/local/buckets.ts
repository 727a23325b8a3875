/** Buckets as a person sees and sets them. */
import type { EventSink } from '../../core/index.ts';
import type { Engine, GateRule, GateStanding } from '../../engine/index.ts';
import { iso, rateOf, SkepError } from '../../foundation/index.ts';
import type { BucketSpec, GenerationSource, Manifest } from '../../manifest/index.ts';
import { breakerGate, bucketGate, numberGates } from '../../runtime/index.ts';
import type { BreakerView, BucketLimits, BucketOperations, BucketView } from '../../api/index.ts';
import { unknownName } from './refusals.ts';

interface BucketParts {
  readonly engine: () => Engine;
  readonly generations: GenerationSource;
  readonly events: EventSink;
}

/** Held jobs that are let go of at once; of more the processes take care. */
const RELEASED = 1_000;

/** Operations on buckets, for whoever has the engine. */
export class BucketDesk implements BucketOperations {
  readonly #parts: BucketParts;

  constructor(parts: BucketParts) {
    this.#parts = parts;
  }

  async buckets(): Promise<readonly BucketView[]> {
    const { manifest } = this.#parts.generations.current();
    const views: BucketView[] = [];
    for (const spec of Object.values(manifest.buckets)) views.push(await this.#view(spec, manifest));
    return views;
  }

  async bucket(name: string): Promise<BucketView> {
    const { manifest } = this.#parts.generations.current();
    return this.#view(specOf(name, manifest), manifest);
  }

  async setBucket(name: string, limits: BucketLimits, by: string | null = null): Promise<BucketView> {
    const { manifest } = this.#parts.generations.current();
    const spec = specOf(name, manifest);
    const { gates } = this.#parts.engine();
    const standing = await gates.standing(Object.values(numberGates(name)));
    const rules = rulesFor(spec, limits, { standing, most: mostTaken(name, manifest) });
    for (const [gate, rule] of rules) if (!(await gates.override(gate, rule))) throw unapplied(name);
    await gates.release(RELEASED);
    this.#parts.events.emit({ type: 'bucket.set', bucket: name, limits: { ...limits }, by });
    return this.bucket(name);
  }

  async resetBucket(name: string, by: string | null = null): Promise<BucketView> {
    specOf(name, this.#parts.generations.current().manifest);
    const { gates } = this.#parts.engine();
    for (const gate of Object.values(numberGates(name))) await gates.override(gate, null);
    await gates.reopen([bucketGate(name), breakerGate(name)]);
    await gates.release(RELEASED);
    this.#parts.events.emit({ type: 'bucket.reset', bucket: name, by });
    return this.bucket(name);
  }

  async #view({ name }: BucketSpec, { tasks }: Manifest): Promise<BucketView> {
    const engine = this.#parts.engine();
    const { rate, concurrency } = numberGates(name);
    const [rates, runs, breaker, shut] = await engine.gates.standing([
      rate,
      concurrency,
      breakerGate(name),
      bucketGate(name),
    ]);
    const all = [rates, runs, breaker, shut].filter((one) => one !== undefined);
    const until = Math.max(0, ...all.map((one) => one.until ?? 0));
    return {
      name,
      tasks: Object.values(tasks)
        .filter(({ uses }) => uses.some(({ bucket }) => bucket === name))
        .map((task) => task.name),
      rate: rateView(rates),
      concurrency: concurrencyView(runs),
      breaker: breakerView(breaker, await engine.now()),
      held: all.reduce((sum, { held }) => sum + held, 0),
      until: until === 0 ? null : iso(until),
    };
  }
}

function specOf(name: string, { buckets }: Manifest): BucketSpec {
  const spec = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  if (spec === undefined) throw unknownName('BUCKET_UNKNOWN', 'bucket', name, Object.keys(buckets));
  return spec;
}

function unapplied(name: string): SkepError {
  return new SkepError('STATE_CONFLICT', `the store does not know the bucket ${name} yet`, {
    hint: 'start a process once, so that its limits are applied',
  });
}

/** The most that one job takes of it. */
function mostTaken(name: string, { tasks }: Manifest): number {
  const uses = Object.values(tasks).flatMap((task) => task.uses);
  return Math.max(1, ...uses.filter(({ bucket }) => bucket === name).map(({ cost }) => cost));
}

interface Situation {
  readonly standing: readonly GateStanding[];
  readonly most: number;
}

function rulesFor(spec: BucketSpec, limits: BucketLimits, { standing, most }: Situation): readonly Ruled[] {
  const { rate, burst, concurrency } = limits;
  const rules: Ruled[] = [];
  if (rate !== undefined || burst !== undefined) rules.push(rateFor(spec, limits, { standing, most }));
  if (concurrency !== undefined) {
    if (spec.concurrency === null) throw hasNone(spec.name, 'concurrency');
    rules.push([numberGates(spec.name).concurrency, { reason: 'concurrency', limit: concurrency }]);
  }
  if (Math.min(burst ?? most, concurrency ?? most) >= most) return rules;
  throw new SkepError(
    'REQUEST_INVALID',
    `a job takes up to ${most} from the bucket ${spec.name}: it would wait for ever`,
  );
}

type Ruled = readonly [gate: string, rule: GateRule];

function rateFor(spec: BucketSpec, { rate, burst }: BucketLimits, { standing, most }: Situation): Ruled {
  const gate = numberGates(spec.name).rate;
  if (spec.rate === null) throw hasNone(spec.name, 'rate');
  const now = standing.find(({ name }) => name === gate)?.rule;
  const before = now?.reason === 'rate' ? now : spec.rate;
  if (rate === undefined) return [gate, { ...before, reason: 'rate', burst: burst ?? before.burst }];
  const { count: limit, perMs } = rateOf(rate);
  // A burst that nobody has spoken of is that of a second, or as large as it must be.
  const usual = Math.max(most, Math.floor((limit * 1_000) / perMs));
  return [gate, { reason: 'rate', limit, perMs, burst: burst ?? usual }];
}

function hasNone(name: string, key: string): SkepError {
  return new SkepError('STATE_CONFLICT', `the bucket ${name} has no \`${key}\` in the manifest, so none can be set`, {
    hint: 'give it one there; jobs pass what the manifest declares',
  });
}

function rateView(gate: GateStanding | undefined): BucketView['rate'] {
  if (gate?.rule?.reason !== 'rate') return null;
  const { limit, perMs, burst } = gate.rule;
  return { limit, perMs, burst, used: gate.used, set: gate.overridden };
}

function concurrencyView(gate: GateStanding | undefined): BucketView['concurrency'] {
  if (gate?.rule?.reason !== 'concurrency') return null;
  return { limit: gate.rule.limit, used: gate.used, set: gate.overridden };
}

function breakerView(gate: GateStanding | undefined, now: number): BreakerView | null {
  if (gate?.rule?.reason !== 'breaker' || gate.circuit === null) return null;
  const { until, slices } = gate.circuit;
  const oldest = Math.floor((now * 10) / gate.rule.withinMs) - 10;
  const counted = slices.filter(({ at }) => at > oldest);
  const failed = counted.reduce((sum, { bad }) => sum + bad, 0);
  const ended = counted.reduce((sum, { good }) => sum + good, failed);
  return { state: until === 0 ? 'closed' : until > now ? 'open' : 'probing', ended, failed };
}
