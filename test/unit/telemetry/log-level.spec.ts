import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { EventStream } from '../../../src/core/index.ts';
import { createTelemetry, openLog } from '../../../src/telemetry/index.ts';

describe('the level of the log', () => {
  let folder: string;
  let fd: number;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'skep-level-'));
    fd = openSync(path.join(folder, 'log'), 'w');
  });
  after(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  it('is changed by a reload, for loggers too that were made before, and told to whoever asked by it', async () => {
    const logs = { level: 'info', exporter: 'none', format: 'json', console: true } as const;
    const log = openLog(logs, { isTty: false, fd });
    const of = log.logger.child({ queue: 'mail' });
    const told: string[] = [];
    log.onLevel(() => told.push(log.logger.isEnabled?.('debug') === true ? 'debug' : 'other'));
    const spec = {
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
    const telemetry = await createTelemetry({
      ...{ spec: { ...spec, logs }, env: {}, serviceName: 'shop', version: '1', logger: log.logger, log },
      events: new EventStream(),
    });
    of.debug({}, 'not yet');
    await telemetry.replace({ ...spec, logs: { ...logs, level: 'debug' } });
    of.debug({}, 'now');
    await telemetry.replace({ ...spec, logs: { ...logs, level: 'debug' } });
    await telemetry.replace({ ...spec, logs: { ...logs, level: 'error' } });
    of.warn({}, 'no more');
    await telemetry.shutdown();
    await log.sink.flushed();
    const lines = readFileSync(path.join(folder, 'log'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { msg: string }).msg),
      ['now'],
    );
    assert.deepEqual(told, ['debug', 'other']);
    assert.equal(telemetry.metrics.book, undefined);
  });
});
