import assert from 'node:assert/strict';

import type { TelemetrySpec } from '../../../src/manifest/index.ts';
import { type Environment, traceSettings, type TraceSettings } from '../../../src/telemetry/settings.ts';

function settings(env: Environment, spec: Partial<TelemetrySpec['traces']> = {}): TraceSettings {
  return traceSettings(
    {
      exporter: 'none',
      sample: 0.25,
      keep: { failed: false, slowerThanMs: null },
      propagation: 'parent',
      baggage: [],
      spans: 'own',
      ...spec,
    },
    env,
    'shop',
  );
}

describe('trace settings', () => {
  it('are the manifest’s where the environment says nothing', () => {
    const plain = settings({}, { exporter: 'console' });
    assert.deepEqual(plain.exporters, ['console']);
    assert.equal(plain.serviceName, 'shop');
    assert.deepEqual(plain.sampler, { parentBased: true, ratio: 0.25 });
    assert.equal(plain.url, null);
    assert.deepEqual(plain.problems, []);
  });

  const exporters: [Environment, TelemetrySpec['traces']['exporter'], string[]][] = [
    [{}, 'none', []],
    [{ OTEL_TRACES_EXPORTER: '' }, 'otlp', ['otlp']],
    [{ OTEL_TRACES_EXPORTER: 'console' }, 'otlp', ['console']],
    [{ OTEL_TRACES_EXPORTER: 'otlp, console' }, 'none', ['otlp', 'console']],
    [{ OTEL_TRACES_EXPORTER: 'none' }, 'otlp', []],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' }, 'otlp', []],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' }, 'none', ['otlp']],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/x' }, 'console', ['otlp']],
  ];
  for (const [env, exporter, expected] of exporters) {
    it(`export to [${expected.join()}] with ${exporter} in the manifest and ${JSON.stringify(env)}`, () => {
      assert.deepEqual(settings(env, { exporter }).exporters, expected);
    });
  }

  it('add the signal’s path to the general endpoint and take the specific one as it is', () => {
    const general = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/base/' };
    assert.equal(settings(general).url, 'http://c:4318/base/v1/traces');
    const both = { ...general, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t:1/own' };
    assert.equal(settings(both).url, 'http://t:1/own');
  });

  it('take the service’s name from OTEL_SERVICE_NAME before OTEL_RESOURCE_ATTRIBUTES', () => {
    const env = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,deployment.environment.name=pr%C3%BCf' };
    assert.equal(settings(env).serviceName, 'a');
    assert.equal(settings(env).resource['deployment.environment.name'], 'prüf');
    assert.equal(settings({ ...env, OTEL_SERVICE_NAME: 'b' }).serviceName, 'b');
  });

  for (const [name, arg, expected] of [
    ['always_on', undefined, { parentBased: false, ratio: 1 }],
    ['always_off', undefined, { parentBased: false, ratio: 0 }],
    ['traceidratio', '0.5', { parentBased: false, ratio: 0.5 }],
    ['parentbased_always_on', undefined, { parentBased: true, ratio: 1 }],
    ['parentbased_always_off', undefined, { parentBased: true, ratio: 0 }],
    ['parentbased_traceidratio', '0', { parentBased: true, ratio: 0 }],
    ['parentbased_traceidratio', undefined, { parentBased: true, ratio: 1 }],
  ] as const) {
    it(`sample by OTEL_TRACES_SAMPLER=${name} ${arg ?? ''}`, () => {
      const env = { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: arg };
      assert.deepEqual(settings(env).sampler, expected);
    });
  }

  it('are off altogether with OTEL_SDK_DISABLED=true alone', () => {
    assert.equal(settings({ OTEL_SDK_DISABLED: 'TRUE' }).disabled, true);
    assert.equal(settings({ OTEL_SDK_DISABLED: '1' }).disabled, false);
  });

  it('read headers and the batch’s limits', () => {
    const read = settings({
      OTEL_EXPORTER_OTLP_HEADERS: 'x-a=1,x-b=two%20words',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-a=3',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_BSP_MAX_QUEUE_SIZE: '10',
    });
    assert.deepEqual(read.headers, { 'x-a': '3', 'x-b': 'two words' });
    assert.deepEqual(read.batch, { scheduledDelayMillis: 100, maxQueueSize: 10 });
  });

  it('tell every variable that cannot be used, keep the default, and show no value that may hold a secret', () => {
    const bad = settings(
      {
        OTEL_TRACES_EXPORTER: 'jaeger,otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'user:hunter2@nowhere at all',
        OTEL_EXPORTER_OTLP_HEADERS: 'hunter2',
        OTEL_TRACES_SAMPLER: 'xray',
        OTEL_BSP_SCHEDULE_DELAY: 'soon',
      },
      { sample: 0.5 },
    );
    assert.equal(bad.problems.length, 5);
    assert.ok(!bad.problems.join().includes('hunter2'));
    assert.deepEqual(bad.exporters, ['otlp']);
    assert.equal(bad.url, null);
    assert.deepEqual(bad.sampler, { parentBased: true, ratio: 0.5 });
    assert.deepEqual(bad.batch, {});
    const ratio = settings({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '7' });
    assert.equal(ratio.problems.length, 1);
    assert.equal(ratio.sampler.ratio, 1);
  });
});
