/** What is counted, as it grows: the series of one instrument, and a histogram of seconds. */
import type { Instrument } from './instruments.ts';

/** An example of what a bucket counts: the trace of an attempt that was kept. */
export interface Exemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly value: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Count {
  readonly labels: readonly string[];
  value: number;
}

export class Histogram {
  readonly labels: readonly string[];
  readonly bounds: readonly number[];
  /** One more than bounds. */
  readonly counts: number[];
  sum = 0;
  count = 0;
  /** The last one of each bucket; undefined while no attempt was traced. */
  exemplars: (Exemplar | undefined)[] | undefined;

  constructor(labels: readonly string[], bounds: readonly number[]) {
    this.labels = labels;
    this.bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  /** @returns the bucket that it fell into */
  record(value: number): number {
    const { bounds, counts } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    this.sum += value;
    this.count += 1;
    return bucket;
  }

  example(bucket: number, exemplar: Exemplar): void {
    this.exemplars ??= [];
    this.exemplars[bucket] = exemplar;
  }
}

/** The series of one counter or histogram, by their labels. */
export class Family<S extends Count | Histogram> {
  readonly instrument: Instrument;
  readonly #make: (labels: readonly string[]) => S;
  readonly #series = new Map<string, S>();

  constructor(instrument: Instrument, make: (labels: readonly string[]) => S) {
    this.instrument = instrument;
    this.#make = make;
  }

  /** @param labels in the order of the instrument's attributes */
  at(...labels: readonly string[]): S {
    const key = labels.join('\0');
    let series = this.#series.get(key);
    if (series === undefined) this.#series.set(key, (series = this.#make(labels)));
    return series;
  }

  all(): readonly S[] {
    return [...this.#series.values()];
  }
}

export function counters(instrument: Instrument): Family<Count> {
  return new Family(instrument, (labels) => ({ labels, value: 0 }));
}

export function histograms(instrument: Instrument): Family<Histogram> {
  return new Family(instrument, (labels) => new Histogram(labels, instrument.bounds ?? []));
}
