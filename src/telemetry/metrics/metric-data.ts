/** Families as the SDK's exporters have them, and its own as families. Part of what is loaded with the SDK. */
import { type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type Histogram as SdkHistogram,
  DataPointType,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';

import type { Buckets, MetricFamily, MetricPoint } from './written.ts';

/** From when to when something was counted, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** @param span of what only grows */
export function metricDataOf({ name, kind, unit, meaning, points }: MetricFamily, span: Span): MetricData {
  const common = {
    descriptor: { name, unit, description: meaning, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  const times = { startTime: hrTimeOf(span.from), endTime: hrTimeOf(span.to) };
  if (kind === 'histogram') {
    const dataPoints = points.flatMap(({ attributes, value }) =>
      typeof value === 'number' ? [] : [{ ...times, attributes, value: sdkHistogramOf(value) }],
    );
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = points.flatMap(({ attributes, value }) =>
    typeof value === 'number' ? [{ ...times, attributes, value }] : [],
  );
  return kind === 'counter'
    ? { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...common, dataPointType: DataPointType.GAUGE, dataPoints };
}

function sdkHistogramOf({ bounds, counts, sum, count }: Buckets): SdkHistogram {
  return { buckets: { boundaries: [...bounds], counts: [...counts] }, sum, count };
}

function hrTimeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}

/** What handlers and their libraries measure; exponential histograms are not among what Prometheus 2 can read. */
export function familiesFrom({ scopeMetrics }: ResourceMetrics): readonly MetricFamily[] {
  return scopeMetrics.flatMap(({ metrics }) => metrics.flatMap(familyFrom));
}

function familyFrom(data: MetricData): readonly MetricFamily[] {
  const { name, unit, description: meaning } = data.descriptor;
  const about = { name, unit, meaning };
  switch (data.dataPointType) {
    case DataPointType.SUM:
      return [{ ...about, kind: data.isMonotonic ? 'counter' : 'gauge', points: numbersFrom(data.dataPoints) }];
    case DataPointType.GAUGE:
      return [{ ...about, kind: 'gauge', points: numbersFrom(data.dataPoints) }];
    case DataPointType.HISTOGRAM:
      return [{ ...about, kind: 'histogram', points: data.dataPoints.map(histogramFrom) }];
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      return [];
  }
}

interface Told<T> {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: T;
}

function numbersFrom(points: readonly Told<number>[]): readonly MetricPoint[] {
  return points.map(({ attributes, value }) => ({ attributes: textsOf(attributes), value }));
}

function histogramFrom({ attributes, value }: Told<SdkHistogram>): MetricPoint {
  const { buckets, sum = 0, count } = value;
  return {
    attributes: textsOf(attributes),
    value: { bounds: buckets.boundaries, counts: buckets.counts, sum, count },
  };
}

function textsOf(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts) as Record<string, string>;
}
