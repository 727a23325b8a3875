/** What would become of a job, and why one is where it is, on the real platform. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { ANY_ENGINE } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const MANIFEST = `
retryPolicies:
  patient: { maxAttempts: 3, backoff: { type: exponential, base: 10s, factor: 3, max: 1h, jitter: equal } }
tasks:
  mail.send:
    handler: ./handlers/fixture.ts
    retry: patient
    timeout: { soft: 5s, hard: 9s }
    input: { type: object, required: [do], properties: { do: { type: string } } }
    on: { failure: { task: other } }
  other: { handler: ./handlers/fixture.ts, retry: patient }
  filled: { handler: ./handlers/fixture.ts, unique: { key: kind }, input: { properties: { kind: { default: bulk } } } }
queues: { default: {}, mail: { concurrency: 3, rate: 1000/s } }
routes:
  tasks:
    - { match: "mail.*", queue: mail, priority: 2 }
    - { match: filled, where: 'payload.kind == "bulk"', queue: mail }
reload: { watch: false }
`;

for (const harness of ANY_ENGINE) {
  describe(`explain and why on ${harness.name}`, () => {
    const scene = stage(harness);

    it('say route, place, limits and the instants of the attempts, and enqueue nothing', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['scheduler'] });
      const view = await operations.explainTask('mail.send', { payload: { to: 1 } });
      const lines = scene.project.text(MANIFEST).split('\n');
      const line = lines.findIndex((text) => text.includes('match:')) + 1;
      assert.equal(path.basename(view.route?.file ?? ''), 'jobs.yaml');
      assert.deepEqual([view.route?.match, view.route?.line], ['mail.*', line]);
      assert.deepEqual([view.queue, view.priority, view.concurrency], ['mail', 2, 3]);
      assert.deepEqual(view.timeout, { softMs: 5_000, hardMs: 9_000 });
      assert.deepEqual(view.hooks, { failure: ['task other'] });
      assert.deepEqual(view.work, { kind: 'handler', executor: 'inline', does: './handlers/fixture.ts' });
      const [first] = view.attempts;
      const since = (at: string): number => Date.parse(at) - Date.parse(first?.earliest ?? '');
      const spans = view.attempts.map(({ earliest, latest }) => [since(earliest), since(latest)]);
      assert.deepEqual(spans, [
        [0, 0],
        [5_000, 10_000],
        [20_000, 40_000],
      ]);
      assert.equal(view.payload?.valid, false);
      assert.match(view.payload.problems[0]?.message ?? '', /do/);
      assert.deepEqual((await operations.explainTask('mail.send', { payload: { do: 'ok' } })).payload, {
        valid: true,
        problems: [],
      });
      const plain = await operations.explainTask('other');
      assert.deepEqual([plain.queue, plain.route, plain.payload], ['default', null, null]);
      assert.deepEqual((await operations.listJobs({})).jobs, []);
      await assert.rejects(operations.explainTask('mail.sent'), { code: 'TASK_UNKNOWN' });
    });

    it('route by the payload that would be stored, with the defaults of the task', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['scheduler'] });
      const [made] = await operations.enqueue('filled', [{ payload: {} }]);
      const stored = await operations.getJob(made?.id ?? '');
      await operations.pauseQueue('mail', true);
      const view = await operations.explainTask('filled', { payload: {} });
      assert.deepEqual(
        view.standing.map(({ kind, name }) => [kind, name]),
        [['queue', 'mail']],
      );
      assert.match(view.limits.join(), /^rate:queue:mail: /);
      assert.deepEqual([view.queue, view.unique?.value], [stored.queue, stored.uniqueKey]);
      assert.equal((await operations.testRoutes({ task: 'filled', payload: {} })).queue, stored.queue);
      const other = await operations.explainTask('filled', { payload: { kind: 'x' } });
      assert.deepEqual([other.queue, other.standing, other.limits], ['default', [], []]);
    });

    it('say what a job waits for, who may run it, and what comes next', async () => {
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['scheduler'] });
      const enqueue = async (what: string, delay?: string): Promise<string> => {
        const options = delay === undefined ? {} : { options: { delay } };
        const [receipt] = await operations.enqueue('other', [{ payload: { do: what }, ...options }]);
        return receipt?.id ?? '';
      };
      const reason = async (id: string): Promise<string | undefined> => (await operations.whyJob(id)).waits?.reason;
      const [later, now] = [await enqueue('ok', '1h'), await enqueue('throw')];
      const planned = await operations.whyJob(later);
      assert.equal(planned.waits?.reason, 'scheduled');
      assert.equal(planned.waits.until, (await operations.getJob(later)).runAt);
      assert.equal(await reason(now), 'no-worker');
      await operations.pauseQueue('default', true);
      assert.equal(await reason(now), 'paused');
      await scene.run({ roles: ['worker'] });
      await operations.pauseQueue('default', false);
      await waitFor('the attempt has failed', async () => (await reason(now)) === 'retry');
      const failed = await operations.whyJob(now);
      assert.match(failed.next, /^attempt 2 of 3 is due at /);
      assert.notEqual(failed.error, null);
      const running = await enqueue('hang');
      await waitFor('it runs', async () => (await operations.whyJob(running)).runs !== null);
      const run = await operations.whyJob(running);
      assert.equal(run.waits, null);
      await operations.cancelJob(running);
      assert.match((await operations.whyJob(running)).next, /skep jobs retry/);
      await assert.rejects(operations.whyJob('nobody'), { code: 'JOB_UNKNOWN' });
    });
  });
}
