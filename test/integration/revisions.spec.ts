import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';

import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const STILL = BASIC.replace('debounce: 30ms', 'watch: false');
const FIRST = `${STILL.replace('tasks:', 'tasks:\n  former: { handler: ./handlers/fixture.ts }')}
queues: { old: {} }
`;
const SECOND = `${STILL}
moved: { tasks: { former: { movedTo: work } }, queues: { old: { movedTo: default } } }
`;

for (const harness of ENGINES) {
  describe(`Revisions on ${harness.name}`, () => {
    const scene = stage(harness);
    const revisionOf = async (platform: Platform): Promise<number | null> =>
      (await platform.operations.manifest()).revision;
    const runs = (platform: Platform, revision: number): Promise<unknown> =>
      waitFor(`revision ${revision}`, async () => (await revisionOf(platform)) === revision);

    it('brings what is applied and rolled back to into every process, moves what has another name, and outlives a start', async () => {
      const { project } = scene;
      await project.write(FIRST);
      const [one, other] = [await scene.run(), await scene.run()];
      await one.operations.pauseQueue('old', true);
      const ids = [
        await enqueue(one, { do: 'ok', result: 'by its new name' }, { queue: 'old' }, 'former'),
        await enqueue(one, { do: 'ok', result: 'in its new queue' }, { queue: 'old' }),
      ];
      const files = [{ path: 'jobs.yaml', text: project.text(SECOND) }];
      const plan = await other.operations.plan({ files });
      assert.deepEqual(plan.refused, []);
      assert.deepEqual(plan.changes.map(({ kind, section, name }) => `${kind} ${section} ${name}`).sort(), [
        'change moved ',
        'remove queues old',
        'remove tasks former',
      ]);
      const { revision } = await one.operations.applyManifest({ files, from: 1, message: 'names' });
      assert.deepEqual([revision.revision, revision.cause], [2, 'apply']);
      await Promise.all([runs(one, 2), runs(other, 2)]);
      const jobs = await Promise.all(ids.map((id) => finished(one, id)));
      assert.deepEqual(
        jobs.map(({ task, queue, state, result }) => [task, queue, state, result]),
        [
          ['former', 'default', 'completed', 'by its new name'],
          ['work', 'default', 'completed', 'in its new queue'],
        ],
      );
      assert.equal(jobs[0]?.manifestRevision, 1);
      // Its file still says what was replaced.
      const late = await scene.run();
      assert.equal(await revisionOf(late), 2);
      const { warnings } = await late.readiness();
      assert.match(warnings.join(), /the files on disk are not in force, revision 2 is \(apply by .*: names\)/);
      await late.operations.applyManifest({ revision: 1 });
      await Promise.all([one, other, late].map((platform) => runs(platform, 3)));
      const [newest] = await one.operations.revisions();
      assert.deepEqual([newest?.cause, newest?.of], ['rollback', 1]);
      const text = (await one.operations.revision(2)).files?.[0]?.text;
      assert.equal(text?.includes('movedTo'), true);
    });

    it('is what the files say again where they are taken back after they were applied, whichever process applied them', async () => {
      const { project } = scene;
      await project.write(FIRST);
      const platforms = [await scene.run(), await scene.run()];
      let revision = 1;
      for (const [applies, reads] of [platforms, platforms.toReversed()] as const) {
        await project.write(SECOND);
        await applies?.operations.applyManifest({ message: 'names' });
        await Promise.all(platforms.map((platform) => runs(platform, revision + 1)));
        await project.write(FIRST);
        await reads?.operations.reload();
        revision += 2;
        await Promise.all(platforms.map((platform) => runs(platform, revision)));
      }
      const told = await platforms[0]?.operations.revisions();
      assert.deepEqual(
        told?.map(({ cause }) => cause),
        ['file', 'apply', 'file', 'apply', 'file'],
      );
    });

    it('does no harm from a process that begins with files of before, and cannot run what is in force', async () => {
      const { project } = scene;
      const hourly = "schedules: { hourly: { cron: '0 * * * *', task: work } }\n";
      await project.write(FIRST + hourly);
      const one = await scene.run();
      const later = SECOND.replace('tasks:', 'tasks:\n  late: { handler: ./handlers/late.ts }');
      await project.writeHandler('late.ts', 'export default () => 1;');
      const files = [{ path: 'jobs.yaml', text: project.text(later) }];
      await one.operations.applyManifest({ files, from: 1, message: 'late' });
      await runs(one, 2);
      await rm(project.path('handlers/late.ts'));
      const late = await scene.run();
      const view = await late.operations.manifest();
      assert.equal(view.revision, 1);
      const { warnings } = await late.readiness();
      assert.match(
        warnings.join(),
        /what is in force for all does not run here: .*revision 2 is in force, and cannot run here: .*late/,
      );
      const workers = await one.operations.workers();
      assert.deepEqual(workers.map(({ manifestRevision }) => manifestRevision).sort(), [1, 2]);
      assert.match(workers.flatMap(({ troubles }) => troubles).join(), /cannot run here/);
      // Neither is it recorded as if it were news, nor do its schedules come back.
      assert.deepEqual(
        (await one.operations.revisions()).map(({ revision }) => revision),
        [2, 1],
      );
      assert.deepEqual(await one.operations.schedules(), []);
      await project.writeHandler('late.ts', 'export default () => 1;');
      await assert.doesNotReject(late.operations.reload());
      await runs(late, 2);
    });

    it('says which jobs a change would strand: of a queue, by what their payloads are, and of which version', async () => {
      const { project } = scene;
      await project.write(FIRST);
      const platform = await scene.run();
      for (const queue of ['old', 'default']) await platform.operations.pauseQueue(queue, true);
      await enqueue(platform, { do: 'ok' }, { queue: 'old' });
      const id = await enqueue(platform, { do: 'ok', filler: 'x'.repeat(4_000) });
      await enqueue(platform, { do: 'ok', size: 2 }, { delay: '1h' });
      const refusals = async (sections: string): Promise<unknown> => {
        const plan = await platform.operations.plan({ text: project.text(sections) });
        return plan.refused;
      };
      const gone = FIRST.replace('old: {}', 'new: {}');
      const inOld = 'queue old is taken away, and 1 job waits or runs in it';
      assert.deepEqual(await refusals(gone), [{ code: 'LIVE_QUEUE', text: inOld, jobs: 1 }]);
      const input = '{ type: object, properties: { filler: { type: string, maxLength: 10 } } }';
      const strict = FIRST.replace('work: { handler', `work: { input: ${input}, handler`);
      const text = `input of task work rejects 1 payload that waits (/filler must NOT have more than 10 characters): ${id}`;
      assert.deepEqual(await refusals(strict), [{ code: 'LIVE_PAYLOADS', text, jobs: 1 }]);
      const loose = input.replace('10', '9000');
      assert.deepEqual(await refusals(FIRST.replace('work: { handler', `work: { input: ${loose}, handler`)), []);
      const upcast = '{ 2: ./handlers/fixture.ts }';
      const newer = FIRST.replace('work: { handler', `work: { version: 3, upcast: ${upcast}, handler`);
      const versions = 'no upcast of task work leads from what 3 waiting payloads are of to its version';
      assert.deepEqual(await refusals(newer), [{ code: 'LIVE_VERSIONS', text: versions, jobs: 3 }]);
    });
  });
}
