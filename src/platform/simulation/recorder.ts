/** What is seen of a model: per queue by the minute what started and how deep it was, by the step how long jobs waited. */
import { Waits } from './waits.ts';

const MINUTE_MS = 60_000;

export interface Span {
  readonly from: number;
  readonly to: number;
  /** Of the series of waits. */
  readonly stepMs: number;
}

export interface QueueRecord {
  arrived: number;
  readonly starts: Uint32Array;
  /** The deepest of each minute. */
  readonly depth: Uint32Array;
  readonly waits: Waits;
  /** By the step. */
  readonly waitsOf: readonly Waits[];
  /** How long its places were taken, milliseconds of one place, within the span. */
  busyMs: number;
}

interface Standing extends QueueRecord {
  waiting: number;
  /** The minute up to which the depth is written down. */
  minute: number;
}

export interface TaskRecord {
  starts: number;
  failed: number;
  dead: number;
  skipped: number;
  readonly waits: Waits;
}

export class Recorder {
  readonly #span: Span;
  readonly #queues = new Map<string, Standing>();
  readonly #tasks = new Map<string, TaskRecord>();

  constructor(span: Span, queues: readonly string[]) {
    this.#span = span;
    const minutes = Math.ceil((span.to - span.from) / MINUTE_MS);
    const steps = Math.ceil((span.to - span.from) / span.stepMs);
    for (const name of queues) {
      this.#queues.set(name, {
        ...{ arrived: 0, waiting: 0, minute: 0, busyMs: 0 },
        ...{ starts: new Uint32Array(minutes), depth: new Uint32Array(minutes), waits: new Waits() },
        waitsOf: Array.from({ length: steps }, () => new Waits()),
      });
    }
  }

  came(queue: string): void {
    const standing = this.#queues.get(queue);
    if (standing !== undefined) standing.arrived += 1;
  }

  /** So many more wait from now on. */
  waits(queue: string, at: number, change: 1 | -1): void {
    const standing = this.#queues.get(queue);
    if (standing === undefined) return;
    this.#catchUp(standing, at);
    standing.waiting += change;
  }

  /** Whoever could start has started: those who wait now are deep. */
  stood(queue: string): void {
    const standing = this.#queues.get(queue);
    if (standing === undefined) return;
    const { minute, depth, waiting } = standing;
    if (waiting > (depth[minute] ?? 0)) depth[minute] = waiting;
  }

  starts(
    { queue, spec }: { readonly queue: string; readonly spec: { readonly name: string } },
    at: number,
    ms: number,
  ): void {
    const task = this.#task(spec.name);
    task.starts += 1;
    task.waits.add(ms);
    const standing = this.#queues.get(queue);
    if (standing === undefined) return;
    const since = at - this.#span.from;
    const minute = Math.floor(since / MINUTE_MS);
    standing.starts[minute] = (standing.starts[minute] ?? 0) + 1;
    standing.waits.add(ms);
    standing.waitsOf[Math.floor(since / this.#span.stepMs)]?.add(ms);
  }

  busy(queue: string, at: number, ms: number): void {
    const standing = this.#queues.get(queue);
    if (standing !== undefined) standing.busyMs += Math.max(0, Math.min(ms, this.#span.to - at));
  }

  failed(task: string, dead: boolean): void {
    const record = this.#task(task);
    if (dead) record.dead += 1;
    else record.failed += 1;
  }

  skipped(task: string): void {
    this.#task(task).skipped += 1;
  }

  /** At the end: the depth up to it is written down. */
  queues(): ReadonlyMap<string, QueueRecord & { readonly waiting: number }> {
    for (const standing of this.#queues.values()) this.#catchUp(standing, this.#span.to - 1);
    return this.#queues;
  }

  tasks(): ReadonlyMap<string, TaskRecord> {
    return this.#tasks;
  }

  #task(name: string): TaskRecord {
    const known = this.#tasks.get(name) ?? { starts: 0, failed: 0, dead: 0, skipped: 0, waits: new Waits() };
    this.#tasks.set(name, known);
    return known;
  }

  /** Those who waited in a minute without news were there all the same. */
  #catchUp(standing: Standing, at: number): void {
    const minute = Math.floor((at - this.#span.from) / MINUTE_MS);
    while (standing.minute < minute) {
      standing.minute += 1;
      standing.depth[standing.minute] = standing.waiting;
    }
  }
}
