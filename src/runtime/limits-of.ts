/** The limits of a manifest as the store has them: gates, and who passes which. */
import { gatesOfPayload, type KeyedGate } from '../core/index.ts';
import type { GateRule, GateRules, Passed, Toll } from '../engine/index.ts';
import type { Json } from '../foundation/index.ts';
import type { Manifest, RateSpec, TaskSpec } from '../manifest/index.ts';

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
  const ofBuckets = new Map(
    Object.values(buckets).map(({ name, rate, concurrency }) => [name, gatesAt(`bucket:${name}`, rate, concurrency)]),
  );
  const ofTasks = Object.values(tasks).map((task) => ({ task, gates: gatesOfTask(task) }));
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
  return gatesAt(`task:${name}`, rate, concurrency?.limit ?? null);
}

/** What all jobs of a task pass. Where a key counts, each names its gate itself: keyedGates. */
function tollsOf(task: TaskSpec, buckets: ReadonlyMap<string, readonly Gate[]>): readonly Toll[] {
  const keyed = new Set(keyedRules(task).map(({ gate }) => gate));
  const own = gatesOfTask(task).filter(({ gate }) => !keyed.has(gate));
  const used = task.uses.flatMap(({ bucket, cost }) => (buckets.get(bucket) ?? []).map(({ gate }) => ({ gate, cost })));
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
