/** What names metrics elsewhere, held against the table of instruments: the conventions, the dashboard, the rules. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { parse } from 'yaml';

import { ALL_INSTRUMENTS, type Instrument, METRIC_ATTRIBUTES } from '../../../../src/telemetry/metrics/instruments.ts';
import { prometheusName } from '../../../../src/telemetry/metrics/prometheus.ts';

const DEPLOY = new URL('../../../../deploy/', import.meta.url);

/** As Prometheus has them, with the labels that they may have. */
const SERIES = new Map(Object.values(ALL_INSTRUMENTS).flatMap(seriesOf));

function seriesOf(instrument: Instrument): [string, ReadonlySet<string>][] {
  const { kind, attributes, fixed = {} } = instrument;
  const name = prometheusName(instrument);
  const labels = [...attributes, ...Object.keys(fixed)].map((attribute) => attribute.replaceAll('.', '_'));
  // What Prometheus itself puts on all.
  const own = new Set([...labels, 'instance', 'job']);
  if (kind === 'counter') return [[`${name}_total`, own]];
  if (kind === 'gauge') return [[name, own]];
  const bucket: [string, ReadonlySet<string>] = [`${name}_bucket`, new Set([...own, 'le'])];
  return [bucket, [`${name}_sum`, own], [`${name}_count`, own]];
}

interface Named {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

/** Names of metrics in an expression, and names of labels in its selectors and groups. */
function namesIn(expression: string): Named {
  const metrics = expression.match(/\b(?:skep|messaging|nodejs)_\w+(?=[{[)\s]|$)/g) ?? [];
  const selected = [...expression.matchAll(/\{([^}]*)\}/g)].flatMap(
    ([, inside = '']) => inside.match(/\w+(?==)/g) ?? [],
  );
  const grouped = [...expression.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, inside = '']) => inside.split(', '));
  const labels = [...selected, ...grouped];
  return { metrics: metrics.filter((name) => !labels.includes(name)), labels };
}

function assertKnown(expression: string, recorded: ReadonlySet<string>): readonly string[] {
  const { metrics, labels } = namesIn(expression);
  assert.ok(metrics.length > 0 || [...recorded].some((name) => expression.includes(name)), expression);
  for (const metric of metrics) assert.ok(SERIES.has(metric), `${metric} in ${expression}`);
  for (const label of labels) {
    const known = metrics.length === 0 || metrics.some((metric) => SERIES.get(metric)?.has(label) === true);
    assert.ok(known, `${label} in ${expression}`);
  }
  return metrics;
}

describe('the table of instruments', () => {
  it('has names of the published conventions where it does not say skep', () => {
    const fromSdk = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-node'));
    const conventions = Object.values(fromSdk('@opentelemetry/semantic-conventions/incubating') as object);
    const names = [...Object.values(ALL_INSTRUMENTS).map(({ name }) => name), ...Object.keys(METRIC_ATTRIBUTES)];
    const theirs = names.filter((name) => !name.startsWith('skep.'));
    assert.ok(theirs.length > 4);
    for (const name of theirs) assert.ok(conventions.includes(name), name);
  });

  it('gives each series one name', () => {
    const all = Object.values(ALL_INSTRUMENTS).flatMap(seriesOf);
    assert.equal(SERIES.size, all.length);
  });
});

describe('deploy/', () => {
  it('has a dashboard of metrics that exist, and of all', () => {
    const { panels } = JSON.parse(readFileSync(new URL('grafana/skep.json', DEPLOY), 'utf8')) as {
      readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
    };
    const shown = panels.flatMap(({ targets }) => targets).flatMap(({ expr }) => assertKnown(expr, new Set()));
    for (const instrument of Object.values(ALL_INSTRUMENTS)) {
      const name = prometheusName(instrument);
      assert.ok(
        shown.some((metric) => metric.startsWith(name)),
        `nothing shows ${name}`,
      );
    }
  });

  it('has rules for metrics that exist', () => {
    const { groups } = parse(readFileSync(new URL('prometheus/rules.yaml', DEPLOY), 'utf8')) as {
      readonly groups: readonly { readonly rules: readonly { readonly record?: string; readonly expr: string }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
    for (const { expr } of rules) assertKnown(expr, recorded);
  });

  it('has a metric for autoscalers, of metrics that exist, by the name that the workers are scaled by', () => {
    const { externalRules } = parse(readFileSync(new URL('prometheus/adapter.yaml', DEPLOY), 'utf8')) as {
      readonly externalRules: readonly [{ readonly name: { readonly as: string }; readonly metricsQuery: string }];
    };
    const [{ name, metricsQuery }] = externalRules;
    assert.equal(assertKnown(metricsQuery, new Set()).length, 2);
    const workers = readFileSync(new URL('kubernetes/worker.yaml', DEPLOY), 'utf8');
    assert.ok(workers.includes(`metric: { name: ${name.as} }`));
  });

  it('would be refused with a name that nothing has', () => {
    assert.throws(() => assertKnown('sum(rate(skep_attempt_total[5m]))', new Set()), /skep_attempt_total/);
    assert.throws(() => assertKnown('sum by (skep_queue) (skep_attempts_total)', new Set()), /skep_queue/);
    assert.throws(() => assertKnown('skep_attempts_total{task="a"}', new Set()), /task/);
  });
});
