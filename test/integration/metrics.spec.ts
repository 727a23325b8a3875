/** Metrics of a running platform, read by a real Prometheus, and sent to a receiver that is not ours. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { MockOtlpServer, normalizeMetrics, type ReceivedMetric } from '@elastic/mockotlpserver';

import { AdminServer } from '../../src/admin/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { Prometheus, prometheusProgram } from '../support/prometheus.ts';
import { waitFor } from '../support/wait-for.ts';

const HANDLERS = `
import { metrics } from '@opentelemetry/api';

let mails;
export function send({ fails }) {
  mails ??= metrics.getMeter('shop').createCounter('shop.mails', { unit: '{mail}', description: 'mails' });
  mails.add(1, { kind: 'order' });
  if (fails) throw new Error('no');
}
`;

const manifest = (metrics: string): string => `
version: 1
name: shop
engine: { type: sqlite, path: ./skep.db }
retryPolicies: { once: { maxAttempts: 2, backoff: { type: fixed, base: 1ms, jitter: none } } }
queues: { default: { concurrency: 4 }, idle: { concurrency: 2 } }
tasks: { mail.send: { handler: ./handlers.mjs#send, retry: once } }
admin: { port: 0, dashboard: false }
telemetry: { traces: { exporter: otlp }, metrics: ${metrics} }
reload: { watch: false }
`;

const RULES = fileURLToPath(new URL('../../deploy/prometheus/rules.yaml', import.meta.url));
const COMPLETED = 7;
const DEAD = 2;

describe('metrics of a running platform', () => {
  const received: ReceivedMetric[] = [];
  const ended = { completed: 0, dead: 0 };
  /** Of what has been opened, also where the rest failed. */
  const endings: (() => Promise<unknown>)[] = [];
  let folder: string;
  let platform: Platform;
  let admin: AdminServer;

  before(async () => {
    const receiver = new MockOtlpServer({
      ...{ logLevel: 'warn', services: ['http'], httpHostname: '127.0.0.1', httpPort: 0, onTrace: () => undefined },
      onMetrics: (raw: unknown) => {
        const parts = normalizeMetrics(raw).resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics);
        received.push(...parts.flatMap(({ metrics }) => metrics));
      },
    });
    await receiver.start();
    endings.push(() => receiver.close());
    folder = await mkdtemp(path.join(tmpdir(), 'skep-metrics-'));
    endings.push(() => rm(folder, { recursive: true, force: true }));
    await writeFile(path.join(folder, 'jobs.yaml'), manifest('{ exporter: prometheus }'));
    await writeFile(path.join(folder, 'handlers.mjs'), HANDLERS);
    await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), path.join(folder, 'node_modules'));
    const url = String(receiver.httpUrl);
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${url}v1/metrics` };
    platform = await createPlatform({ file: 'jobs.yaml', cwd: folder, env, logger: silentLogger });
    endings.push(() => platform.stop());
    admin = new AdminServer(platform);
    endings.push(() => admin.stop());
    await platform.start();
    await admin.start();
    await enqueue(COMPLETED, false);
    await enqueue(DEAD, true);
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
  });

  async function enqueue(count: number, fails: boolean): Promise<void> {
    const { operations } = platform;
    const items = Array.from({ length: count }, () => ({ payload: { fails } }));
    const jobs = await operations.enqueue('mail.send', items);
    for (const { id } of jobs) await operations.getJob(id, 10_000);
    ended[fails ? 'dead' : 'completed'] += count;
    // A job is seen to have ended in the store before this process has heard of it.
    await waitFor('all ends counted', async () => countedIn(await scraped()));
  }

  function countedIn(text: string): boolean {
    return Object.entries(ended).every(([outcome, count]) => {
      const found = new RegExp(`skep_attempts_total\\{.*skep_outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1];
      return Number(found ?? 0) === count;
    });
  }

  async function scraped(accept = '*/*'): Promise<string> {
    const answer = await fetch(`${admin.url}/metrics`, { headers: { accept } });
    return answer.status === 200 ? answer.text() : String(answer.status);
  }

  it('are counted as they happened, with what the store holds and what handlers measure', async () => {
    const buried = `skep_queue_depth{messaging_destination_name="default",skep_job_state="dead"} ${DEAD}\n`;
    const text = await waitFor('a look at the store', async () => {
      const read = await scraped();
      return read.includes(buried) ? read : undefined;
    });
    const has = (line: string): void => assert.ok(text.includes(`${line}\n`), `${line} in\n${text}`);
    const task = 'messaging_destination_name="default",skep_task_name="mail.send"';
    has(`skep_attempts_total{${task},skep_outcome="completed"} ${COMPLETED}`);
    has(`skep_attempts_total{${task},skep_outcome="failed"} ${DEAD}`);
    has(`skep_attempts_total{${task},skep_outcome="dead"} ${DEAD}`);
    has('skep_queue_depth{messaging_destination_name="idle",skep_job_state="available"} 0');
    has('skep_worker_capacity{messaging_destination_name="idle"} 2');
    has('skep_store_up 1');
    has(`shop_mails_total{kind="order"} ${COMPLETED + 2 * DEAD}`);
  });

  it('are read by a Prometheus, which finds nothing to say, answers queries and leads to traces', async function () {
    const [program, promtool] = [prometheusProgram('prometheus'), prometheusProgram('promtool')];
    if (program === null || promtool === null) return this.skip();
    const said = spawnSync(promtool, ['check', 'metrics'], { input: await scraped(), encoding: 'utf8' });
    assert.deepEqual([said.status, said.stdout, said.stderr], [0, '', '']);
    const rules = spawnSync(promtool, ['check', 'rules', RULES], { encoding: 'utf8' });
    assert.equal(rules.status, 0, rules.stderr);
    const prometheus = await Prometheus.start(program, admin.url, [RULES]);
    try {
      const completed = 'sum(skep_attempts_total{skep_outcome="completed"})';
      await waitFor('the number of jobs', async () =>
        (await prometheus.number(completed)) === COMPLETED ? true : undefined,
      );
      assert.equal(await prometheus.number('sum(messaging_process_duration_seconds_count)'), COMPLETED + 2 * DEAD);
      const { jobs } = await platform.operations.listJobs({ state: ['completed'] });
      const traces = new Set(jobs.map((job) => job.attempts.at(-1)?.traceId));
      const exemplars = await waitFor('an exemplar', async () => {
        const query = 'query=messaging_process_duration_seconds_bucket&start=0&end=9999999999';
        const series = (await prometheus.ask(`query_exemplars?${query}`)) as readonly Exemplars[];
        const found = series.filter(({ seriesLabels }) => seriesLabels['skep_outcome'] === 'completed');
        return found.length > 0 ? found.flatMap((one) => one.exemplars) : undefined;
      });
      for (const { labels } of exemplars) assert.ok(traces.has(labels['trace_id']), labels['trace_id']);
    } finally {
      await prometheus.stop();
    }
  });

  it('are changed by a reload, and what was counted goes on', async () => {
    const reloaded = async (metrics: string): Promise<void> => {
      await writeFile(path.join(folder, 'jobs.yaml'), manifest(metrics));
      await platform.operations.reload();
    };
    await reloaded('{ exporter: none }');
    assert.equal(await scraped(), '404');
    await reloaded('{ exporter: prometheus, interval: 1h }');
    await enqueue(1, false);
    assert.deepEqual(ended, { completed: COMPLETED + 1, dead: DEAD });
  });

  it('are sent by OTLP, the last time at the stop', async () => {
    await admin.stop();
    await platform.stop();
    const named = (name: string): ReceivedMetric | undefined => received.findLast((metric) => metric.name === name);
    const attempts = named('skep.attempts')?.sum;
    assert.equal(attempts?.isMonotonic, true);
    const completed = attempts.dataPoints.find((point) => point.attributes['skep.outcome'] === 'completed');
    assert.equal(completed?.asDouble, COMPLETED + 1);
    const ran = named('messaging.process.duration');
    assert.equal(ran?.unit, 's');
    const count = ran.histogram?.dataPoints.reduce((sum, point) => sum + Number(point.count), 0);
    assert.equal(count, COMPLETED + 1 + 2 * DEAD);
    assert.equal(named('shop.mails')?.sum?.dataPoints[0]?.asDouble, COMPLETED + 1 + 2 * DEAD);
    assert.ok(named('skep.queue.depth')?.gauge);
  });
});

interface Exemplars {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>> }[];
}
