/** `skep simulate`: what a manifest makes of a load over days, worked out in seconds. */
import { iso } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { collisionsOf } from './collisions.ts';
import { type Load, refuseEndless } from './load.ts';
import { Model } from './model.ts';
import type { Spread } from './random.ts';
import { type QueueRecord, Recorder, type Span } from './recorder.ts';
import type { SimulatedQueue, SimulatedTask, SimulationView } from './simulation-view.ts';

export interface SimulationOptions {
  readonly load: Load;
  /** Run times that were measured, by task. */
  readonly measured?: ReadonlyMap<string, Spread>;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly forMs: number;
}

/** Of a task of which nobody knows how long it runs. */
const ASSUMED: Spread = { p50: 1_000, p95: 1_000 };
/** Points of a series. */
const STEPS = 168;
const MINUTE_MS = 60_000;

/**
 * The same manifest, load and beginning give the same answer.
 * @throws SkepError REQUEST_INVALID for more jobs than anybody waits for
 */
export function simulate(manifest: Manifest, { load, measured, from, forMs }: SimulationOptions): SimulationView {
  refuseEndless(load, { from, to: from + forMs });
  const stepMs = Math.max(MINUTE_MS, Math.ceil(forMs / STEPS / MINUTE_MS) * MINUTE_MS);
  const span: Span = { from, to: from + forMs, stepMs };
  const recorder = new Recorder(span, Object.keys(manifest.queues));
  const runs = new Map<string, Spread>();
  const assumed: string[] = [];
  for (const name of Object.keys(manifest.tasks)) {
    const known = load.tasks[name]?.run ?? measured?.get(name);
    if (known === undefined) assumed.push(name);
    runs.set(name, known ?? ASSUMED);
  }
  new Model({ manifest, load, runs, recorder, from, to: span.to }).run();
  const tasks = tasksOf(recorder);
  const seen = new Set(tasks.map(({ task }) => task));
  return {
    ...{ from: iso(from), to: iso(span.to), stepMs, seed: load.seed, processes: load.processes },
    assumed: assumed.filter((name) => seen.has(name)),
    queues: [...recorder.queues()].map(([queue, record]) => {
      const places = (manifest.queues[queue]?.concurrency ?? 0) * load.processes;
      return queueOf(queue, record, { span, places });
    }),
    tasks,
    collisions: collisionsOf(manifest, span).map(({ schedules, times, firstAt }) => ({
      ...{ schedules, times, firstAt: iso(firstAt) },
    })),
  };
}

function tasksOf(recorder: Recorder): readonly SimulatedTask[] {
  return [...recorder.tasks()].map(([task, { waits, ...counts }]) => ({
    ...{ task, ...counts },
    waitP95Ms: waits.percentile(0.95),
  }));
}

interface Around {
  readonly span: Span;
  /** In all processes. */
  readonly places: number;
}

function queueOf(
  queue: string,
  record: QueueRecord & { readonly waiting: number },
  { span, places }: Around,
): SimulatedQueue {
  const { starts, depth, waits, waitsOf, busyMs, arrived, waiting } = record;
  const total = starts.reduce((sum, count) => sum + count, 0);
  const perStep = span.stepMs / MINUTE_MS;
  return {
    ...{ queue, jobs: arrived, starts: total, waitingAtEnd: waiting },
    startsPerMinute: { mean: total / starts.length, ...peakOf(starts, span.from) },
    depth: { mean: depth.reduce((sum, count) => sum + count, 0) / depth.length, ...peakOf(depth, span.from) },
    waitMs: { p50: waits.percentile(0.5), p95: waits.percentile(0.95), max: waits.count === 0 ? null : waits.max },
    busy: places === 0 ? 0 : busyMs / (places * (span.to - span.from)),
    series: {
      starts: waitsOf.map((_step, index) => sumOf(starts.subarray(index * perStep, (index + 1) * perStep)) / perStep),
      depth: waitsOf.map((_step, index) => Math.max(0, ...depth.subarray(index * perStep, (index + 1) * perStep))),
      waitP95Ms: waitsOf.map((step) => step.percentile(0.95)),
    },
  };
}

function sumOf(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function peakOf(minutes: Uint32Array, from: number): { readonly peak: number; readonly peakAt: string | null } {
  let best = 0;
  for (let minute = 1; minute < minutes.length; minute += 1) {
    if ((minutes[minute] ?? 0) > (minutes[best] ?? 0)) best = minute;
  }
  const peak = minutes[best] ?? 0;
  return { peak, peakAt: peak === 0 ? null : iso(from + best * MINUTE_MS) };
}
