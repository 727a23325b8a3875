import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { rm, symlink, writeFile } from 'node:fs/promises';
import type { BulkRequest } from '../../src/api/index.ts';
import type { StreamEvent } from '../../src/core/index.ts';
import { newAborter } from '../../src/foundation/index.ts';
import type { EngineHarness } from '../conformance/harness.ts';
import { ENGINES } from '../support/engines.ts';
import { onRedis } from '../support/on-redis.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

for (const harness of ENGINES) projectTests(harness);

interface Receipt {
  readonly id: string;
}

function projectTests(harness: EngineHarness): void {
  describe(`whose store it is, on ${harness.name}`, function () {
    const at = stage(harness);
    /** Writes the manifest of a project of that name on the stage's store. */
    const named = async (name: string): Promise<void> => {
      await at.project.write(BASIC);
      await writeFile(at.project.file, at.project.text(BASIC).replace('name: test', `name: ${name}`));
    };
    const run = async (...args: string[]): ReturnType<typeof at.spawn>['ended'] => at.spawn(args).ended;

    it('another name is refused by run, by commands and by the library, with both names; nothing is changed', async () => {
      await named('shop');
      assert.equal((await run('enqueue', 'work')).code, 0);
      await named('billing');
      for (const args of [
        ['run', '--burst'],
        ['jobs', 'ls'],
        ['enqueue', 'work'],
        ['queues', 'pause', 'default'],
      ]) {
        const { code, stderr } = await run(...args);
        assert.equal(code, 5, args.join(' '));
        assert.match(stderr, /belongs to the project `shop`; this manifest is `billing`/);
      }
      await assert.rejects(at.run(), { code: 'STORE_REFUSED' });
      await named('shop');
      const { stdout } = await run('jobs', 'ls', '-o', 'json');
      assert.match(stdout, /"state": ?"available"/);
    });

    it('a renamed project adopts its store, but not while a process of the old name lives', async () => {
      await named('shop');
      const platform = await at.run({ roles: ['worker'] });
      await finished(platform, await enqueue(platform, { do: 'ok' }));
      await named('store');
      const doctor = async (...more: string[]): ReturnType<typeof run> => run('doctor', '--store', ...more);
      const refused = await doctor();
      assert.equal(refused.code, 1);
      assert.match(refused.stdout + refused.stderr, /belongs to the project `shop`/);
      const early = await doctor('--adopt');
      assert.equal(early.code, 5);
      assert.match(early.stderr, /processes of `shop` still work on the store/);
      await platform.stop();
      const { code, stderr } = await doctor('--adopt');
      assert.equal(code, 0, stderr);
      assert.match(stderr, /the store of `shop` belongs to `store` now/);
      assert.match((await run('jobs', 'ls', '-o', 'json')).stdout, /"completed"/);
      await named('shop');
      assert.equal((await run('jobs', 'ls')).code, 5);
    });

    it('a reload that changes the name is refused, and the process goes on', async () => {
      await named('shop');
      const platform = await at.run({ roles: ['worker'] });
      await named('store');
      await assert.rejects(platform.operations.reload(), (error: Error) =>
        JSON.stringify(error).includes('name cannot be changed'),
      );
      assert.equal(platform.manifest().name, 'shop');
      await finished(platform, await enqueue(platform, { do: 'ok' }));
    });
  });
}

describe('two projects on one Redis', () => {
  const harness = ENGINES.find(({ name }) => name === 'redis');
  if (!harness) return;
  const at = stage(harness);
  const manifest = (name: string, extra = ''): string =>
    `version: 1\nname: ${name}\nengine: { type: redis, url: "${at.project.address['url'] ?? ''}"${extra} }\n${BASIC}`;
  const use = (text: string): Promise<void> => writeFile(at.project.file, text);
  const jobs = async (): Promise<readonly Receipt[]> =>
    (JSON.parse((await at.spawn(['jobs', 'ls', '-o', 'json']).ended).stdout) as { jobs: Receipt[] }).jobs;

  it('share nothing: the prefix is the name', async () => {
    const [one, other] = [`one-${randomUUID().slice(0, 8)}`, `other-${randomUUID().slice(0, 8)}`];
    await use(manifest(one));
    assert.equal((await at.spawn(['enqueue', 'work']).ended).code, 0);
    await use(manifest(other));
    assert.deepEqual(await jobs(), []);
    await use(manifest(one));
    assert.equal((await jobs()).length, 1);
    await onRedis(at.project.address['url'], async (redis) => {
      assert.equal(await redis.get(`${one}:{$}:project`), one);
    });
  });

  it('in one folder too: what one changes by a filter, and what is told of it, are neither touched nor told in the other', async () => {
    const queues = 'queues: { default: {}, quiet: {}, aside: {} }\n';
    const all = [`one-${randomUUID().slice(0, 8)}`, `other-${randomUUID().slice(0, 8)}`];
    const [own, theirs] = await Promise.all(
      all.map(async (name) => {
        const file = at.project.path(`${name}.yaml`);
        await writeFile(file, manifest(name) + queues);
        return { file, operations: (await at.run({ file, roles: ['worker'] })).operations };
      }),
    );
    const [one, other] = [own, theirs].map((project) => project?.operations ?? assert.fail());
    assert.ok(one && other && theirs);
    const [waiting, dead] = [
      ['a', 'b', 'c'],
      ['x', 'y'],
    ];
    for (const operations of [one, other]) {
      // The same ids, so that whatever looked without its project's name would find the other's.
      for (const queue of ['quiet', 'aside']) await operations.pauseQueue(queue, true);
      const jobs = waiting.map((id) => ({ payload: { do: 'ok' }, options: { id, queue: 'quiet', tags: ['much'] } }));
      await operations.enqueue('work', [...jobs, ...dead.map((id) => ({ payload: { do: 'dead' }, options: { id } }))]);
      for (const id of dead) await waitFor(`${id} to die`, async () => (await operations.getJob(id)).state === 'dead');
    }
    const states = (operations: typeof one): Promise<readonly unknown[]> =>
      Promise.all(
        [...waiting, ...dead].map(async (id) => {
          const { queue, state, priority, attempt } = await operations.getJob(id);
          return [id, queue, state, priority, attempt];
        }),
      );
    const before = await states(other);

    const over = newAborter();
    const heard: StreamEvent[] = [];
    const listening = (async () => {
      for await (const { news } of other.watch({}, { signal: over.signal })) heard.push(...news);
    })();
    const commands = at.spawn(['events', '-f', theirs.file, '-o', 'jsonl']);
    /** Who follows is told of what comes behind that. */
    const toldOf = async (id: string): Promise<void> => {
      await waitFor(`${id} to be told`, async () => {
        await other.enqueue('work', [{ payload: { do: 'ok' }, options: { id: `${id}-${randomUUID()}` } }]);
        const isOfIt = (text: string): boolean => text.includes(`"job":"${id}-`);
        return isOfIt(JSON.stringify(heard)) && isOfIt(commands.stdout);
      });
    };
    await toldOf('begin');

    const bulk = async (request: BulkRequest): Promise<readonly [met: number, changed: number]> => {
      const { id } = await one.startBulk(request);
      await assert.rejects(other.bulk(id), { code: 'BULK_UNKNOWN' });
      const { met, changed } = await waitFor('its end', async () => {
        const view = await one.bulk(id);
        return view.state === 'completed' && view;
      });
      return [met, changed];
    };
    const quiet = { queue: 'quiet', q: 'tag:much' };
    const requests: readonly (readonly [BulkRequest, number])[] = [
      [{ action: 'prioritize', filter: quiet, priority: 1 }, 3],
      [{ action: 'move', filter: quiet, to: 'aside' }, 3],
      [{ action: 'move', filter: { queue: 'aside' }, to: 'quiet' }, 3],
      [{ action: 'cancel', filter: quiet }, 3],
      [{ action: 'retry', filter: { state: ['dead'], task: 'work' } }, 2],
      [{ action: 'remove', filter: { state: ['cancelled'], task: 'work' } }, 3],
    ];
    for (const [request, jobs] of requests) {
      assert.deepEqual(await bulk({ ...request, dryRun: true }), [jobs, 0], request.action);
      const [met, changed] = await bulk(request);
      assert.deepEqual([met, changed], [jobs, jobs], request.action);
    }
    assert.deepEqual(await other.bulks(), []);
    const cancelled = await at.spawn(['jobs', 'cancel', '-f', own?.file ?? '', '--filter', 'queue:quiet']).ended;
    assert.equal(cancelled.code, 0, cancelled.stderr);

    await toldOf('end');
    assert.deepEqual(await states(other), before);
    over.abort();
    await listening;
    const CHANGES = ['job.prioritized', 'job.moved', 'job.cancelled', 'job.retried', 'job.removed'];
    assert.deepEqual(
      heard.filter(({ type }) => CHANGES.includes(type)),
      [],
    );
    for (const type of CHANGES) assert.ok(!commands.stdout.includes(`"${type}"`), type);
    // What it changes itself it is told.
    await other.startBulk({ action: 'cancel', filter: quiet });
    await waitFor('its own to be told', () => commands.stdout.includes('"job.cancelled"'));
  });

  it('a store under the former prefix is told of, and `prefix: skep` goes on with it', async () => {
    const store = at.project.address['url'];
    // As an earlier Skep left it: no name in it.
    await onRedis(store, (redis) => redis.sadd('skep:{$}:queues', 'default'));
    const name = `shop-${randomUUID().slice(0, 8)}`;
    const doctor = async (): Promise<string> => {
      const { stdout, stderr } = await at.spawn(['doctor', '--store']).ended;
      return stdout + stderr;
    };
    await use(manifest(name));
    assert.match(await doctor(), /former store[^\n]*warn[^\n]*prefix `skep`/);
    await use(manifest(name, ', prefix: skep'));
    assert.doesNotMatch(await doctor(), /former store/);
    await use(manifest(name));
    assert.doesNotMatch(await doctor(), /former store/, 'somebody has taken it over');
    await onRedis(store, (redis) => redis.del('skep:{$}:queues', 'skep:{$}:project'));
  });
});

describe('a mistyped path of SQLite', () => {
  const harness = ENGINES.find(({ name }) => name === 'sqlite');
  if (!harness) return;
  const at = stage(harness);

  it('makes no file when something is looked at or changed; enqueue and run make one, and say so', async () => {
    await writeFile(at.project.file, `version: 1\nname: test\nengine: sqlite:./vra/skep.db\n${BASIC}`);
    for (const args of [
      ['jobs', 'ls'],
      ['queues', 'ls'],
      ['schedules', 'ls'],
      ['workers', 'ls'],
      ['queues', 'pause', 'default'],
      ['doctor', '--store'],
    ]) {
      const { code, stdout, stderr } = await at.spawn(args).ended;
      assert.match(stdout + stderr, /there is no store at .*vra\/skep\.db yet/, args.join(' '));
      if (args[0] !== 'doctor') assert.equal(code, 5, args.join(' '));
    }
    assert.equal(existsSync(at.project.path('vra')), false);
    const { code, stderr } = await at.spawn(['enqueue', 'work']).ended;
    assert.equal(code, 0);
    assert.match(stderr, /made a new store: .*vra\/skep\.db/);
    assert.equal(existsSync(at.project.path('vra/skep.db')), true);
  });

  it('lays no store into an empty file, or where a link leads to nothing', async () => {
    await writeFile(at.project.file, `version: 1\nname: test\nengine: sqlite:./empty.db\n${BASIC}`);
    await writeFile(at.project.path('empty.db'), '');
    for (const args of [
      ['jobs', 'ls'],
      ['doctor', '--store'],
    ]) {
      const { stdout, stderr } = await at.spawn(args).ended;
      assert.match(stdout + stderr, /there is no store at .*empty\.db yet/, args.join(' '));
      assert.equal(statSync(at.project.path('empty.db')).size, 0);
    }
    await rm(at.project.path('empty.db'));
    await symlink('nowhere.db', at.project.path('empty.db'));
    assert.equal((await at.spawn(['jobs', 'ls']).ended).code, 5);
    assert.equal(existsSync(at.project.path('nowhere.db')), false);
  });
});
