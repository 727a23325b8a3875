import assert from 'node:assert/strict';

import {
  InMemoryMetricExporter,
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

import type { Job, Outcome } from '../../../../src/core/index.ts';
import type { Lease } from '../../../../src/engine/index.ts';
import { type Gauge, MetricBook } from '../../../../src/telemetry/metrics/book.ts';
import { Names } from '../../../../src/telemetry/metrics/names.ts';
import { prometheusName, prometheusText } from '../../../../src/telemetry/metrics/prometheus.ts';
import { throughMeter } from '../../../../src/telemetry/metrics/registered-meter.ts';
import { familiesOf, type MetricFamily } from '../../../../src/telemetry/metrics/written.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const UNTRACED = { traceId: null, spanId: null };

interface Situation {
  readonly clock: FakeClock;
  readonly book: MetricBook;
  readonly ended: (task: string, kind: Outcome['kind'], ms: number, ids?: Parameters<MetricBook['ended']>[2]) => void;
  readonly families: (gauges?: readonly Gauge[]) => readonly MetricFamily[];
}

function situation(names = new Names(100, {})): Situation {
  const clock = new FakeClock();
  const book = new MetricBook(names, clock);
  return {
    clock,
    book,
    ended: (task, kind, ms, ids = UNTRACED) => {
      const job = { id: 'a', task, queue: 'mail', runAt: 1_000, startedAt: 1_250 } as Job;
      const lease: Lease = { job, session: 's', since: clock.monotonic() - ms };
      book.ended(lease, kind, ids);
    },
    families: (gauges = []) => familiesOf(book.read(gauges)),
  };
}

function linesOf(text: string, name: string): string[] {
  return text.split('\n').filter((line) => line.startsWith(name));
}

/** Values of a family by the values of its attributes that are not the same for all. */
function valuesOf(families: readonly MetricFamily[], name: string): Record<string, unknown> {
  const points = families.find((family) => family.name === name)?.points ?? [];
  const same = ['skep', 'enqueue', 'process'];
  return Object.fromEntries(
    points.map(({ attributes, value }) => [
      Object.values(attributes)
        .filter((one) => !same.includes(one))
        .join(' '),
      typeof value === 'number' ? value : value.count,
    ]),
  );
}

describe('metrics of a process', () => {
  it('count attempts by their end, retries and dead jobs, and not what was held back', () => {
    const { ended, families, book } = situation();
    const kinds: Outcome['kind'][] = ['complete', 'complete', 'retry', 'dead', 'cancel', 'snooze', 'release', 'hold'];
    for (const kind of kinds) ended('send', kind, 10);
    const job = { id: 'b', task: 'send', queue: 'mail' };
    // One that was buried because its process was lost; the other is that of the attempt above.
    book.hear({
      type: 'job.dead',
      job,
      attempt: 1,
      error: { name: 'E', message: '', code: null, stack: null },
      durationMs: null,
    });
    book.hear({
      type: 'job.dead',
      job,
      attempt: 1,
      error: { name: 'E', message: '', code: null, stack: null },
      durationMs: 10,
    });
    assert.deepEqual(valuesOf(families(), 'skep.attempts'), {
      'mail send completed': 2,
      'mail send failed': 1,
      'mail send dead': 1,
      'mail send cancelled': 1,
      'mail send snoozed': 1,
      'mail send released': 1,
    });
    assert.deepEqual(valuesOf(families(), 'skep.retries'), { 'mail send': 1 });
    assert.deepEqual(valuesOf(families(), 'skep.dead'), { 'mail send': 2 });
    assert.deepEqual(valuesOf(families(), 'skep.queue.wait.duration'), { 'mail send': 7 });
  });

  it('count what is told: enqueued jobs that are new, ticks, gaps, reloads, runs, standstills', () => {
    const { families, book } = situation();
    const job = { id: 'b', task: 'send', queue: 'mail' };
    for (const created of [true, true, false]) book.hear({ type: 'job.enqueued', job, runAt: 0, created });
    book.hear({ type: 'lease.expired', job, rescues: 1, dead: false });
    book.hear({ type: 'schedule.ticked', schedule: 'nightly', tickAt: 0, jobId: 'b', latenessMs: 300 });
    book.hear({ type: 'schedule.missed', schedule: 'nightly', from: 0, to: 1 });
    book.hear({ type: 'manifest.applied', revision: 1, hash: 'x' });
    book.hear({ type: 'manifest.refused', problems: 1 });
    book.hear({ type: 'run.failed', runId: 'r', workflow: 'digest', durationMs: 5_000, error: null });
    book.hear({ type: 'handler.standstill', job, attempt: 1, standstillMs: 700, own: true });
    const told = families();
    assert.deepEqual(valuesOf(told, 'messaging.client.sent.messages'), { 'mail send': 2 });
    assert.deepEqual(valuesOf(told, 'skep.leases.expired'), { 'mail send': 1 });
    assert.deepEqual(valuesOf(told, 'skep.schedule.lag'), { nightly: 1 });
    assert.deepEqual(valuesOf(told, 'skep.schedule.missed'), { nightly: 1 });
    assert.deepEqual(valuesOf(told, 'skep.reloads'), { applied: 1, refused: 1 });
    assert.deepEqual(valuesOf(told, 'skep.workflow.duration'), { 'digest failed': 1 });
    assert.deepEqual(valuesOf(told, 'skep.standstill.duration'), { '': 1 });
  });

  it('have series for the names of the manifest, then for those that come, and one for all others', () => {
    const { ended, families, book } = situation(new Names(2, { 'skep.task.name': ['kept'] }));
    for (const task of ['first', 'second', 'third', 'kept', 'first']) ended(task, 'complete', 1);
    assert.deepEqual(valuesOf(families(), 'skep.attempts'), {
      'mail first completed': 2,
      'mail other completed': 2,
      'mail kept completed': 1,
    });
    // A reload gives others series of their own; nothing that was counted is lost.
    book.rename(new Names(3, { 'skep.task.name': ['kept', 'second'] }));
    for (const task of ['second', 'first', 'third']) ended(task, 'complete', 1);
    assert.deepEqual(valuesOf(families(), 'skep.attempts'), {
      'mail first completed': 3,
      'mail other completed': 3,
      'mail kept completed': 1,
      'mail second completed': 1,
    });
  });

  it('fold gauges of many queues: numbers are added, ages are the largest', () => {
    const { families } = situation(new Names(1, { 'messaging.destination.name': ['mail'] }));
    const gauges: Gauge[] = ['mail', 'b', 'c'].flatMap((queue, index) => [
      { key: 'depth', labels: [queue, 'available'], value: index + 1 },
      { key: 'oldest', labels: [queue], value: 10 - index },
    ]);
    assert.deepEqual(valuesOf(families(gauges), 'skep.queue.depth'), { 'mail available': 1, 'other available': 5 });
    assert.deepEqual(valuesOf(families(gauges), 'skep.queue.oldest_age'), { mail: 10, other: 9 });
  });

  it('go on through the SDK of somebody else: what grows as it reads it, histograms value by value', async () => {
    const { ended, families, book } = situation();
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const leave = throughMeter(provider.getMeter('skep'), book, () => Promise.resolve(families()));
    ended('send', 'complete', 40);
    ended('send', 'complete', 400);
    await reader.forceFlush();
    const told = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
    const pointsOf = (name: string) => told.find(({ descriptor }) => descriptor.name === name)?.dataPoints;
    assert.equal(pointsOf('skep.attempts')?.[0]?.value, 2);
    const own = families().find(({ name }) => name === 'messaging.process.duration')?.points[0];
    const theirs = pointsOf('messaging.process.duration')?.[0];
    assert.deepEqual(theirs?.attributes, own?.attributes);
    const { buckets, sum, count } = theirs?.value as {
      buckets: { boundaries: number[]; counts: number[] };
      sum: number;
      count: number;
    };
    const { bounds, counts, ...rest } = own?.value as {
      bounds: number[];
      counts: number[];
      sum: number;
      count: number;
    };
    assert.deepEqual([buckets.boundaries, buckets.counts, sum, count], [bounds, counts, rest.sum, rest.count]);
    leave();
    ended('send', 'complete', 40);
    await provider.shutdown();
    const last = exporter.getMetrics().at(-1)?.scopeMetrics[0]?.metrics ?? [];
    const histogram = last.find(({ descriptor }) => descriptor.name === 'messaging.process.duration');
    assert.equal((histogram?.dataPoints[0]?.value as { count: number }).count, 2);
  });
});

describe('metrics as Prometheus reads them', () => {
  it('are named with their unit, counters with _total', () => {
    const named: [string, MetricFamily['kind'], string, string][] = [
      ['skep.queue.wait.duration', 'histogram', 's', 'skep_queue_wait_duration_seconds'],
      ['skep.attempts', 'counter', '{attempt}', 'skep_attempts'],
      ['shop.mails_total', 'counter', '', 'shop_mails'],
      ['process.memory.usage', 'gauge', 'By', 'process_memory_usage_bytes'],
      ['a.load', 'gauge', '1', 'a_load_ratio'],
      ['1st thing-é', 'gauge', '', '_1st_thing_'],
    ];
    for (const [name, kind, unit, expected] of named) assert.equal(prometheusName({ name, kind, unit }), expected);
  });

  it('have cumulative buckets, and exemplars in OpenMetrics alone', () => {
    const { ended, families } = situation();
    const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
    ended('send', 'complete', 3);
    ended('send', 'complete', 30, ids);
    ended('send', 'complete', 4_000_000);
    const labels = 'messaging_destination_name="mail",skep_task_name="send",skep_outcome="completed"';
    const fixed = 'messaging_system_name="skep",messaging_operation_name="process"';
    const name = 'messaging_process_duration_seconds';
    const text = prometheusText(families(), { 'service.name': 'shop' }, 'text');
    const bucket = (le: string): string => `${name}_bucket{${fixed},${labels},le="${le}"}`;
    assert.deepEqual(
      linesOf(text, name).filter((line) => /le="(0.005|0.025|0.05|3600|\+Inf)"/.test(line)),
      [
        `${bucket('0.005')} 1`,
        `${bucket('0.025')} 1`,
        `${bucket('0.05')} 2`,
        `${bucket('3600')} 2`,
        `${bucket('+Inf')} 3`,
      ],
    );
    assert.deepEqual(linesOf(text, `${name}_sum`), [`${name}_sum{${fixed},${labels}} 4000.033`]);
    assert.ok(!text.includes('trace_id') && !text.includes('# EOF') && !text.includes('# UNIT'));
    assert.ok(text.includes('# TYPE skep_attempts_total counter\n'));
    const open = prometheusText(families(), { 'service.name': 'shop' }, 'openmetrics');
    const exemplar = `# {trace_id="${ids.traceId}",span_id="${ids.spanId}"} 0.03 1767225600.000`;
    assert.deepEqual(linesOf(open, bucket('0.05')), [`${bucket('0.05')} 2 ${exemplar}`]);
    assert.ok(open.includes('# TYPE skep_attempts counter\nskep_attempts_total{'));
    assert.ok(open.endsWith('# EOF\n'));
  });

  it('are escaped, and a name stands once', () => {
    const family: MetricFamily = {
      ...{ name: 'a.b', kind: 'gauge', unit: '', meaning: 'of\n"a" \\ b' },
      points: [{ attributes: { 'k.x': 'say "\\n"\n' }, value: 1 }],
    };
    const other: MetricFamily = { ...family, name: 'a_b', points: [{ attributes: {}, value: 2 }] };
    assert.equal(
      prometheusText([family, other], {}, 'text').split('\n').slice(3).join('\n'),
      '# HELP a_b of\\n"a" \\\\ b\n# TYPE a_b gauge\na_b{k_x="say \\"\\\\n\\"\\n"} 1\n',
    );
  });
});
