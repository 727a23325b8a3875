/**
 * What a backend costs that is away: `node --import tsx bench/dead-backend.ts [--attempts 15000] [--rounds 9]`.
 *
 * Attempts of traced jobs, 64 at once, whose spans go by Skep's own exporter, with its limits, to a backend that takes them and to
 * ones that do not. In turns, so that noise hits all alike; backends are in a process of their own. Printed are µs of CPU an attempt
 * (the medians, and their ratio to that of the backend that takes all), what was counted as lost, and the buffers that are held.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { context as contexts } from '@opentelemetry/api';
import { defaultResource } from '@opentelemetry/resources';

import type { Job } from '../src/core/index.ts';
import { silentLogger, systemClock } from '../src/foundation/index.ts';
import { followContexts } from '../src/propagation/index.ts';
import { ExportHealth } from '../src/telemetry/export-health.ts';
import { LeanTracer } from '../src/telemetry/lean-tracer.ts';
import { openPost } from '../src/telemetry/otlp/post.ts';
import { SpanShipper } from '../src/telemetry/otlp/span-shipper.ts';
import { createSampler } from '../src/telemetry/sampler.ts';
import { SpanTracer } from '../src/telemetry/span-tracer.ts';
import { runningJob } from '../test/support/new-job.ts';

const AT_ONCE = 64;
const FLUSH_MS = 300;
/** Those of sdk.ts. */
const LIMITS = {
  maxQueueSize: 32_768,
  maxExportBatchSize: 2_048,
  scheduledDelayMillis: 5_000,
  exportTimeoutMillis: 30_000,
};

const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'takes all': (response) => void response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(),
  'answers 500': (response) => void response.writeHead(500).end(),
  'answers 429': (response) => void response.writeHead(429, { 'retry-after': '1' }).end(),
  'never answers': () => undefined,
};

type Ports = Readonly<Record<string, number>>;

/** The backends, until their parent is gone. */
async function serve(): Promise<void> {
  const ports: Record<string, number> = {};
  for (const [name, answer] of [...Object.entries(ANSWERS), ['refuses', null] as const]) {
    const server = createServer((request, response) => request.resume().on('end', () => answer?.(response)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ports[name] = (server.address() as AddressInfo).port;
    if (answer === null) server.close();
  }
  process.send?.(ports);
  process.on('disconnect', () => process.exit());
}

interface Backend {
  readonly name: string;
  readonly tracer: SpanTracer;
  readonly shipper: SpanShipper;
  readonly health: ExportHealth;
  /** µs of CPU an attempt, of each round. */
  readonly costs: number[];
}

function backend(name: string, url: string): Backend {
  const health = new ExportHealth(silentLogger, systemClock);
  const shipper = new SpanShipper({ post: openPost(url, {}), limits: LIMITS, news: health, clock: systemClock });
  const home = {
    ...{ resource: defaultResource(), scope: { name: 'skep' }, clock: systemClock },
    ended: (span: Parameters<SpanShipper['onEnd']>[0]) => shipper.onEnd(span),
  };
  const sampler = createSampler({ parentBased: true, ratio: 1 });
  const about = { propagation: 'parent', inheritsSampling: true, clock: systemClock } as const;
  return {
    name,
    tracer: new SpanTracer({ ...about, tracer: new LeanTracer(sampler, home) }),
    shipper,
    health,
    costs: [],
  };
}

/** One for all: to make it would cost more than what is measured. */
const NOW = Date.now();
const JOB: Job = runningJob({ createdAt: NOW - 500, runAt: NOW - 500, startedAt: NOW });

async function attempts(tracer: SpanTracer, count: number): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      await tracer.attempt(JOB, 1, async (trace) => {
        await Promise.resolve();
        trace.end('complete', null);
      });
      // As a worker that waits for its store: requests go on meanwhile.
      if (left % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function round(one: Backend, count: number): Promise<void> {
  const before = process.cpuUsage();
  await attempts(one.tracer, count);
  // What can be sent is: that costs, too.
  await Promise.race([one.shipper.forceFlush(), sleep(FLUSH_MS)]);
  const { user, system } = process.cpuUsage(before);
  one.costs.push((user + system) / count);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

async function measure(child: ChildProcess): Promise<void> {
  const { values } = parseArgs({
    options: { attempts: { type: 'string', default: '15000' }, rounds: { type: 'string', default: '9' } },
  });
  const [ports] = (await once(child, 'message')) as [Ports];
  followContexts();
  const urls = Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}/v1/traces`] as const);
  const backends = [...urls, ['has no address', 'http://nowhere.invalid/v1/traces'] as const].map(([name, url]) =>
    backend(name, url),
  );
  for (let turn = 0; turn <= Number(values.rounds); turn += 1) {
    for (const one of backends) await contexts.with(contexts.active(), () => round(one, Number(values.attempts)));
    // The first one warms up.
    if (turn === 0) for (const one of backends) one.costs.length = 0;
  }
  const usual = median(backends[0]?.costs ?? []);
  for (const { name, costs, health } of backends) {
    const cost = median(costs);
    const lost = `${health.droppedSpans} spans lost, ${health.failures} requests failed`;
    console.log(`${name.padEnd(16)} ${cost.toFixed(2)} µs an attempt, ${(cost / usual).toFixed(2)}×; ${lost}`);
  }
  console.log(`buffers held by all: ${(process.memoryUsage().arrayBuffers / 1e6).toFixed(0)} MB`);
}

if (process.argv[2] === 'serve') await serve();
else {
  const child = fork(import.meta.filename, ['serve']);
  await measure(child);
  child.disconnect();
  process.exit();
}
