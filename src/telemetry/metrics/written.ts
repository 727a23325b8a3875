/** What goes out, whoever has counted it: families of series, as Prometheus and OTLP both know them. */
import type { Reading } from './book.ts';
import { attributesOf } from './book.ts';
import type { InstrumentKind } from './instruments.ts';
import { type Exemplar, Histogram } from './series.ts';

export interface MetricFamily {
  readonly name: string;
  readonly kind: InstrumentKind;
  readonly unit: string;
  readonly meaning: string;
  readonly points: readonly MetricPoint[];
}

export interface MetricPoint {
  readonly attributes: Readonly<Record<string, string>>;
  /** A number, or a histogram. */
  readonly value: number | Buckets;
}

export interface Buckets {
  readonly bounds: readonly number[];
  /** One more than bounds; each counts its own bucket alone. */
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
  readonly exemplars?: readonly (Exemplar | undefined)[] | undefined;
}

export function familiesOf(readings: readonly Reading[]): readonly MetricFamily[] {
  return readings.map(({ instrument, points }) => {
    const { name, kind, unit, meaning } = instrument;
    const written = points.map((point) => ({
      attributes: attributesOf(instrument, point),
      value: point instanceof Histogram ? point : point.value,
    }));
    return { name, kind, unit, meaning, points: written };
  });
}
