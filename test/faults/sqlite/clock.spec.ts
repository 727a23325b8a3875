/** T01, S09: the host's clock is set while processes hold leases, or between two runs (docs/reliability.md). */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { Store } from '../../../src/engines/sqlite/store.ts';
import { type Clock, newId, systemClock } from '../../../src/foundation/index.ts';
import { Hand, INFO, runAll } from '../../conformance/hand.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';

const HOUR_MS = 3_600_000;

describe('sqlite: the clock is set', function () {
  let folder: string;
  let file: string;
  let engines: SqliteEngine[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-clock-'));
    file = path.join(folder, 'store.db');
  });
  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    engines = [];
    await rm(folder, { recursive: true, force: true });
  });
  const open = async (clock: Clock, leaseMs: number): Promise<SqliteEngine> => {
    const engine = await openSqliteEngine({ path: file, timings: { ...DEFAULT_TIMINGS, leaseMs }, clock, newId });
    engines.push(engine);
    return engine;
  };

  it('S09 the clock is set back by an hour between two runs of the host: a dead process keeps nothing for that hour', async () => {
    const first = await open(systemClock, 2_000);
    await first.fleet.join(INFO);
    await first.jobs.enqueue(newJobs(2));
    await new Hand(first).next();
    await first.close();
    const raw = new Store(file);
    raw.exec("UPDATE processes SET boot = 'the one before'");
    raw.close();
    const back: Clock = { ...systemClock, now: () => systemClock.now() - HOUR_MS };
    const second = await open(back, 2_000);
    const checks = await second.health.examine();
    assert.equal(checks.find(({ name }) => name === 'clock')?.status, 'warn');
    assert.deepEqual((await second.keeping.rescue(10)).rescued, [], 'not before it was seen to stand still');
    const rescued = await waitFor('the rescue', async () => {
      const report = await second.keeping.rescue(10);
      return report.rescued.length > 0 && report.rescued;
    });
    assert.equal(rescued[0]?.state, 'available');
    await second.fleet.join(INFO);
    assert.equal((await runAll(second)).length, 2);
  });

  it('the clock is set back: a window of a throttle that began ahead keeps nobody out for that hour', async () => {
    let offset = 0;
    const engine = await open({ ...systemClock, now: () => systemClock.now() + offset }, 60_000);
    await engine.fleet.join(INFO);
    const unique = { key: 'work/1', while: 'window', forMs: 60_000, onConflict: 'keep', maxMs: null } as const;
    const enqueue = async (): Promise<string> => (await engine.jobs.enqueue([newJob({ unique })]))[0]?.status ?? '';
    assert.equal(await enqueue(), 'created');
    await runAll(engine);
    assert.equal(await enqueue(), 'existing');
    offset = -HOUR_MS;
    assert.equal(await enqueue(), 'created');
    assert.equal(await enqueue(), 'existing', 'and begins one by the new clock');
  });

  for (const ms of [HOUR_MS, -HOUR_MS]) {
    it(`T01, S09 the clock is set by ${ms} ms: a living process keeps its lease, a dead one does not`, async () => {
      let offset = 0;
      const moving: Clock = { ...systemClock, now: () => systemClock.now() + offset };
      const [living, dying] = [await open(moving, 60_000), await open(moving, 4_000)];
      await living.fleet.join(INFO);
      await dying.fleet.join(INFO);
      await living.jobs.enqueue(newJobs(2));
      const held = await new Hand(living).next();
      const lost = await new Hand(dying).next();
      offset = ms;
      await dying.close();
      assert.deepEqual((await living.keeping.rescue(10)).rescued, []);
      const rescued = await waitFor('the rescue', async () => {
        const report = await living.keeping.rescue(10);
        return report.rescued.length > 0 && report.rescued;
      });
      assert.deepEqual(
        rescued.map(({ id }) => id),
        [lost.lease.job.id],
      );
      assert.equal((await living.fleet.processes()).length, 1);
      assert.equal((await held.end({ kind: 'complete', result: 1 })).status, 'settled');
    });
  }
});
