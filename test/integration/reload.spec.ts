import { strict as assert } from 'node:assert';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LifecycleEvent } from '../../src/core/index.ts';
import type { ManifestView } from '../../src/api/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { fixtureState } from '../support/handlers/fixture.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MORE = BASIC.replace('tasks:', 'tasks:\n  extra: { handler: ./handlers/fixture.ts }');
const BROKEN = BASIC.replace('handler:', 'handle:');

/** Waits until the platform's manifest view satisfies `probe`. */
function view(platform: Platform, what: string, probe: (view: ManifestView) => boolean): Promise<ManifestView> {
  return waitFor(what, async () => {
    const now = await platform.operations.manifest();
    return probe(now) && now;
  });
}

const hasTasks = (count: number) => (now: ManifestView) => now.counts.tasks === count;

for (const harness of ENGINES) {
  describe(`Hot reload on ${harness.name}`, () => {
    const scene = stage(harness);

    it('follows a write in place', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      await scene.project.write(MORE);
      const now = await view(platform, 'the new task', hasTasks(2));
      assert.equal(now.revision, 2);
      await finished(platform, await enqueue(platform, { do: 'ok' }, {}, 'extra'));
    });

    it('follows renames, again and again', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      for (const [sections, count] of [
        [MORE, 2],
        [BASIC, 1],
        [MORE, 2],
      ] as const) {
        await scene.project.replace(sections);
        await view(platform, `${count} tasks`, hasTasks(count));
      }
    });

    it("follows a swap of Kubernetes' symbolic link", async () => {
      const { project } = scene;
      const version = async (name: string, sections: string): Promise<void> => {
        await mkdir(project.path(name));
        await writeFile(project.path(path.join(name, 'jobs.yaml')), project.text(sections));
        await symlink(name, project.path('..data_tmp'));
        await rename(project.path('..data_tmp'), project.path('..data'));
      };
      await version('..2026_01', BASIC);
      await symlink(path.join('..data', 'jobs.yaml'), project.file);
      const platform = await scene.run();
      await version('..2026_02', MORE);
      await rm(project.path('..2026_01'), { recursive: true });
      await view(platform, 'the new task', hasTasks(2));
      await version('..2026_03', BASIC);
      await view(platform, 'the first manifest again', hasTasks(1));
    });

    it('follows files that an include matches later', async () => {
      const { project } = scene;
      await project.write(`include: [jobs.d/*.yaml]\n${BASIC}`);
      const platform = await scene.run();
      await mkdir(project.path('jobs.d'));
      await writeFile(project.path('jobs.d/more.yaml'), 'tasks: { extra: { handler: ./handlers/fixture.ts } }\n');
      await view(platform, 'the included task', hasTasks(2));
      await rm(project.path('jobs.d/more.yaml'));
      await view(platform, 'one task', hasTasks(1));
    });

    it('keeps the working manifest when the file is broken, and says what is wrong', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const events: LifecycleEvent[] = [];
      platform.subscribe((event) => events.push(event));
      const before = await platform.operations.manifest();
      await scene.project.write(BROKEN);
      const now = await view(platform, 'the refusal', ({ problems }) => problems.length > 0);
      assert.equal(now.hash, before.hash);
      assert.equal(now.revision, before.revision);
      assert.ok(now.refusedAt !== null);
      assert.ok(now.problems.some(({ code, line }) => code === 'SCHEMA_UNKNOWN_KEY' && line > 0));
      assert.equal(events.filter(({ type }) => type === 'manifest.refused').length, 1);
      assert.equal((await platform.readiness()).ready, true);
      await finished(platform, await enqueue(platform, { do: 'ok' }));
      await assert.rejects(platform.operations.reload(), { code: 'MANIFEST_INVALID' });

      await scene.project.write(BASIC);
      await view(platform, 'the end of the refusal', ({ problems }) => problems.length === 0);
      assert.equal((await platform.operations.manifest()).revision, before.revision);
    });

    it('refuses another engine while it runs', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      await writeFile(scene.project.file, `version: 1\nname: test\nengine: sqlite:./other.db\n${BASIC}`);
      const now = await view(platform, 'the refusal', ({ problems }) => problems.length > 0);
      assert.equal(now.problems[0]?.code, 'REF_ENGINE_CHANGED');
    });

    it('does nothing when only a comment changed', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const before = await platform.operations.manifest();
      await scene.project.write(`# only words\n${BASIC}`);
      assert.deepEqual(await platform.operations.reload(), before);
    });

    it('refuses to take a task away of which a job waits, until it is told to hold it, and runs it when the task returns', async () => {
      await scene.project.write(MORE);
      const platform = await scene.run();
      await platform.operations.pauseQueue('default', true);
      const id = await enqueue(platform, { do: 'ok', result: 'kept' }, {}, 'extra');
      await scene.project.replace(BASIC);
      const refusing = await view(platform, 'the refusal', ({ problems }) => problems[0]?.code === 'LIVE_TASK');
      assert.equal(refusing.counts.tasks, 2);
      const { warnings } = await platform.readiness();
      assert.match(warnings.join(), /task extra is taken away, and 1 job of it waits or runs/);
      const plan = await platform.operations.plan();
      assert.deepEqual(
        plan.refused.map(({ code, jobs }) => [code, jobs]),
        [['LIVE_TASK', 1]],
      );
      await assert.rejects(platform.operations.applyManifest(), { code: 'PLAN_REFUSED' });
      await assert.rejects(platform.operations.applyManifest({ from: 7, hold: true }), { code: 'MANIFEST_MOVED' });
      const { revision } = await platform.operations.applyManifest({ from: 1, hold: true, message: 'it may wait' });
      assert.deepEqual([revision.revision, revision.cause, revision.message], [2, 'apply', 'it may wait']);
      await view(platform, 'one task', hasTasks(1));
      await platform.operations.pauseQueue('default', false);
      const held = await inState(platform, id, 'blocked');
      assert.deepEqual([held.blockedBy, held.attempt, held.attempts.length], ['task', 0, 0]);
      const back = await platform.operations.applyManifest({ revision: 1 });
      assert.deepEqual([back.revision.cause, back.revision.of], ['rollback', 1]);
      const job = await finished(platform, id);
      assert.deepEqual([job.state, job.result], ['completed', 'kept']);
    });

    it('changes how many handlers run at once', async () => {
      const withSlots = (slots: number): string => `${BASIC}\nqueues: { default: { concurrency: ${slots} } }\n`;
      await scene.project.write(withSlots(1));
      const platform = await scene.run();
      const ids = [];
      for (let index = 0; index < 3; index += 1) ids.push(await enqueue(platform, { do: 'gate', gate: 'all' }));
      await waitFor('the first to run', () => platform.running === 1);
      await scene.project.replace(withSlots(3));
      await waitFor('all three to run', () => platform.running === 3);
      fixtureState().open('all');
      for (const id of ids) await finished(platform, id);
    });

    it('loads a handler module anew that changed, and finishes running attempts under the old one', async () => {
      const { project } = scene;
      const source = (word: string): string => `
        export async function say(payload, ctx) {
          if (payload.wait) await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve) ?? setTimeout(resolve, payload.wait));
          return '${word}';
        }`;
      await project.writeHandler('say.ts', source('old'));
      await project.write(BASIC.replace('tasks:', 'tasks:\n  say: { handler: ./handlers/say.ts#say }'));
      const platform = await scene.run();
      const running = await enqueue(platform, { wait: 600 }, {}, 'say');
      await inState(platform, running, 'running');
      await project.writeHandler('say.ts', source('new'));
      const word = await waitFor('the new handler', async () => {
        const job = await finished(platform, await enqueue(platform, {}, {}, 'say'));
        return job.result === 'new' && job.result;
      });
      assert.equal(word, 'new');
      assert.equal((await finished(platform, running)).result, 'old');
    });

    it('loads a handler anew when the data that it imports changed', async () => {
      const { project } = scene;
      await project.writeHandler('words.json', '{ "word": "old" }');
      await project.writeHandler('say.ts', "import words from './words.json';\nexport const say = () => words.word;");
      await project.write(BASIC.replace('tasks:', 'tasks:\n  say: { handler: ./handlers/say.ts#say }'));
      const platform = await scene.run();
      assert.equal((await finished(platform, await enqueue(platform, {}, {}, 'say'))).result, 'old');
      await project.writeHandler('words.json', '{ "word": "new" }');
      await waitFor('the new word', async () => {
        const job = await finished(platform, await enqueue(platform, {}, {}, 'say'));
        return job.result === 'new';
      });
    });

    it('goes back to the handler that works when the new one throws while it is loaded', async () => {
      const { project } = scene;
      await project.writeHandler('say.ts', "export const say = () => 'fine';");
      await project.write(BASIC.replace('tasks:', 'tasks:\n  say: { handler: ./handlers/say.ts#say }'));
      const platform = await scene.run();
      await project.writeHandler('say.ts', "throw new Error('at import'); export const say = () => 'never';");
      const now = await view(platform, 'the refusal', ({ problems }) => problems.length > 0);
      const [problem] = now.problems;
      assert.match(problem?.message ?? '', /at import/);
      assert.deepEqual([problem?.code, problem?.path], ['REF_HANDLER_LOAD', 'tasks.say.handler']);
      assert.ok((problem?.line ?? 0) > 0);
      assert.match(problem?.stack?.[0] ?? '', /say\.ts:1:7/);
      assert.equal((await finished(platform, await enqueue(platform, {}, {}, 'say'))).result, 'fine');
    });

    it('runs every job once through many reloads under load', async () => {
      await scene.project.write(BASIC);
      const platform = await scene.run();
      const ids: string[] = [];
      for (let round = 0; round < 6; round += 1) {
        const items = Array.from({ length: 20 }, () => ({ payload: { do: 'sleep', ms: 20 } }));
        ids.push(...(await platform.operations.enqueue('work', items)).map(({ id }) => id));
        await scene.project.replace(round % 2 === 0 ? MORE : BASIC);
        await platform.operations.reload();
      }
      for (const id of ids) assert.equal((await finished(platform, id)).attempt, 1);
      assert.equal(fixtureState().runs.length, ids.length);
    });
  });
}
