/** The limits of a manifest as the store has them: gates, and who passes which. */
import { gatesOfPayload, type KeyedGate } from '../../core/index.ts';
import type { GateRule, GateRules, Passed, Toll } from '../../engine/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { BucketSpec, Manifest, RateSpec, TaskSpec } from '../../manifest/index.ts';

type Limited = Pick<Manifest, 'queues' | 'buckets' | 'tasks'>;

/** What stands for one who may pass: its rule and its name. */
interface Gate {
  readonly gate: string;
  readonly rule: GateRule;
}

export interface StoreLimits {
  readonly rules: GateRules;
  readonly passed: Passed;
}

export function limitsOf({ queues, buckets, tasks }: Limited): StoreLimits {
  const ofQueues = Object.values(queues).map(({ name, rate, globalConcurrency }) => ({
    name,
    gates: gatesAt(`queue:${name}`, rate, globalConcurrency),
  }));
  const ofBuckets = new Map(Object.values(buckets).map((bucket) => [bucket.name, gatesOfBucket(bucket)]));
  const limited = Object.values(tasks).filter(isLimitedTask);
  const ofTasks = limited.map((task) => ({ task, gates: gatesOfTask(task) }));
  const all = [...ofQueues, ...ofTasks].flatMap(({ gates }) => gates);
  const rules = [...all, ...[...ofBuckets.values()].flat()].map(({ gate, rule }) => [gate, rule] as const);
  return {
    rules: Object.fromEntries(rules),
    passed: {
      tasks: tolled(ofTasks.map(({ task }) => [task.name, tollsOf(task, ofBuckets)])),
      queues: tolled(ofQueues.map(({ name, gates }) => [name, gates.map(({ gate }) => ({ gate, cost: 1 }))])),
    },
  };
}

/** Most are not, of thousands. */
function isLimitedTask({ rate, concurrency, uses }: TaskSpec): boolean {
  return rate !== null || concurrency !== null || uses.length > 0;
}

/** Whether a store has anything to hold by. */
export function isLimited({ rules }: StoreLimits): boolean {
  return Object.keys(rules).length > 0;
}

function gatesAt(whose: string, rate: RateSpec | null, concurrency: number | null): readonly Gate[] {
  const gates: Gate[] = [];
  if (concurrency !== null) {
    gates.push({ gate: `concurrency:${whose}`, rule: { reason: 'concurrency', limit: concurrency } });
  }
  if (rate !== null) {
    const { limit, perMs, burst } = rate;
    gates.push({ gate: `rate:${whose}`, rule: { reason: 'rate', limit, perMs, burst } });
  }
  return gates;
}

function gatesOfTask({ name, rate, concurrency }: TaskSpec): readonly Gate[] {
  const gates = gatesAt(`task:${name}`, rate, concurrency?.limit ?? null);
  const { onConflict = 'wait' } = concurrency ?? {};
  if (onConflict === 'wait') return gates;
  return gates.map(({ gate, rule }) => ({
    gate,
    rule: rule.reason === 'concurrency' ? { ...rule, onConflict } : rule,
  }));
}

/** The gate of a bucket that an attempt may shut for everybody; that of its breaker; those of its numbers. */
function gatesOfBucket({ name, rate, concurrency, breaker }: BucketSpec): readonly Gate[] {
  return [
    { gate: bucketGate(name), rule: { reason: 'bucket' } },
    ...(breaker === null ? [] : [{ gate: breakerGate(name), rule: { reason: 'breaker', ...breaker } as const }]),
    ...gatesAt(`bucket:${name}`, rate, concurrency),
  ];
}

export function bucketGate(name: string): string {
  return `bucket:${name}`;
}

/** Of its rate and its concurrency. */
export function numberGates(name: string): { readonly rate: string; readonly concurrency: string } {
  return { rate: `rate:bucket:${name}`, concurrency: `concurrency:bucket:${name}` };
}

export function breakerGate(name: string): string {
  return `breaker:bucket:${name}`;
}

const COSTING: ReadonlySet<GateRule['reason']> = new Set(['rate', 'concurrency']);

/** What all jobs of a task pass. Where a key counts, each names its gate itself: keyedGates. */
function tollsOf(task: TaskSpec, buckets: ReadonlyMap<string, readonly Gate[]>): readonly Toll[] {
  const keyed = new Set(keyedRules(task).map(({ gate }) => gate));
  const own = gatesOfTask(task).filter(({ gate }) => !keyed.has(gate));
  const used = task.uses.flatMap(({ bucket, cost }) =>
    (buckets.get(bucket) ?? []).map(({ gate, rule }) => ({ gate, cost: COSTING.has(rule.reason) ? cost : 1 })),
  );
  return [...own.map(({ gate }) => ({ gate, cost: 1 })), ...used];
}

function tolled(entries: readonly (readonly [string, readonly Toll[]])[]): Passed['tasks'] {
  return Object.fromEntries(entries.filter(([, tolls]) => tolls.length > 0));
}

const NONE: readonly KeyedGate[] = Object.freeze([]);

/** @returns the gates of its jobs that count by a value of the payload */
export function keyedRules(task: TaskSpec): readonly KeyedGate[] {
  const { name, rate, concurrency } = task;
  if (!rate?.key && !concurrency?.key) return NONE;
  const hides = task.encrypt || task.sensitive.length > 0;
  const rules: KeyedGate[] = [];
  if (concurrency?.key) rules.push({ gate: `concurrency:task:${name}`, path: concurrency.key, hides });
  if (rate?.key) rules.push({ gate: `rate:task:${name}`, path: rate.key, hides });
  return rules;
}

const NO_GATES: readonly string[] = Object.freeze([]);

/** @returns the gates that a job names: those that count by a value of its payload. Where the value is not there, they share `null` */
export function keyedGates(task: TaskSpec, payload: Json): readonly string[] {
  const rules = keyedRules(task);
  return rules.length === 0 ? NO_GATES : gatesOfPayload(rules, payload);
}
