/** Holds and pauses by the real platform: of the manifest and at run time, what they keep, how they end, and what a person sees. */
import { strict as assert } from 'node:assert';
import type { JobView } from '../../src/api/index.ts';
import type { LifecycleEvent } from '../../src/core/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const ACME = { do: 'ok', tenant: 'acme' };
const BETA = { do: 'ok', tenant: 'beta' };

for (const harness of ENGINES) {
  describe(`Holds on ${harness.name}`, () => {
    const scene = stage(harness);

    const held = (platform: Platform, id: string): Promise<NonNullable<JobView['hold']>> =>
      waitFor(`job ${id} to be held`, async () => (await platform.operations.getJob(id)).hold ?? false);

    it('of the manifest keep whom their condition means, and go with a reload', async () => {
      await scene.project.write(
        `${BASIC}holds: { acme: { task: 'wo*', where: payload.tenant == "acme", reason: INC-42 } }\n`,
      );
      const platform = await scene.run();
      const [acme, beta] = [await enqueue(platform, ACME), await enqueue(platform, BETA)];
      await finished(platform, beta);
      assert.deepEqual(await held(platform, acme), { reason: 'hold', name: 'acme', until: null, text: 'INC-42' });
      const [hold] = await platform.operations.holds();
      assert.deepEqual([hold?.name, hold?.manifest, hold?.reason, hold?.by], ['acme', true, 'INC-42', null]);
      await assert.rejects(platform.operations.removeHold('acme'), { code: 'STATE_CONFLICT' });
      await assert.rejects(platform.operations.addHold({ name: 'acme', tag: 'a' }), { code: 'STATE_CONFLICT' });
      await scene.project.write(BASIC);
      assert.equal((await finished(platform, acme)).attempt, 1);
    });

    it('set at run time hold in all processes, are told with who and why, and end', async () => {
      await scene.project.write(BASIC);
      const [one, two] = [await scene.run(), await scene.run()];
      const told: LifecycleEvent[] = [];
      one.subscribe((event: LifecycleEvent) => event.type.startsWith('hold.') && told.push(event));
      const hold = await one.operations.addHold({ name: 'import', tag: 'import', reason: 'INC-1', for: '1h' }, 'ann');
      assert.deepEqual(
        [hold.kind, hold.tag, hold.reason, hold.by, hold.manifest],
        ['hold', 'import', 'INC-1', 'ann', false],
      );
      const length = Date.parse(hold.until ?? '') - Date.parse(hold.since);
      assert.ok(length > 3_590_000 && length <= 3_600_000, `${length}`);
      const ids = await Promise.all(Array.from({ length: 6 }, () => enqueue(two, BETA, { tags: ['import'] })));
      for (const id of ids) assert.equal((await held(two, id)).text, 'INC-1');
      await finished(one, await enqueue(one, BETA));
      assert.deepEqual(await two.operations.holds(), [hold]);
      assert.equal((await two.operations.removeHold('import', 'bob')).name, 'import');
      for (const id of ids) assert.equal((await finished(one, id)).attempt, 1);
      await assert.rejects(one.operations.removeHold('import'), { code: 'HOLD_UNKNOWN' });
      assert.deepEqual(
        told.map((event) => event.type === 'hold.set' && [event.hold, event.means, event.reason, event.by]),
        [['import', 'tag import', 'INC-1', 'ann']],
      );
      for (const name of ['task:work', 'a\nb', '', '__proto__', 'x'.repeat(65)]) {
        await assert.rejects(one.operations.addHold({ name, tag: 'a' }), { code: 'REQUEST_INVALID' }, name);
      }
      await one.operations.pauseTask('work', true);
      const hint = 'a pause of a task is ended by `skep tasks resume work`';
      await assert.rejects(one.operations.removeHold('task:work'), { code: 'HOLD_UNKNOWN', hint });
      await one.operations.pauseTask('work', false);
      const never = one.operations.addHold({ name: 'a', tag: 'a', for: '0s' });
      await assert.rejects(never, /no time at all/);
    });

    it('refuse what they cannot be', async () => {
      await scene.project.write(BASIC);
      const { operations } = await scene.run();
      const refused = [
        { name: 'a' },
        { name: 'a', task: '{a' },
        { name: 'a', where: 'payload.a =' },
        { name: 'a', tag: 'b', until: 'tomorrow' },
        { name: 'a', tag: 'b', for: 'long' },
        { name: 'a', tag: 'b', until: '2020-01-01T00:00:00Z' },
        { name: 'a', tag: 'b', for: '1h', until: '2126-01-01T00:00:00Z' },
      ];
      for (const request of refused) await assert.rejects(operations.addHold(request), { code: 'REQUEST_INVALID' });
      assert.deepEqual(await operations.holds(), []);
    });

    it('a task that is paused holds its jobs until it is resumed, or its end has come', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const { operations } = platform;
      const paused = await operations.pauseTask('work', true, { reason: 'INC-7' }, 'ann');
      assert.deepEqual([paused.pause?.reason, paused.pause?.by, paused.pause?.until], ['INC-7', 'ann', null]);
      const id = await enqueue(platform, BETA);
      assert.deepEqual(await held(platform, id), { reason: 'paused', name: 'task:work', until: null, text: 'INC-7' });
      assert.equal((await operations.tasks()).find(({ name }) => name === 'work')?.pause?.reason, 'INC-7');
      assert.equal((await operations.pauseTask('work', false)).pause, null);
      await finished(platform, id);
      await operations.pauseTask('work', true, { for: '1s' });
      const again = await enqueue(platform, BETA);
      assert.notEqual((await held(platform, again)).until, null);
      await finished(platform, again);
    });

    it('queues and schedules are paused with a reason, until they are resumed or their end has come', async () => {
      const schedule = 'schedules: { often: { task: work, every: 1s, payload: { do: ok } } }\n';
      await scene.project.write(BASIC + schedule);
      const platform = await scene.run();
      const { operations } = platform;
      const queue = await operations.pauseQueue('default', true, { reason: 'INC-8', for: '2s' }, 'ann');
      assert.deepEqual([queue.paused, queue.pause?.reason, queue.pause?.by], [true, 'INC-8', 'ann']);
      const id = await enqueue(platform, BETA);
      const why = await operations.whyJob(id);
      assert.deepEqual([why.waits?.reason, why.waits?.until, why.waits?.text], ['paused', queue.pause?.until, 'INC-8']);
      const stopped = await operations.pauseSchedule('often', true, { reason: 'INC-9', for: '2s' }, 'bob');
      assert.deepEqual([stopped.paused, stopped.pause?.reason, stopped.pause?.by], [true, 'INC-9', 'bob']);
      assert.ok(Date.parse((await finished(platform, id)).startedAt ?? '') >= Date.parse(queue.pause?.until ?? ''));
      await waitFor('the schedule', async () => {
        const now = await operations.schedule('often');
        return (
          !now.paused && now.pause === null && Date.parse(now.last ?? '') >= Date.parse(stopped.pause?.until ?? '')
        );
      });
      await assert.rejects(operations.pauseQueue('default', true, { for: 'long' }), { code: 'REQUEST_INVALID' });
    });
  });
}
