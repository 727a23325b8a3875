/** Limits of a far process that are passed in the instant in which their attempt ends. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { HostLimits } from '../../../src/executors/host.ts';
import type { FarNews } from '../../../src/executors/messages.ts';
import { ProcessHost } from '../../../src/executors/process-host.ts';
import { systemClock } from '../../../src/foundation/index.ts';
import { jobWith } from '../telemetry/recording.ts';

const CPU: HostLimits = { memoryBytes: null, cpuMs: 300 };
const HANDLER = `
export function work({ cpuMs }) {
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const from = used();
  while (used() - from < cpuMs);
  return 'done';
}`;

describe('a process that runs attempts', () => {
  let folder: string;
  let host: ProcessHost;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'skep-host-'));
    await writeFile(path.join(folder, 'handler.mjs'), HANDLER);
    host = new ProcessHost({ tracing: null }, systemClock);
    await said(host, 'ready');
  });

  afterEach(async () => {
    host.kill();
    await host.ended;
    await rm(folder, { recursive: true, force: true });
  });

  async function attempt(cpuMs: number, limits: HostLimits | null): Promise<string> {
    const turn = host.begin(limits);
    const over = said(host, 'ended');
    host.post({
      ...{ kind: 'run', turn, job: jobWith({ payload: { cpuMs } }), resources: [], levels: [], prints: true },
      code: { file: path.join(folder, 'handler.mjs'), text: 'handler.mjs', export: 'work', commonJs: false },
      carrier: { traceparent: null, tracestate: null },
    });
    return Promise.race([over, host.ended.then(({ over: limit }) => String(limit))]);
  }

  it('is not ended for a limit of an attempt that is over, though nobody has told its watcher yet', async () => {
    assert.equal(await attempt(0, null), 'ended');
    assert.equal(await attempt(0, CPU), 'ended');
    // No rest(): that is on its way.
    assert.equal(await attempt(1_000, null), 'ended');
  });

  it('is ended for a limit of the attempt that runs, also after others without', async () => {
    assert.equal(await attempt(0, CPU), 'ended');
    host.rest();
    assert.equal(await attempt(500, null), 'ended');
    assert.equal(await attempt(60_000, CPU), 'cpu');
  });
});

function said(host: ProcessHost, kind: FarNews['kind']): Promise<string> {
  return new Promise((resolve) => {
    host.listener = (news) => {
      if (news.kind === kind) resolve(kind);
    };
  });
}
