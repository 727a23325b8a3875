/** Log lines sent by OTLP to a receiver that is not ours. */
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { MockOtlpServer, normalizeLogs, type ReceivedLine } from '@elastic/mockotlpserver';

import { EventStream } from '../../src/core/index.ts';
import { createTelemetry, openLog } from '../../src/telemetry/index.ts';

const SPEC = {
  traces: {
    exporter: 'none',
    sample: 1,
    keep: { failed: false, slowerThanMs: null },
    propagation: 'parent',
    baggage: [],
    spans: 'own',
  },
  metrics: { exporter: 'none', intervalMs: 60_000, names: 200, public: false },
} as const;
const LOGS = { level: 'info', exporter: 'none', format: 'json', console: true } as const;

describe('log lines by OTLP', () => {
  const received: unknown[] = [];
  let receiver: MockOtlpServer;
  let folder: string;
  let fd: number;

  before(async () => {
    receiver = new MockOtlpServer({
      ...{ logLevel: 'warn', services: ['http'], httpHostname: '127.0.0.1', httpPort: 0, onTrace: () => undefined },
      onLogs: (raw: unknown) => received.push(raw),
    });
    await receiver.start();
    folder = mkdtempSync(path.join(tmpdir(), 'skep-otlp-logs-'));
    fd = openSync(path.join(folder, 'log'), 'w');
  });
  after(async () => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
    await receiver.close();
  });

  it('are those that are written, with their fields and nothing secret, from a reload to the next', async () => {
    const log = openLog(LOGS, { isTty: false, fd, base: { app: 'shop' } });
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: String(receiver.httpUrl), OTEL_TRACES_EXPORTER: 'none' };
    const telemetry = await createTelemetry({
      ...{ spec: { ...SPEC, logs: LOGS }, env, serviceName: 'shop', version: '1', logger: log.logger, log },
      events: new EventStream(),
    });
    const job = log.logger.child({ jobId: 'j1', task: 'mail.send' });
    job.info({}, 'before');
    await telemetry.replace({ ...SPEC, logs: { ...LOGS, exporter: 'otlp' } });
    job.debug({}, 'too fine');
    job.warn({ token: 'hidden', count: 3 }, 'seen');
    await telemetry.replace({ ...SPEC, logs: LOGS });
    job.info({}, 'after');
    await telemetry.replace({ ...SPEC, logs: { ...LOGS, exporter: 'otlp' } });
    job.error({ err: { name: 'Error', code: null } }, 'last');
    await telemetry.shutdown();
    await log.sink.flushed();
    const parts = received.flatMap((raw) => normalizeLogs(raw).resourceLogs);
    assert.equal(parts[0]?.resource.attributes['service.name'], 'shop');
    const all: ReceivedLine[] = parts.flatMap((part) => part.scopeLogs.flatMap((scope) => scope.logRecords));
    // Each set of settings sends its own, at the same time at the end.
    const lines = all.sort((one, other) => String(other.body).localeCompare(String(one.body)));
    assert.deepEqual(
      lines.map(({ severityText, body }) => [severityText, body]),
      [
        ['warn', 'seen'],
        ['error', 'last'],
      ],
    );
    const attributes = { app: 'shop', jobId: 'j1', task: 'mail.send', token: '[redacted]', count: 3 };
    assert.deepEqual(lines[0]?.attributes, attributes);
    const written = readFileSync(path.join(folder, 'log'), 'utf8').trimEnd().split('\n');
    const messages = written.map((line) => (JSON.parse(line) as { msg: string }).msg);
    assert.deepEqual(messages, ['before', 'seen', 'after', 'last']);
  });
});
