import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StoreCheck, StoreRepair } from '../../src/engine/index.ts';
import { Store } from '../../src/engines/sqlite/store.ts';
import { INFO, runAll, takeOne } from '../conformance/hand.ts';
import type { EngineHarness, TestStore } from '../conformance/harness.ts';
import { ENGINES } from '../support/engines.ts';
import { newJob, newJobs } from '../support/new-job.ts';
import { onRedis } from '../support/on-redis.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';

interface Answer {
  readonly checks: readonly StoreCheck[];
  readonly repairs: readonly StoreRepair[];
}

/** Makes every disagreement that examine() knows. @returns the checks that must tell of it */
const SPOIL: Readonly<Record<string, (store: TestStore, ids: readonly string[]) => Promise<string[]>>> = {
  sqlite: async ({ address }, [first = '', second = '']) => {
    const raw = new Store(address['path'] ?? '');
    raw.run('UPDATE queues SET available = available + 7, dead = 3');
    raw.run("INSERT INTO tags (tag, seq) VALUES ('ghost', 99999)");
    raw.run('DELETE FROM tags WHERE seq = (SELECT seq FROM jobs WHERE id = ?)', first);
    raw.run('UPDATE jobs SET state = 3, owner = 4711, attempt = 1, started_at = 1 WHERE id = ?', second);
    raw.close();
    return ['counters', 'tags', 'leases'];
  },
  redis: ({ address }, [first = '', second = '', third = '']) =>
    onRedis(address['url'], async (redis) => {
      const [base, global] = [`${address['prefix']}:{default}:`, `${address['prefix']}:{$}:`];
      await redis.hset(`${global}ids`, 'ghost', 'default');
      await redis.hdel(`${global}ids`, first);
      await redis.zrem(`${base}states`, second);
      await redis.zadd(`${base}states`, 1, 'ghost');
      await redis.lrem(`${base}waiting`, 0, third);
      await redis.sadd(`${base}owners`, 'nobody');
      await redis.lrem(`${base}waiting`, 0, second);
      await redis.hset(`${base}active:nobody`, second, '1700000000000.000');
      return ['ids', 'indexes', 'waiting', 'rescue'];
    }),
};

/** A pass that nobody has, and a job that its gate does not have. */
const SPOIL_GATES: Readonly<Record<string, (store: TestStore, held: string, over: string) => Promise<void>>> = {
  sqlite: ({ address }, _held, over) => {
    const raw = new Store(address['path'] ?? '');
    raw.run("INSERT INTO passes (gate, seq, owner) VALUES ('narrow', 99999, 4711)");
    raw.run("UPDATE jobs SET hold = 'concurrency narrow' WHERE id = ?", over);
    raw.close();
    return Promise.resolve();
  },
  redis: ({ address }, held) =>
    onRedis(address['url'], async (redis) => {
      const [base, global] = [`${address['prefix']}:{default}:`, `${address['prefix']}:{$}:`];
      await redis.zrem(`${base}before:narrow`, held);
      await redis.hset(`${base}passes`, 'ghost', '1700000000000.000 nobody\nnarrow');
      await redis.sadd(`${global}through:narrow`, 'default ghost', 'default nothing');
    }),
};

for (const harness of ENGINES) doctorTests(harness);

function doctorTests(harness: EngineHarness): void {
  describe(`skep doctor on ${harness.name}`, function () {
    const at = stage(harness);
    beforeEach(() => at.project.write(BASIC));
    const doctor = async (...args: string[]): Promise<Answer & { code: number | null; stderr: string }> => {
      const { code, stdout, stderr } = await at.spawn(['doctor', ...args, '-o', 'json']).ended;
      return { ...(JSON.parse(stdout || '{"checks":[],"repairs":[]}') as Answer), code, stderr };
    };
    const failing = ({ checks }: Answer): string[] =>
      checks.filter(({ status }) => status !== 'ok').map(({ name }) => name);
    /** Of a server that a test starts on a laptop, and nobody who works on its jobs. */
    const EXPECTED = ['persistence', 'clock', 'disk', 'workers'];
    const wrong = (answer: Answer): string[] => failing(answer).filter((name) => !EXPECTED.includes(name));

    it('finds nothing wrong with a store in use', async () => {
      const engine = await at.project.store.open();
      await engine.fleet.join(INFO);
      await engine.jobs.enqueue(newJobs(5, { tags: ['a', 'b'] }));
      await engine.jobs.enqueue([
        newJob({ delayMs: 60_000 }),
        newJob({ priority: 1 }),
        newJob({ expiresInMs: 60_000 }),
      ]);
      await takeOne(engine);
      const done = await doctor();
      assert.deepEqual(wrong(done), [], JSON.stringify(done.checks));
      assert.equal(done.code, 0, done.stderr);
      assert.equal(done.checks[0]?.name, 'manifest');
      const repaired = await doctor('--store', '--repair');
      assert.deepEqual(repaired.repairs, []);
      assert.ok(!repaired.checks.some(({ name }) => name === 'manifest'));
    });

    it('tells of every disagreement, puts it right, and all jobs run', async () => {
      const engine = await at.project.store.open();
      const jobs = [newJob({ id: 'chosen', idChosen: true, tags: ['t'] }), ...newJobs(5, { tags: ['t'] })];
      await engine.jobs.enqueue(jobs);
      const ids = jobs.map(({ id }) => id);
      const told = await SPOIL[harness.name]?.(at.project.store, ids);
      assert.ok(told);
      const before = await doctor('--store');
      assert.deepEqual(new Set(wrong(before)), new Set(told), JSON.stringify(before.checks));
      const during = await doctor('--store', '--repair');
      // Jobs of dead processes are the workers' business.
      const mended = new Set(during.repairs.map(({ name }) => name));
      assert.deepEqual(mended, new Set(told.filter((name) => name !== 'rescue')));
      assert.ok(during.stderr.includes('repaired'));
      assert.deepEqual((await doctor('--store', '--repair')).repairs, [], 'a second time there is nothing to do');
      await engine.keeping.rescue(100);
      await engine.fleet.join(INFO);
      assert.deepEqual(new Set(await runAll(engine)), new Set(ids));
      assert.deepEqual(wrong(await doctor('--store')), []);
      assert.equal((await engine.jobs.list({ tag: 't' }, 10, null)).jobs.length, 6);
    });

    it('tells of passes that nobody has and of held jobs that their gate does not have', async () => {
      const engine = await at.project.store.open();
      await engine.fleet.join(INFO);
      await engine.gates.apply({ narrow: { reason: 'concurrency', limit: 2 } });
      const jobs = newJobs(4, { gates: ['narrow'] });
      const [over = '', ...rest] = jobs.map(({ id }) => id);
      await engine.jobs.enqueue(jobs.slice(0, 1));
      assert.deepEqual(await runAll(engine), [over]);
      await engine.gates.apply({ narrow: { reason: 'concurrency', limit: 0 } });
      await engine.jobs.enqueue(jobs.slice(1));
      assert.deepEqual(await runAll(engine), [], 'all are held');
      await engine.gates.apply({ narrow: { reason: 'concurrency', limit: 1 } });
      assert.deepEqual(wrong(await doctor('--store')), []);
      await SPOIL_GATES[harness.name]?.(at.project.store, rest[1] ?? '', over);
      assert.deepEqual(wrong(await doctor('--store')), ['gates']);
      const { repairs } = await doctor('--store', '--repair');
      assert.deepEqual(new Set(repairs.map(({ name }) => name)), new Set(['gates']));
      assert.deepEqual((await doctor('--store', '--repair')).repairs, [], 'a second time there is nothing to do');
      await engine.gates.release(10);
      assert.deepEqual(new Set(await runAll(engine)), new Set(rest));
    });

    it('refuses to look through a server', async () => {
      const { code, stderr } = await doctor('--server', 'http://127.0.0.1:1');
      assert.equal(code, 2);
      assert.match(stderr, /readyz/);
    });

    if (harness.name === 'sqlite') {
      it('does not create a file that is not there, and says when one is damaged', async () => {
        const file = path.join(at.project.folder, 'other.yaml');
        const manifest = (name: string): string => `version: 1\nengine: { type: sqlite, path: ./${name} }\n`;
        await writeFile(file, manifest('absent.db'));
        const absent = await doctor('--store', '-f', file);
        assert.deepEqual(failing(absent), ['file']);
        await writeFile(path.join(at.project.folder, 'absent.db'), 'x'.repeat(5_000));
        const damaged = await doctor('--store', '-f', file);
        assert.deepEqual([damaged.code, failing(damaged)], [1, ['open']]);
      });
    }
  });
}
