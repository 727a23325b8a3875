/** Processes with different manifests on one store, as in a rolling deployment: whose schedules fire. */
import { strict as assert } from 'node:assert';
import { copyFile, writeFile } from 'node:fs/promises';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { skep, type SkepProcess } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const PROCESS_MS = 120_000;
const schedules = (rules: Readonly<Record<string, string>>): string =>
  `${BASIC}\nschedules:\n${Object.entries(rules)
    .map(([name, rule]) => `  ${name}: { task: work, ${rule}, payload: { do: ok } }\n`)
    .join('')}`;
/** Version 1: what changes, what stays, what the other version does not have. */
const OLD = schedules({ changed: 'every: 1s', same: 'cron: "* * * * * *"', removed: 'every: 1s' });
const NEW = schedules({ changed: 'every: 1h', same: 'cron: "* * * * * *"', added: 'every: 1s' });
const OVERRIDDEN =
  'another process was started or reloaded with another manifest: its schedules are in force while it runs';
const TAKEN_BACK = 'the process whose schedules were in force is gone: those of this manifest are in force again';

for (const harness of ANY_ENGINE) {
  describe(`Versions of a manifest on ${harness.name}`, function () {
    this.timeout(PROCESS_MS);
    const scene = stage(harness, { lease: '4s' });

    const fileOf = (name: string): string => scene.project.path(`${name}.yaml`);
    const write = (name: string, sections: string): Promise<void> =>
      writeFile(fileOf(name), scene.project.text(sections));
    const started = async (name: string, ...args: string[]): Promise<SkepProcess> => {
      const one = scene.spawn(['run', '-f', fileOf(name), ...args]);
      await one.ready();
      return one;
    };
    /** A process of the version in this test's own process, to look through. */
    const platform = (name: string): Promise<Platform> => scene.run({ file: fileOf(name), roles: ['api'] });
    const ticked = async (api: Platform, schedule: string): Promise<string[]> => {
      const { jobs } = await api.operations.listJobs({ task: 'work', limit: 200 });
      return jobs.flatMap((job) => (job.schedule?.name === schedule ? [job.schedule.tickAt] : []));
    };
    const fires = async (api: Platform, schedule: string): Promise<void> => {
      const seen = new Set(await ticked(api, schedule));
      await waitFor(`${schedule} to fire`, async () => (await ticked(api, schedule)).some((tick) => !seen.has(tick)));
    };
    const logged = (one: SkepProcess, message: string): number => one.log().filter(({ msg }) => msg === message).length;
    const stop = async (one: SkepProcess): Promise<void> => {
      one.signal('SIGTERM');
      assert.equal((await one.ended).code, 0);
    };

    beforeEach(async () => {
      await write('old', OLD);
      await write('new', NEW);
    });

    for (const [how, end] of [
      ['stops', stop],
      ['is killed', (one: SkepProcess) => one.kill()],
    ] as const) {
      it(`a canary that ${how}: the others are in force again, without a restart`, async () => {
        const [first, twin] = [await started('old', '--only', 'worker,scheduler,api'), await started('old')];
        const api = await platform('old');
        await fires(api, 'removed');
        const canary = await started('new', '--only', 'worker,scheduler');
        await fires(api, 'added');
        await first.logged(OVERRIDDEN);
        await twin.logged(OVERRIDDEN);
        await assertTold(api, first);
        await end(canary);
        await fires(api, 'changed');
        await fires(api, 'removed');
        for (const one of [first, twin]) assert.equal(logged(one, OVERRIDDEN), 1);
        assert.equal(logged(first, TAKEN_BACK) + logged(twin, TAKEN_BACK), 1, 'taken back once');
        assert.deepEqual(
          (await api.operations.schedules()).map(({ name, inForce }) => [name, inForce]),
          [
            ['changed', true],
            ['same', true],
            ['removed', true],
          ],
        );
        const { stdout } = await skep(['doctor', '-f', fileOf('old'), '-o', 'json'], { cwd: scene.project.folder });
        assert.match(stdout, /"name":\s*"manifests",\s*"status":\s*"ok"/);
        await assertGapless(api, 'same');
      });
    }

    async function assertTold(api: Platform, first: SkepProcess): Promise<void> {
      const rows = Object.fromEntries((await api.operations.schedules()).map((row) => [row.name, row]));
      assert.deepEqual([rows['changed']?.inForce, rows['changed']?.next], [false, null]);
      assert.equal(rows['same']?.inForce, true);
      const workers = (await api.operations.workers()).filter(({ roles }) => roles.includes('scheduler'));
      assert.deepEqual(workers.map(({ schedulesInForce }) => schedulesInForce).sort(), [false, false, true]);
      const ready = await fetch(`${await first.ready()}/readyz`);
      assert.equal(ready.status, 200);
      const { checks } = (await ready.json()) as { checks: { name: string; status: string; message: string }[] };
      const check = checks.find(({ name }) => name === 'schedules');
      assert.equal(check?.status, 'warn');
      assert.match(check.message, /another manifest are in force \(revision \d+\)/);
      const doctor = await skep(['doctor', '-f', fileOf('old')], { cwd: scene.project.folder });
      assert.equal(doctor.code, 0);
      assert.match(doctor.stdout, /manifests\s+warn/);
      const list = await skep(['schedules', 'ls', '-f', fileOf('old')], { cwd: scene.project.folder });
      assert.match(list.stdout, /changed.*not in force/);
    }

    /** One job for each second from the first tick to the last: none lost, none doubled. */
    async function assertGapless(api: Platform, schedule: string): Promise<void> {
      const ticks = (await ticked(api, schedule)).map((tick) => Date.parse(tick)).sort((a, b) => a - b);
      assert.ok(ticks.length > 3);
      const steps = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0));
      assert.deepEqual(new Set(steps), new Set([1_000]));
    }

    it('a rolling deployment and its rollback: the last one started rules, the last one left too', async () => {
      const api = await platform('old');
      const before = [await started('old'), await started('old')];
      await fires(api, 'removed');
      const after: SkepProcess[] = [];
      for (const one of before) {
        after.push(await started('new', '--only', 'worker,scheduler'));
        await stop(one);
        await fires(api, 'added');
      }
      assert.deepEqual(
        new Set((await api.operations.schedules()).map(({ inForce }) => inForce)),
        new Set([false, true]),
      );
      await started('old', '--only', 'worker,scheduler');
      await fires(api, 'removed');
      for (const one of after) await stop(one);
      await fires(api, 'changed');
      await assertGapless(api, 'same');
    });

    it('SIGHUP and a reload through the API put an unchanged manifest in force', async () => {
      const first = await started('old');
      const api = await platform('old');
      const second = await started('new');
      await fires(api, 'added');
      first.signal('SIGHUP');
      await fires(api, 'changed');
      await second.logged(OVERRIDDEN);
      await fetch(`${await second.ready()}/api/reload`, { method: 'POST' });
      await fires(api, 'added');
      await waitFor('the first to notice', () => logged(first, OVERRIDDEN) >= 1);
    });

    it('another port and other places in the environment are no version', async () => {
      const text = OLD.replace('admin: { port: 0 }', 'admin: { port: "${PORT}" }');
      assert.notEqual(text, OLD);
      await write('old', `${text}\nqueues: { default: { concurrency: "\${PLACES}" } }\n`);
      const one = await scene.run({ file: fileOf('old'), roles: ['scheduler'], env: { PORT: '8001', PLACES: '3' } });
      const other = await scene.run({ file: fileOf('old'), roles: ['scheduler'], env: { PORT: '8002', PLACES: '4' } });
      const workers = await one.operations.workers();
      assert.equal(new Set(workers.map(({ manifestHash }) => manifestHash)).size, 1);
      assert.deepEqual(
        workers.map(({ schedulesInForce }) => schedulesInForce),
        [true, true],
      );
      for (const platform of [one, other]) {
        assert.equal((await platform.operations.manifest()).revision, 1);
        assert.deepEqual(
          (await platform.operations.schedules()).map(({ inForce }) => inForce),
          [true, true, true],
        );
      }
    });

    it('commands on the store are no version: nothing changes by them', async () => {
      const api = await platform('old');
      await started('old', '--only', 'worker,scheduler');
      await fires(api, 'changed');
      for (const args of [
        ['schedules', 'ls'],
        ['enqueue', 'work', '{"do":"ok"}'],
        ['doctor', '--store'],
        ['workers', 'ls'],
      ]) {
        assert.equal((await skep([...args, '-f', fileOf('new')], { cwd: scene.project.folder })).code, 0);
      }
      await copyFile(fileOf('new'), scene.project.path('jobs.yaml'));
      await fires(api, 'changed');
      assert.equal(
        (await api.operations.schedules()).every(({ inForce }) => inForce),
        true,
      );
    });
  });
}
