/** Changes that some process cannot follow, and work that a change would strand: runs of workflows, waited for by `--drain`. */
import { strict as assert } from 'node:assert';
import { cp, mkdir, writeFile } from 'node:fs/promises';

import type { SkepError } from '../../src/foundation/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { BASIC } from '../support/project.ts';
import { finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const STILL = BASIC.replace('debounce: 30ms', 'watch: false');
const FLOW = `${STILL.replace('tasks:', 'tasks:\n  late: { handler: ./handlers/fixture.ts }')}
workflows:
  slow:
    steps:
      ask: { wait: { signal: go } }
      then: { task: late, with: { do: ok }, needs: [ask] }
`;

const MOVED = `${FLOW.slice(0, FLOW.indexOf('workflows:'))}
workflows: { quick: { steps: { only: { task: late, with: { do: ok } } } } }
moved: { workflows: { slow: { movedTo: quick } } }
`;

function problem(platform: Platform, code: string): Promise<string> {
  return waitFor(code, async () => {
    const { problems } = await platform.operations.manifest();
    return problems.find((one) => one.code === code)?.message ?? false;
  });
}

for (const harness of ENGINES) {
  describe(`What cannot be followed, on ${harness.name}`, () => {
    const scene = stage(harness);

    it('is a workflow taken away while a run of it is under way, or the task of a step to come; --drain waits', async function () {
      const { project } = scene;
      await project.write(FLOW);
      const platform = await scene.run();
      const { id } = await platform.operations.startRun({ workflow: 'slow', input: {} });
      await project.write(STILL);
      const expected = [
        ['LIVE_WORKFLOW', 'workflow slow is taken away, and 1 run of it is under way', 1],
        ['LIVE_TASK', 'task late is taken away, and 1 run has steps of it to come', 1],
      ];
      const plan = await platform.operations.plan();
      assert.deepEqual(
        plan.refused.map(({ code, text, jobs }) => [code, text, jobs]),
        expected,
      );
      await assert.rejects(platform.operations.applyManifest(), { code: 'PLAN_REFUSED' });
      await assert.rejects(platform.operations.reload(), { code: 'MANIFEST_INVALID' });
      assert.match(await problem(platform, 'LIVE_WORKFLOW'), /1 run of it is under way/);
      const { problems } = await platform.operations.manifest();
      assert.deepEqual(
        problems.map(({ code, hint }) => [code, hint?.includes('`moved:`')]),
        [
          ['LIVE_WORKFLOW', true],
          ['LIVE_TASK', true],
        ],
      );
      assert.match((await platform.readiness()).warnings.join(), /workflow slow is taken away/);
      // A child process each: the command is the same on every engine.
      if (harness !== ENGINES[0]) {
        await platform.operations.signalRun(id, 'go', null);
        return;
      }
      const drain = scene.spawn(['apply', '--drain', '--within', '1m']);
      await waitFor('what it waits for', () => drain.stderr.includes('waiting: workflow slow'));
      await platform.operations.signalRun(id, 'go', null);
      const { code, stdout } = await drain.ended;
      assert.equal(code, 0, stdout);
      assert.match(stdout, /- workflows slow\n[^]*in force: revision 2/);
      await waitFor('revision 2', async () => (await platform.operations.manifest()).revision === 2);
      const [late] = (await platform.operations.listJobs({ task: 'late' })).jobs;
      assert.equal((await finished(platform, late?.id ?? '')).state, 'completed');
    });

    it('is followed where a workflow has another name: runs go on as they began, and a start of the former one is one of the new', async () => {
      const { project } = scene;
      await project.write(FLOW);
      const platform = await scene.run();
      const { operations } = platform;
      const { id } = await operations.startRun({ workflow: 'slow', input: {} });
      await project.write(MOVED);
      const { changes, refused } = await operations.plan();
      assert.deepEqual(refused, []);
      assert.equal(
        changes.find(({ name }) => name === 'slow')?.effect,
        'no run of it begins any more, who starts one gets a run of quick; 1 run goes on by the plan that it began with',
      );
      const moved = changes.find(({ section }) => section === 'moved');
      assert.deepEqual(moved?.fields, [{ name: 'workflows.slow.movedTo', before: null, after: 'quick' }]);
      await operations.reload();
      assert.deepEqual(
        (await operations.workflows()).map(({ name }) => name),
        ['quick'],
      );
      const next = await operations.startRun({ workflow: 'slow', input: {} });
      await operations.signalRun(id, 'go', null);
      const ended = async (run: string): Promise<readonly string[]> => {
        const view = await operations.getRun(run, PATIENCE_MS);
        assert.equal(view.state, 'completed');
        return [view.workflow ?? '', ...view.steps.map(({ name }) => name)];
      };
      assert.deepEqual(await ended(id), ['slow', 'ask', 'then']);
      assert.deepEqual(await ended(next.id), ['slow', 'only']);
    });

    it('is no rollback that would strand runs: nobody can say there where they go', async () => {
      const { project } = scene;
      await project.write(STILL);
      const { operations } = await scene.run();
      await project.write(FLOW);
      await operations.reload();
      await operations.startRun({ workflow: 'slow', input: {} });
      await assert.rejects(operations.applyManifest({ revision: 1 }), (error: SkepError) => {
        assert.equal(error.code, 'PLAN_REFUSED');
        assert.match(error.hint ?? '', /^nothing was changed: wait for them with `skep rollback 1 --drain`, or leave /);
        return true;
      });
    });

    it('is a revision whose handler a process has not: it goes on, says why, and follows once it has', async () => {
      const { project } = scene;
      await project.write(STILL);
      const one = await scene.run();
      await mkdir(project.path('elsewhere'));
      await cp(project.path('handlers'), project.path('elsewhere/handlers'), { recursive: true });
      await cp(project.path('handlers/fixture.ts'), project.path('elsewhere/handlers/new.ts'));
      await writeFile(project.path('elsewhere/jobs.yaml'), project.text(STILL));
      const other = await scene.run({ file: project.path('elsewhere/jobs.yaml') });
      const fresh = STILL.replace('tasks:', 'tasks:\n  fresh: { handler: ./handlers/new.ts }');
      const { revision } = await other.operations.applyManifest({ text: project.text(fresh), message: 'new handler' });
      assert.match(await problem(one, 'LIVE_UNFIT'), /^revision \d+ is in force, and cannot run here: .*new\.ts/);
      assert.equal((await one.operations.manifest()).counts.tasks, 1);
      await cp(project.path('elsewhere/handlers/new.ts'), project.path('handlers/new.ts'));
      await one.operations.reload();
      const now = await one.operations.manifest();
      assert.deepEqual([now.revision, now.counts.tasks, now.problems.length], [revision.revision, 2, 0]);
    });
  });
}
