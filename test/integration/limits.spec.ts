/** Limits of a manifest, by the real platform: what they let start, how a reload changes them, and what a person sees. */
import { strict as assert } from 'node:assert';
import type { JobView } from '../../src/api/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { fixtureState } from '../support/handlers/fixture.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const withTask = (keys: string, sections = ''): string =>
  BASIC.replace('./handlers/fixture.ts }', `./handlers/fixture.ts, ${keys} }`) + sections;

const GATE = { do: 'gate', gate: 'shut' };

for (const harness of ENGINES) {
  describe(`Limits on ${harness.name}`, () => {
    const scene = stage(harness);

    const several = async (platform: Platform, payloads: readonly object[]): Promise<readonly string[]> => {
      const ids: string[] = [];
      for (const payload of payloads) ids.push(await enqueue(platform, payload));
      return ids;
    };

    const held = (platform: Platform, id: string | undefined): Promise<NonNullable<JobView['hold']>> =>
      waitFor(`job ${id} to be held`, async () => (await platform.operations.getJob(id ?? '')).hold ?? false);

    /** Enqueues jobs until a limit that a reload brings holds one. @returns all of them, the one that is held last */
    const untilHeld = async (platform: Platform): Promise<readonly string[]> => {
      for (const ids: string[] = []; ;) {
        const id = await enqueue(platform, GATE);
        ids.push(id);
        const job = await waitFor(`job ${id} to run or be held`, async () => {
          const now = await platform.operations.getJob(id);
          return (now.state === 'running' || now.hold !== null) && now;
        });
        if (job.hold !== null) return ids;
      }
    };

    it('hold jobs of a task beyond its concurrency, over all processes', async () => {
      await scene.project.write(withTask('concurrency: 2'));
      const [one, two] = [await scene.run(), await scene.run()];
      const ids = await several(one, [GATE, GATE, GATE]);
      assert.deepEqual(await held(one, ids[2]), {
        reason: 'concurrency',
        name: 'concurrency:task:work',
        until: null,
        text: null,
      });
      assert.equal((await two.operations.getJob(ids[2] ?? '')).state, 'available');
      fixtureState().open('shut');
      for (const id of ids) assert.equal((await finished(one, id)).state, 'completed');
    });

    it('count a value of the payload alone', async () => {
      await scene.project.write(withTask('concurrency: { limit: 1, key: payload.tenant }'));
      const platform = await scene.run();
      const of = (tenant: string): object => ({ ...GATE, tenant });
      const [first, again, other] = await several(platform, [of('acme'), of('acme'), of('other')]);
      await inState(platform, first ?? '', 'running');
      await inState(platform, other ?? '', 'running');
      assert.equal((await held(platform, again)).name, 'concurrency:task:work/"acme"');
      fixtureState().open('shut');
      await finished(platform, again ?? '');
    });

    it('let jobs start at a rate, one after another, and say when', async () => {
      await scene.project.write(withTask('rate: { limit: 4/s, burst: 1 }'));
      const platform = await scene.run();
      const ids = await several(platform, [{ do: 'ok' }, { do: 'ok' }, { do: 'ok' }]);
      const jobs = await Promise.all(ids.map((id) => finished(platform, id)));
      const starts = jobs.map(({ startedAt }) => Date.parse(startedAt ?? '')).sort((a, b) => a - b);
      assert.ok((starts[2] ?? 0) - (starts[0] ?? 0) >= 490, starts.join(' '));
    });

    it('tell when a rate has room again', async () => {
      await scene.project.write(withTask('rate: 1/h'));
      const platform = await scene.run();
      const [, second] = await several(platform, [{ do: 'ok' }, { do: 'ok' }]);
      const { reason, name, until } = await held(platform, second);
      assert.deepEqual([reason, name], ['rate', 'rate:task:work']);
      const { createdAt } = await platform.operations.getJob(second ?? '');
      const waitMs = Date.parse(until ?? '') - Date.parse(createdAt);
      assert.ok(waitMs > 3_400_000 && waitMs <= 3_600_000, `${until}`);
    });

    it('of a queue and of buckets hold too, by what a job takes', async () => {
      const sections = 'queues: { default: { globalConcurrency: 3 } }\nbuckets: { api: { concurrency: 5 } }\n';
      await scene.project.write(withTask('uses: [{ bucket: api, cost: 2 }]', sections));
      const platform = await scene.run();
      const ids = await several(platform, [GATE, GATE, GATE]);
      assert.equal((await held(platform, ids[2])).name, 'concurrency:bucket:api');
      await scene.project.write(
        withTask('priority: 5', 'queues: { default: { globalConcurrency: 1, rate: 100/s } }\n'),
      );
      await waitFor('the limit of the queue', async () => (await held(platform, ids[2])).name.includes(':queue:'));
      const later = await untilHeld(platform);
      assert.equal((await held(platform, later.at(-1))).name, 'concurrency:queue:default');
      fixtureState().open('shut');
      for (const id of [...ids, ...later]) await finished(platform, id);
    });

    it('follow a reload, for jobs that wait already', async () => {
      await scene.project.write(withTask('rate: 1/h'));
      const platform = await scene.run();
      const ids = await several(platform, [{ do: 'ok' }, { do: 'ok' }, { do: 'ok' }]);
      await held(platform, ids[2]);
      await scene.project.write(withTask('rate: 50/s'));
      for (const id of ids) await finished(platform, id);
      await scene.project.write(withTask('concurrency: 1'));
      await waitFor('the third manifest', async () => (await platform.operations.manifest()).revision === 3);
      const again = await untilHeld(platform);
      await scene.project.write(BASIC);
      await inState(platform, again.at(-1) ?? '', 'running');
      fixtureState().open('shut');
      for (const id of again) await finished(platform, id);
    });
  });
}
