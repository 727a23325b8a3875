/** unique, debounce and throttle of a manifest, by the real platform: calls, HTTP, hooks, schedules, reloads, people. */
import { strict as assert } from 'node:assert';
import type { EnqueuedView, EnqueueItem } from '../../src/api/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { fixtureState } from '../support/handlers/fixture.ts';
import { BASIC } from '../support/project.ts';
import { finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const withTask = (keys: string, sections = ''): string =>
  BASIC.replace('./handlers/fixture.ts }', `./handlers/fixture.ts, ${keys} }`) + sections;

const TOLD = `
tasks:
  work:
    handler: ./handlers/fixture.ts
    on: { success: { task: told, with: { do: gate, gate: shut, text: "\${job.payload.text}" } } }
  told: { handler: ./handlers/fixture.ts, unique: { key: text } }
schedules: { often: { every: 1s, task: told, payload: { do: gate, gate: shut, text: same } } }
reload: { watch: false }
`;

const GATE = { do: 'gate', gate: 'shut' };

for (const harness of ENGINES) {
  describe(`Unique jobs on ${harness.name}`, () => {
    const scene = stage(harness);

    const enqueue = async (
      { operations }: Platform,
      payload: EnqueueItem['payload'],
      options: EnqueueItem['options'] = {},
      task = 'work',
    ): Promise<EnqueuedView> => (await operations.enqueue(task, [{ payload, options }]))[0] ?? assert.fail();

    it('keep: one job, whoever enqueues it; a call may give a key of its own, or none', async () => {
      await scene.project.write(withTask('unique: { key: [to] }'));
      const [one, two] = [await scene.run(), await scene.run()];
      const first = await enqueue(one, { ...GATE, to: 'ann' });
      assert.equal(first.existing, false);
      const second = await enqueue(two, { do: 'ok', to: 'ann' });
      assert.deepEqual([second.id, second.existing], [first.id, true]);
      assert.equal((await two.operations.getJob(first.id)).uniqueKey, 'work/["ann"]');
      const others = [
        await enqueue(two, { do: 'ok', to: 'bob' }),
        await enqueue(two, { do: 'ok', to: 'ann' }, { unique: false }),
        await enqueue(two, { do: 'ok', to: 'ann' }, { unique: 'mine' }),
      ];
      assert.deepEqual(
        others.map(({ existing }) => existing),
        [false, false, false],
      );
      await assert.rejects(enqueue(two, null, { unique: true }), { code: 'REQUEST_INVALID' });
      fixtureState().open('shut');
      await finished(one, first.id);
      assert.equal((await enqueue(two, { do: 'ok', to: 'ann' })).existing, false);
    });

    it('reject: JOB_EXISTS names the job; so does a retry whose key another one has', async () => {
      await scene.project.write(withTask('unique: { key: to, onConflict: reject }'));
      const platform = await scene.run();
      const { operations } = platform;
      const first = await enqueue(platform, { do: 'throw', to: 'ann' });
      await operations.cancelJob(first.id).catch(() => undefined);
      await finished(platform, first.id);
      const second = await enqueue(platform, { ...GATE, to: 'ann' });
      const refused = { code: 'JOB_EXISTS', details: { id: second.id, task: 'work' } };
      await assert.rejects(enqueue(platform, { do: 'ok', to: 'ann' }), refused);
      await assert.rejects(operations.retryJob(first.id), refused);
      const filter = { task: 'work', state: ['dead', 'cancelled'] } as const;
      const { id: bulk } = await operations.startBulk({ action: 'retry', filter });
      const { refusals } = await waitFor('the end of the retries', async () => {
        const view = await operations.bulk(bulk);
        return view.state === 'completed' ? view : null;
      });
      assert.deepEqual(
        refusals.map(({ id, code }) => [id, code]),
        [[first.id, 'JOB_EXISTS']],
      );
      fixtureState().open('shut');
      await finished(platform, second.id);
      await operations.retryJob(first.id);
    });

    it('debounce: the newest payload, once it has been quiet', async () => {
      await scene.project.write(withTask('debounce: { key: doc, wait: 300ms, max: 1m }'));
      const platform = await scene.run();
      const first = await enqueue(platform, { do: 'ok', n: 1, doc: 'a' });
      const pushed = await enqueue(platform, { do: 'ok', n: 2, doc: 'a' });
      assert.deepEqual([first.state, pushed.id], ['scheduled', first.id]);
      const job = await finished(platform, first.id);
      assert.deepEqual([job.state, job.payload], ['completed', { do: 'ok', n: 2, doc: 'a' }]);
      assert.ok(Date.parse(job.startedAt ?? '') - Date.parse(job.createdAt) >= 300);
      await assert.rejects(enqueue(platform, { doc: 'a' }, { delay: '1s' }), /debounce/);
      const { state } = await enqueue(platform, { do: 'ok', doc: 'a' }, { unique: false });
      assert.equal(state, 'available');
    });

    it('throttle: one in a time, and with trailing the newest of the rest', async () => {
      await scene.project.write(withTask('throttle: { key: to, every: 500ms, trailing: true }'));
      const platform = await scene.run();
      const first = await enqueue(platform, { do: 'ok', to: 'ann', n: 1 });
      await finished(platform, first.id);
      const second = await enqueue(platform, { do: 'ok', to: 'ann', n: 2 });
      const third = await enqueue(platform, { do: 'ok', to: 'ann', n: 3 });
      assert.deepEqual([second.existing, third.id, third.existing], [false, second.id, true]);
      const job = await finished(platform, second.id);
      assert.deepEqual(job.payload, { do: 'ok', to: 'ann', n: 3 });
      const { runAt } = await platform.operations.getJob(first.id);
      assert.ok(Date.parse(job.startedAt ?? '') >= Date.parse(runAt) + 500);
    });

    it('hooks and schedules go by it too', async () => {
      await scene.project.write(TOLD);
      const platform = await scene.run();
      const { operations } = platform;
      const told = async (): Promise<number> => (await operations.listJobs({ task: 'told' })).jobs.length;
      await waitFor('the first tick', async () => (await told()) > 0);
      const ids = [];
      for (const text of ['same', 'same', 'other']) ids.push((await enqueue(platform, { do: 'ok', text })).id);
      for (const id of ids) await finished(platform, id);
      await waitFor('that of the other text', async () => (await told()) > 1);
      const [schedule] = await operations.schedules();
      await waitFor('another tick', async () => {
        const [now] = await operations.schedules();
        return now?.last !== schedule?.last;
      });
      assert.equal(await told(), 2);
      fixtureState().open('shut');
    });

    it('a reload that changes the key: waiting jobs keep theirs, new ones have the new one', async () => {
      await scene.project.write(withTask('unique: { key: to }'));
      const platform = await scene.run();
      const first = await enqueue(platform, { ...GATE, to: 'ann', about: 1 });
      await inState(platform, first.id, 'running');
      await scene.project.write(withTask('unique: { key: [to, about] }'));
      await platform.operations.reload();
      const second = await enqueue(platform, { ...GATE, to: 'ann', about: 1 });
      assert.deepEqual([second.existing, (await enqueue(platform, { to: 'ann', about: 1 })).id], [false, second.id]);
      await scene.project.write(withTask('unique: { key: to }'));
      await platform.operations.reload();
      assert.equal((await enqueue(platform, { to: 'ann', about: 2 })).id, first.id);
      fixtureState().open('shut');
      await finished(platform, first.id);
      assert.equal((await enqueue(platform, { do: 'ok', to: 'ann' })).existing, false);
    });

    it('explain says the key and what becomes of a second job', async () => {
      await scene.project.write(withTask('unique: { key: [to], for: 10m, onConflict: reject }'));
      const { operations } = await scene.run({ roles: ['scheduler'] });
      const { unique } = await operations.explainTask('work', { payload: { to: 'ann' } });
      assert.deepEqual(unique, {
        ...{ rule: 'unique', key: ['to'], value: 'work/["ann"]' },
        second: 'is refused while the first one has not ended, for 10m at most',
      });
      assert.equal((await operations.explainTask('work')).unique?.value, null);
    });
  });
}
