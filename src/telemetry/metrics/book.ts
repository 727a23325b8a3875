/**
 * Counts what happens in this process, for whoever asks: /metrics, an exporter, the SDK of somebody else. Kept as plain numbers, so
 * that a job costs a look into two maps; what is asked of the store and of the process is read when somebody asks.
 */
import {
  ENDING_OF,
  type Ending,
  type LifecycleEvent,
  type LifecycleEventType,
  type Outcome,
} from '../../core/index.ts';
import { heldMs, type Lease, type SpanIds } from '../../engine/index.ts';
import type { Clock } from '../../foundation/index.ts';
import { ALL_INSTRUMENTS, type Instrument, type InstrumentKey, type MetricAttribute } from './instruments.ts';
import type { Names } from './names.ts';
import type { Family, Histogram } from './series.ts';
import { type Count, counters, histograms } from './series.ts';

/** A number that is read when somebody asks. */
export interface Gauge {
  readonly key: InstrumentKey;
  /** In the order of the instrument's attributes. */
  readonly labels: readonly string[];
  readonly value: number;
}

/** All series of one instrument as they stand. */
export interface Reading {
  readonly instrument: Instrument;
  readonly points: readonly (Count | Histogram)[];
}

/** What is counted by event. */
export const COUNTED_EVENTS: readonly LifecycleEventType[] = [
  'job.enqueued',
  'job.dead',
  'lease.expired',
  'hook.failed',
  'schedule.ticked',
  'schedule.missed',
  'handler.standstill',
  'run.completed',
  'run.failed',
  'run.cancelled',
  'manifest.applied',
  'manifest.refused',
];

/** Series of a task in a queue, each made when it is first counted. */
interface TaskSeries {
  readonly sent: Count;
  readonly waited: Histogram;
  readonly endings: Map<Ending, { readonly attempts: Count; readonly processed: Histogram }>;
}

const MS = 1_000;
/** What alerts look at. */
const FROM_ZERO = ['retries', 'dead', 'expired'] as const;

export class MetricBook {
  readonly startedAt: number;
  readonly #clock: Clock;
  readonly #families = new Map<InstrumentKey, Family<Count> | Family<Histogram>>();
  #names: Names;
  /** By queue, then task, as jobs name them: several may share series. */
  #tasks = new Map<string, Map<string, TaskSeries>>();
  /** Told each value of a histogram as it comes. */
  #forward: ((key: InstrumentKey, histogram: Histogram, value: number) => void) | undefined;

  constructor(names: Names, clock: Clock) {
    this.#names = names;
    this.#clock = clock;
    this.startedAt = clock.now();
    // From 0 on: a counter that begins with 1 has not grown, as Prometheus sees it.
    for (const outcome of ['applied', 'refused']) this.#count('reloads', outcome);
  }

  /** From now on other names have series of their own; what was counted stays. */
  rename(names: Names): void {
    this.#names = names;
    this.#tasks = new Map();
  }

  /** For whoever keeps histograms itself. */
  forward(to: ((key: InstrumentKey, histogram: Histogram, value: number) => void) | undefined): void {
    this.#forward = to;
  }

  /** An attempt has ended, and its end is stored. @param ids of its span where its trace is kept */
  ended(lease: Lease, kind: Outcome['kind'], { traceId, spanId }: SpanIds): void {
    const ending = ENDING_OF[kind];
    if (ending === null) return;
    const { job } = lease;
    const series = this.#task(job.queue, job.task);
    const { attempts, processed } = this.#ending(series, ending, job);
    attempts.value += 1;
    if (ending === 'failed') this.#count('retries', job.queue, job.task).value += 1;
    if (ending === 'dead') this.#count('dead', job.queue, job.task).value += 1;
    const ran = heldMs(lease, this.#clock) / MS;
    const bucket = this.#record('processed', processed, ran);
    this.#record('waited', series.waited, Math.max(0, (job.startedAt ?? job.runAt) - job.runAt) / MS);
    if (traceId === null || spanId === null) return;
    processed.example(bucket, { traceId, spanId, value: ran, at: this.#clock.now() });
  }

  hear(event: LifecycleEvent): void {
    switch (event.type) {
      case 'job.enqueued':
        if (event.created) this.#task(event.job.queue, event.job.task).sent.value += 1;
        break;
      case 'job.dead':
        // Those that an attempt here has ended are counted with it.
        if (event.durationMs === null) this.#count('dead', event.job.queue, event.job.task).value += 1;
        break;
      case 'lease.expired':
        this.#count('expired', event.job.queue, event.job.task).value += 1;
        break;
      case 'hook.failed':
        this.#count('hooksFailed', event.job.task).value += 1;
        break;
      case 'schedule.ticked':
        this.#record('lag', this.#histogram('lag', event.schedule), event.latenessMs / MS);
        this.#count('missed', event.schedule);
        break;
      case 'schedule.missed':
        this.#count('missed', event.schedule).value += 1;
        break;
      case 'handler.standstill':
        this.#record('standstills', this.#histogram('standstills'), event.standstillMs / MS);
        break;
      default:
        this.#hearRest(event);
    }
  }

  #hearRest(event: LifecycleEvent): void {
    switch (event.type) {
      case 'run.completed':
      case 'run.failed':
      case 'run.cancelled': {
        const histogram = this.#histogram('runs', event.workflow ?? '', event.type.slice('run.'.length));
        this.#record('runs', histogram, event.durationMs / MS);
        break;
      }
      case 'manifest.applied':
      case 'manifest.refused':
        this.#count('reloads', event.type.slice('manifest.'.length)).value += 1;
        break;
      default:
    }
  }

  /** Everything as it stands, in the order of the table. @param gauges what was read for it */
  read(gauges: readonly Gauge[]): readonly Reading[] {
    const folded = this.#folded(gauges);
    return (Object.keys(ALL_INSTRUMENTS) as InstrumentKey[]).flatMap((key) => {
      const points = this.#families.get(key)?.all() ?? folded.get(key)?.all() ?? [];
      return points.length === 0 ? [] : [{ instrument: ALL_INSTRUMENTS[key], points }];
    });
  }

  #folded(gauges: readonly Gauge[]): ReadonlyMap<InstrumentKey, Family<Count>> {
    const families = new Map<InstrumentKey, Family<Count>>();
    for (const { key, labels, value } of gauges) {
      const instrument = ALL_INSTRUMENTS[key];
      const family = families.get(key) ?? counters(instrument);
      families.set(key, family);
      const count = family.at(...this.#labels(instrument, labels));
      count.value = instrument.folds === 'max' ? Math.max(count.value, value) : count.value + value;
    }
    return families;
  }

  #task(queue: string, task: string): TaskSeries {
    let tasks = this.#tasks.get(queue);
    if (tasks === undefined) this.#tasks.set(queue, (tasks = new Map<string, TaskSeries>()));
    let series = tasks.get(task);
    if (series === undefined) {
      const sent = this.#count('sent', queue, task);
      for (const key of FROM_ZERO) this.#count(key, queue, task);
      tasks.set(task, (series = { sent, waited: this.#histogram('waited', queue, task), endings: new Map() }));
    }
    return series;
  }

  #ending({ endings }: TaskSeries, ending: Ending, { queue, task }: Lease['job']) {
    let series = endings.get(ending);
    if (series === undefined) {
      const attempts = this.#count('attempts', queue, task, ending);
      endings.set(ending, (series = { attempts, processed: this.#histogram('processed', queue, task, ending) }));
    }
    return series;
  }

  #record(key: InstrumentKey, histogram: Histogram, value: number): number {
    this.#forward?.(key, histogram, value);
    return histogram.record(value);
  }

  #count(key: InstrumentKey, ...labels: readonly string[]): Count {
    const instrument = ALL_INSTRUMENTS[key];
    const family = (this.#families.get(key) as Family<Count> | undefined) ?? counters(instrument);
    this.#families.set(key, family);
    return family.at(...this.#labels(instrument, labels));
  }

  #histogram(key: InstrumentKey, ...labels: readonly string[]): Histogram {
    const instrument = ALL_INSTRUMENTS[key];
    const family = (this.#families.get(key) as Family<Histogram> | undefined) ?? histograms(instrument);
    this.#families.set(key, family);
    return family.at(...this.#labels(instrument, labels));
  }

  #labels({ attributes }: Instrument, labels: readonly string[]): readonly string[] {
    return attributes.map((attribute: MetricAttribute, index) => this.#names.label(attribute, labels[index] ?? ''));
  }
}

/** Attributes of a point, with those that all of its instrument have. */
export function attributesOf({ attributes, fixed }: Instrument, { labels }: Count | Histogram): Record<string, string> {
  return { ...fixed, ...Object.fromEntries(attributes.map((attribute, index) => [attribute, labels[index] ?? ''])) };
}
