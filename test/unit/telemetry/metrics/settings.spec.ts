import assert from 'node:assert/strict';

import { metricSettings, type MetricSettings } from '../../../../src/telemetry/metrics/metric-settings.ts';

type Spec = Parameters<typeof metricSettings>[0];

function settings(env: Readonly<Record<string, string>>, spec: Partial<Spec> = {}): MetricSettings {
  const whole: Spec = { exporter: 'none', intervalMs: 60_000, names: 200, public: false, ...spec };
  return metricSettings(whole, env, 'shop');
}

describe('metric settings', () => {
  const METRICS_URL = 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT';
  const exporters: [Readonly<Record<string, string>>, Spec['exporter'], string[]][] = [
    [{}, 'none', []],
    [{}, 'prometheus', ['prometheus']],
    [{ OTEL_METRICS_EXPORTER: 'prometheus, otlp' }, 'none', ['otlp', 'prometheus']],
    [{ OTEL_METRICS_EXPORTER: 'none' }, 'otlp', []],
    // It is set for traces, whose backend need not take metrics.
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' }, 'none', []],
    [{ [METRICS_URL]: 'http://c:4318/x' }, 'none', ['otlp']],
    [{ [METRICS_URL]: 'http://c:4318/x' }, 'prometheus', ['otlp', 'prometheus']],
  ];
  for (const [env, exporter, expected] of exporters) {
    it(`export to [${expected.join()}] with ${exporter} in the manifest and ${JSON.stringify(env)}`, () => {
      assert.deepEqual(settings(env, { exporter }).exporters, expected);
    });
  }

  it('take address, headers and times of the environment', () => {
    const told = settings({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/base/',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2',
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'b=3',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      OTEL_RESOURCE_ATTRIBUTES: 'k=v',
    });
    assert.equal(told.url, 'http://c:4318/base/v1/metrics');
    assert.deepEqual(told.headers, { a: '1', b: '3' });
    assert.deepEqual([told.intervalMs, told.timeoutMs], [500, 500]);
    assert.deepEqual(told.resource, { k: 'v', 'service.name': 'shop' });
    assert.equal(settings({ OTEL_SDK_DISABLED: 'TRUE' }).disabled, true);
  });

  it('name each variable that cannot be used', () => {
    const { problems, protocol, intervalMs } = settings({
      OTEL_METRICS_EXPORTER: 'statsd',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/xml',
      OTEL_METRIC_EXPORT_INTERVAL: '0',
      [METRICS_URL]: 'c:4318',
    });
    assert.deepEqual([protocol, intervalMs], ['http/protobuf', 60_000]);
    assert.equal(problems.length, 4);
    for (const name of ['OTEL_METRICS_EXPORTER', 'OTLP protocol', 'OTEL_METRIC_EXPORT_INTERVAL', METRICS_URL]) {
      assert.ok(
        problems.some((problem) => problem.includes(name)),
        name,
      );
    }
  });
});
