/**
 * Metrics as Prometheus reads them: its text format 0.0.4, and OpenMetrics 1.0 where it is asked for, which has exemplars.
 *
 * Names are made as OpenTelemetry's compatibility page says (specification/compatibility/prometheus_and_openmetrics.md): what
 * Prometheus does not allow becomes `_`, units are written out at the end, counters end in `_total`.
 */
import type { Buckets, MetricFamily } from './written.ts';
import type { Exemplar } from './series.ts';

export type PrometheusFormat = 'text' | 'openmetrics';

export const PROMETHEUS_TYPES: Readonly<Record<PrometheusFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** Units of which the last part of a name is made; what is counted (`{job}`) has none. */
const UNITS: Readonly<Record<string, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  min: 'minutes',
  h: 'hours',
  d: 'days',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  kBy: 'kilobytes',
  MBy: 'megabytes',
  '%': 'percent',
  Cel: 'celsius',
};

/** The name without `_total` of a counter. */
export function prometheusName({ name, kind, unit }: Pick<MetricFamily, 'name' | 'kind' | 'unit'>): string {
  const base = sanitized(name);
  const last = unitOf(unit, kind);
  const bare = kind === 'counter' && base.endsWith('_total') ? base.slice(0, -'_total'.length) : base;
  return last === '' || bare.endsWith(`_${last}`) ? bare : `${bare}_${last}`;
}

function unitOf(unit: string, kind: MetricFamily['kind']): string {
  if (unit === '1') return kind === 'gauge' ? 'ratio' : '';
  return UNITS[unit] ?? '';
}

function sanitized(name: string): string {
  const allowed = name.replace(/[^a-zA-Z0-9_:]/g, '_').replace(/__+/g, '_');
  return /^\d/.test(allowed) ? `_${allowed}` : allowed;
}

/** @param about the service, as labels of `target_info` */
export function prometheusText(
  families: readonly MetricFamily[],
  about: Readonly<Record<string, string>>,
  format: PrometheusFormat,
): string {
  const seen = new Set<string>();
  const parts = [targetInfo(about, format)];
  for (const family of families) {
    const name = prometheusName(family);
    // A name may stand once: what a handler has called like one of ours is left out.
    if (seen.has(name)) continue;
    seen.add(name);
    parts.push(familyText(family, name, format));
  }
  if (format === 'openmetrics') parts.push('# EOF\n');
  return parts.join('');
}

function targetInfo(about: Readonly<Record<string, string>>, format: PrometheusFormat): string {
  const [name, type] = format === 'openmetrics' ? ['target', 'info'] : ['target_info', 'gauge'];
  return `# HELP ${name} Who tells this\n# TYPE ${name} ${type}\n${line('target_info', labelsOf(about), 1)}`;
}

function familyText({ kind, unit, meaning, points }: MetricFamily, name: string, format: PrometheusFormat): string {
  const total = kind === 'counter' ? `${name}_total` : name;
  const told = format === 'openmetrics' ? name : total;
  const last = unitOf(unit, kind);
  const head = [`# HELP ${told} ${escapedHelp(meaning, format)}\n# TYPE ${told} ${kind}\n`];
  if (format === 'openmetrics' && last !== '') head.push(`# UNIT ${told} ${last}\n`);
  const lines = points.map(({ attributes, value }) => {
    const labels = labelsOf(attributes);
    return typeof value === 'number' ? line(total, labels, value) : histogramText(name, labels, { value, format });
  });
  return [...head, ...lines].join('');
}

interface WrittenBuckets {
  readonly value: Buckets;
  readonly format: PrometheusFormat;
}

function histogramText(name: string, labels: readonly string[], { value, format }: WrittenBuckets): string {
  let below = 0;
  const lines = value.counts.map((count, bucket) => {
    below += count;
    const bound = value.bounds[bucket];
    const own = [...labels, `le="${bound === undefined ? '+Inf' : String(bound)}"`];
    const exemplar = format === 'openmetrics' ? value.exemplars?.[bucket] : undefined;
    return line(`${name}_bucket`, own, below, exemplar);
  });
  return [...lines, line(`${name}_sum`, labels, value.sum), line(`${name}_count`, labels, value.count)].join('');
}

function line(name: string, labels: readonly string[], value: number, exemplar?: Exemplar): string {
  const inBraces = labels.length === 0 ? '' : `{${labels.join(',')}}`;
  return `${name}${inBraces} ${numberText(value)}${exemplar === undefined ? '' : exemplarText(exemplar)}\n`;
}

function exemplarText({ traceId, spanId, value, at }: Exemplar): string {
  return ` # {trace_id="${traceId}",span_id="${spanId}"} ${numberText(value)} ${(at / 1_000).toFixed(3)}`;
}

function numberText(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

function labelsOf(attributes: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(attributes).map(
    ([name, value]) => `${sanitized(name).replaceAll(':', '_')}="${escaped(value)}"`,
  );
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function escapedHelp(text: string, format: PrometheusFormat): string {
  return format === 'openmetrics' ? escaped(text) : text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
