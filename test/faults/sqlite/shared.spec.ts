import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { EnqueuerReport } from './enqueuer.ts';
import { Child } from '../../conformance/child.ts';
import type { TestStore } from '../../conformance/harness.ts';
import { engineSupport } from '../../support/engines.ts';
import { waitFor } from '../../support/wait-for.ts';

const WRITERS = { processes: 2, connections: 4, batches: 60 };
const JOBS = WRITERS.processes * WRITERS.connections * WRITERS.batches * 5;

describe('SQLite: several processes on one file', function () {
  let store: TestStore;
  let workers: Child[] = [];
  let writers: ChildProcess[] = [];
  beforeEach(async () => {
    store = await (await engineSupport('sqlite')).harness.newStore();
  });
  afterEach(async () => {
    for (const writer of writers) writer.kill('SIGKILL');
    await Promise.all(workers.map((worker) => worker.kill()));
    [workers, writers] = [[], []];
    await store.dispose();
  });

  const write = async (): Promise<EnqueuerReport> => {
    const { connections, batches } = WRITERS;
    const args = [String(store.address['path']), String(connections), String(batches)];
    const writer = fork(new URL('./enqueuer.ts', import.meta.url), args, { execArgv: ['--import', 'tsx'] });
    writers.push(writer);
    const [report] = (await once(writer, 'message')) as [EnqueuerReport];
    return report;
  };

  it('S04 two workers, eight writers and an API: nobody hears of a lock, each job has one owner', async () => {
    const api = await store.open();
    workers = await Promise.all([1, 2].map(() => Child.start({ engine: 'sqlite', store, slots: 20 })));
    let asking = true;
    const ask = async (): Promise<void> => {
      while (asking) {
        const [newest] = (await api.jobs.list({}, 20, null)).jobs;
        await api.queues.counts();
        if (newest) await api.jobs.cancel([newest.id], 'too busy');
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const asked = ask();
    const reports = await Promise.all(Array.from({ length: WRITERS.processes }, write));
    asking = false;
    await asked;
    const left = async (): Promise<number> => {
      const { available = 0, running = 0 } = (await api.queues.counts())[0]?.counts ?? {};
      return available + running;
    };
    await waitFor('the end of all jobs', async () => (await left()) === 0);
    assert.deepEqual(
      reports.flatMap(({ refused }) => refused),
      [],
    );
    const acknowledged = new Set(reports.flatMap((report) => report.acknowledged));
    assert.equal(acknowledged.size, JOBS);
    const counts = (await api.queues.counts())[0]?.counts;
    assert.equal((counts?.completed ?? 0) + (counts?.cancelled ?? 0), JOBS);
    const told = workers.flatMap((worker) => worker.of('started'));
    assert.equal(new Set(told.map(({ id }) => id)).size, told.length, 'no job was handed out twice');
    assert.deepEqual(
      workers.flatMap((worker) => worker.of('trouble')),
      [],
    );
    assert.ok(workers.every((worker) => worker.of('started').length > 0));
    const wrong = (await api.health.examine()).filter(({ status }) => status !== 'ok');
    assert.deepEqual(wrong, []);
  });
});
