/**
 * What Skep counts, told to the SDK that somebody has registered: numbers when it reads them, histograms as their values come,
 * since it keeps those itself.
 */
import {
  type Attributes,
  createNoopMeter,
  type Histogram as ApiHistogram,
  type Meter,
  metrics,
  type Observable,
} from '@opentelemetry/api';

import { SCOPE } from '../semconv.ts';
import { attributesOf, type MetricBook } from './book.ts';
import { ALL_INSTRUMENTS, type InstrumentKey } from './instruments.ts';
import type { Histogram } from './series.ts';
import type { MetricFamily } from './written.ts';

/** The meter of an SDK that is registered already; undefined when there is none. */
export function registeredMeter(version: string): Meter | undefined {
  const meter = metrics.getMeterProvider().getMeter(SCOPE, version);
  return meter === createNoopMeter() ? undefined : meter;
}

/** @returns a function that ends it */
export function throughMeter(meter: Meter, book: MetricBook, read: () => Promise<readonly MetricFamily[]>): () => void {
  const observed = new Map<string, Observable>();
  const recorded = new Map<InstrumentKey, ApiHistogram>();
  for (const [key, { name, kind, unit, meaning, bounds }] of Object.entries(ALL_INSTRUMENTS)) {
    const about = { unit, description: meaning };
    if (kind === 'counter') observed.set(name, meter.createObservableCounter(name, about));
    else if (kind === 'gauge') observed.set(name, meter.createObservableGauge(name, about));
    else {
      const advice = { explicitBucketBoundaries: [...(bounds ?? [])] };
      recorded.set(key as InstrumentKey, meter.createHistogram(name, { ...about, advice }));
    }
  }
  const attributes = new WeakMap<Histogram, Attributes>();
  book.forward((key, histogram, value) => {
    const known = attributes.get(histogram) ?? attributesOf(ALL_INSTRUMENTS[key], histogram);
    attributes.set(histogram, known);
    recorded.get(key)?.record(value, known);
  });
  const observe: Parameters<Meter['addBatchObservableCallback']>[0] = async (result) => {
    for (const { name, points } of await read()) {
      const instrument = observed.get(name);
      if (instrument === undefined) continue;
      for (const { value, attributes: own } of points)
        if (typeof value === 'number') result.observe(instrument, value, own);
    }
  };
  const instruments = [...observed.values()];
  meter.addBatchObservableCallback(observe, instruments);
  return () => {
    book.forward(undefined);
    meter.removeBatchObservableCallback(observe, instruments);
  };
}
