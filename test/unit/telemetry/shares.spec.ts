/** Shares of traces by task, in the sampler and past a producer that was sampled out. */
import assert from 'node:assert/strict';

import { shareOf } from '../../../src/telemetry/shares.ts';
import { traceSettings } from '../../../src/telemetry/settings.ts';
import { jobWith, record, type Recording } from './recording.ts';

const ABOUT = { task: 'payments.charge', queue: 'q', count: 1, delayMs: 0, jobId: null };
const DROPPED = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;

describe('shares of traces by task', () => {
  let on: Recording | undefined;

  afterEach(async () => {
    await on?.stop();
    on = undefined;
  });

  it('are found by the name, then the longest pattern, then the greater share', () => {
    const share = shareOf({
      '*': 0.1,
      'payments.*': 1,
      'payments.ping': 0,
      'p*.ping.x': 0.2,
      '*.ping.xx': 0.3,
      'a.*': 0,
      '*.a': 1,
    });
    const tasks = ['mails', 'payments.charge', 'payments.ping', 'p.ping.x', 'p.ping.xx', 'a.a'];
    assert.deepEqual(tasks.map(share), [0.1, 1, 0, 0.2, 0.3, 1]);
    assert.equal(shareOf({ 'payments.*': 1 })('mails'), undefined);
  });

  it('come from the manifest with their default, unless the environment says another sampler', () => {
    const spec = {
      exporter: 'otlp',
      sample: { default: 0.05, 'payments.*': 1 },
      keep: { failed: false, slowerThanMs: null },
      propagation: 'parent',
      baggage: [],
      spans: 'own',
    } as const;
    const sampler = { parentBased: true, ratio: 0.05, shares: { 'payments.*': 1 } };
    assert.deepEqual(traceSettings(spec, {}, 'shop').sampler, sampler);
    const other = traceSettings(spec, { OTEL_TRACES_SAMPLER: 'always_off' }, 'shop').sampler;
    assert.deepEqual(other, { parentBased: false, ratio: 0 });
  });

  for (const spans of ['own', 'sdk'] as const) {
    it(`keep an enqueue, its attempt and its waits below a request that is not kept (${spans})`, async () => {
      const recording = (on = record({ spans, ratio: 0, shares: { 'payments.*': 1, pings: 0 } }));
      const about = { method: 'POST', route: '/x', traceparent: null, tracestate: null };
      const carriers = await recording.tracer.request(about, () =>
        Promise.all(
          ['payments.charge', 'mails', 'pings'].map((task) =>
            recording.tracer.enqueue({ ...ABOUT, task }, (carrier) => Promise.resolve(carrier)),
          ),
        ),
      );
      for (const [index, task] of ['payments.charge', 'mails', 'pings'].entries()) {
        const job = jobWith({ ...carriers[index], task, startedAt: jobWith().createdAt + 5 });
        await recording.tracer.attempt(job, 1, (attempt) => {
          attempt.end('complete', null);
          return Promise.resolve();
        });
      }
      const names = recording.spans().map(({ name }) => name);
      assert.deepEqual(names, ['enqueue payments.charge', 'wait.queue', 'process payments.charge']);
    });

    it(`keep a tick's job, which has no enqueue of its own (${spans})`, async () => {
      const recording = (on = record({ spans, shares: { 'payments.*': 1 } }));
      for (const task of ['payments.charge', 'mails']) {
        await recording.tracer.attempt(jobWith({ task, traceparent: DROPPED }), 1, () => Promise.resolve());
      }
      assert.deepEqual(
        recording.spans().map(({ name }) => name),
        ['process payments.charge'],
      );
    });

    it(`cut nothing out of a trace that is kept (${spans})`, async () => {
      const recording = (on = record({ spans, shares: { mails: 0 } }));
      const job = jobWith({ task: 'mails', traceparent: DROPPED.replace(/00$/, '01') });
      await recording.tracer.attempt(job, 1, () => Promise.resolve());
      assert.equal(recording.spans('process mails').length, 1);
    });
  }
});
