/** Queues, pools, rates and breakers that do not go together. */
import { ticksBetween } from '../../core/index.ts';
import { formatDuration, formatRate } from '../../foundation/index.ts';
import type { Manifest, TaskSpec } from '../../manifest/index.ts';
import { limitsOf } from '../../runtime/index.ts';
import type { Found } from './catalogue.ts';

const DAY_MS = 86_400_000;
/** Ticks that are counted of one schedule: one every nine seconds. */
const TICKS = 10_000;

export function queueUnused({ queues, tasks, routes, workflows, defaults }: Manifest): readonly Found[] {
  const used = new Set<string | null>(['default', defaults.queue, ...routes.tasks.map(({ queue }) => queue)]);
  for (const { queue, deadTo } of Object.values(tasks)) used.add(queue).add(deadTo?.queue ?? null);
  for (const { steps } of Object.values(workflows)) {
    for (const { work } of Object.values(steps)) if (work.kind === 'task') used.add(work.queue);
  }
  return Object.values(queues)
    .filter(({ name, foreign }) => foreign === null && !used.has(name))
    .map(({ name }): Found => {
      const message = `nothing of the manifest comes to queue ${name}`;
      return { code: 'queue-unused', message, about: { section: 'queues', name }, edit: null };
    });
}

export function poolTooSmall({ queues, executors }: Manifest, own: readonly TaskSpec[]): readonly Found[] {
  return (['thread', 'process'] as const).flatMap((kind): Found[] => {
    const { size } = executors[kind];
    if (size === null) return [];
    const names = new Set(own.filter(({ executor }) => executor === kind).map(({ queue }) => queue));
    const [widest] = Object.values(queues)
      .filter(({ name, concurrency }) => names.has(name) && concurrency > size)
      .sort((one, other) => other.concurrency - one.concurrency);
    if (widest === undefined) return [];
    const message = `queue ${widest.name} runs ${widest.concurrency} attempts at once, and the pool of executor ${kind} has ${size === 1 ? 'one place' : `${size} places`}`;
    const edit = { executors: { [kind]: { size: widest.concurrency } } };
    return [{ code: 'pool-too-small', message, about: { section: 'executors', name: null }, edit }];
  });
}

/** Of a day, by the gates on the way of the task. */
export function* rateBelowSchedules(manifest: Manifest, now: number): Generator<void, readonly Found[]> {
  const { rules, passed } = limitsOf(manifest);
  const made = yield* ticksADay(manifest, now);
  return [...made].flatMap(([name, ticks]): Found[] => {
    const task = manifest.tasks[name];
    if (task === undefined) return [];
    const tolls = [...(passed.tasks[name] ?? []), ...(passed.queues[task.queue] ?? [])];
    const slow = tolls.find(({ gate, cost }) => {
      const rule = rules[gate];
      return rule?.reason === 'rate' && (rule.limit / rule.perMs) * DAY_MS < ticks * cost;
    });
    const rule = rules[slow?.gate ?? ''];
    if (slow === undefined || rule?.reason !== 'rate') return [];
    const rate = formatRate({ count: rule.limit, perMs: rule.perMs });
    const message = `schedules make ${ticks} jobs of ${name} a day, and ${slow.gate} lets ${rate} start`;
    return [{ code: 'rate-below-schedules', message, about: { section: 'tasks', name }, edit: null }];
  });
}

function* ticksADay(
  { schedules }: Pick<Manifest, 'schedules'>,
  now: number,
): Generator<void, ReadonlyMap<string, number>> {
  const made = new Map<string, number>();
  for (const { task, timing } of Object.values(schedules)) {
    if (task === null) continue;
    yield;
    const ticks = ticksBetween(timing, now, now + DAY_MS, TICKS).length;
    made.set(task, (made.get(task) ?? 0) + ticks);
  }
  return made;
}

export function breakerNeverOpens({ buckets }: Pick<Manifest, 'buckets'>): readonly Found[] {
  return Object.values(buckets).flatMap(({ name, rate, breaker }): Found[] => {
    if (rate === null || breaker === null) return [];
    const most = Math.floor((breaker.withinMs / rate.perMs) * rate.limit) + rate.burst;
    if (most >= breaker.of) return [];
    const within = formatDuration(breaker.withinMs);
    const message = `the breaker of bucket ${name} waits for ${breaker.of} attempts in ${within}, of which its rate lets ${most} start`;
    const edit = {
      buckets: { [name]: { breaker: { openWhen: `${breaker.percent}% of ${Math.max(1, most)} in ${within}` } } },
    };
    return [{ code: 'breaker-never-opens', message, about: { section: 'buckets', name }, edit }];
  });
}

export function storeInMemory({ engine, name }: Pick<Manifest, 'engine' | 'name'>): readonly Found[] {
  if (engine.type !== 'sqlite' || engine.path !== ':memory:') return [];
  const message = 'the store lies in memory: all jobs are gone when the process ends';
  const edit = { engine: `sqlite:./var/${name}.db` };
  return [{ code: 'store-in-memory', message, about: { section: 'engine', name: null }, edit }];
}
