import { strict as assert } from 'node:assert';
import { ANY_ENGINE } from '../support/engines.ts';
import type { SkepResult } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';

const MANIFEST = `
retryPolicies: { once: { maxAttempts: 1 } }
tasks:
  work: { handler: ./handlers/fixture.ts, retry: once }
queues: { default: {}, large: {} }
routes: { tasks: [{ match: work, where: 'payload.rows > 10', queue: large }] }
`;

for (const harness of ANY_ENGINE) {
  describe(`skep dead, errors, explain and why on ${harness.name}`, () => {
    const scene = stage(harness);
    const skep = (...args: string[]): Promise<SkepResult> => scene.spawn(args).ended;
    const payload = JSON.stringify({ do: 'throw', message: 'it broke\nagain: and again' });

    async function threeDead(): Promise<string> {
      await scene.project.write(MANIFEST);
      const worker = scene.spawn(['run', '--only', 'worker']);
      await worker.ready();
      for (const id of ['a', 'b', 'c'])
        assert.equal((await skep('enqueue', 'work', payload, '--id', id, '--wait')).code, 7);
      return (await skep('errors', '-o', 'name')).stdout.trim();
    }

    it('leave the others dead when a canary dies again', async () => {
      const fingerprint = await threeDead();
      const retried = await skep('dead', 'retry', '--fingerprint', fingerprint, '--canary', '1');
      assert.equal(retried.code, 7, retried.stderr);
      const attempts = JSON.parse((await skep('dead', 'ls', '-o', 'json')).stdout) as { jobs: { attempt: number }[] };
      assert.deepEqual(attempts.jobs.map(({ attempt }) => attempt).sort(), [1, 1, 2]);
      const shown = await skep('dead', 'show', 'a');
      assert.match(shown.stdout, new RegExp(`^fault: +${fingerprint}$`, 'm'));
      assert.match(shown.stdout, /^attempt 1: +failed at .* it broke again: and again$/m);
      assert.match(shown.stdout, /^error: +Error: it broke again: and again$/m);
      assert.match(shown.stdout, /^again: +skep jobs retry a$/m);
      const listed = await skep('dead', 'ls', '--fingerprint', '0123456789abcdef', '-o', 'name');
      assert.equal(listed.stdout, '');
      const [newest] = (await skep('bulk', 'ls', '-o', 'name')).stdout.split('\n');
      assert.match((await skep('bulk', 'show', newest ?? '')).stdout, /^state: +stopped$/m);
      const removed = await skep('dead', 'rm', '--task', 'work');
      assert.equal(removed.stdout.trim(), '3 jobs removed');
    });

    it('put one right by another payload, and say why and what', async () => {
      await threeDead();
      const again = await skep('dead', 'retry', 'a', '--payload', '{"do":"ok"}', '-o', 'name');
      assert.equal(again.code, 0, again.stderr);
      assert.equal((await skep('jobs', 'wait', again.stdout.trim())).code, 0);
      assert.equal((await skep('jobs', 'show', 'a')).code, 3);
      const named = await skep('dead', 'retry', 'b');
      assert.deepEqual([named.code, named.stdout.trim()], [0, 'b retried'], named.stderr);
      assert.equal((await skep('jobs', 'wait', 'b')).code, 7);
      const removed = await skep('dead', 'rm', 'c', again.stdout.trim());
      assert.deepEqual([removed.code, removed.stdout.trim()], [1, 'c removed']);
      assert.match(removed.stderr, /STATE_CONFLICT: job .* is completed, and not dead/);
      assert.equal((await skep('dead', 'retry', 'b', '--task', 'work')).code, 2);
      assert.equal((await skep('dead', 'ls', '--limit', '1', '-o', 'name')).stdout.trim(), 'b');
      const why = await skep('why', 'b');
      assert.match(why.stdout, /last error: +Error: it broke/);
      const explained = await skep('explain', 'work', '--payload', '{}');
      assert.match(explained.stdout, /queue: +default, by default: no route matches/);
      // With a payload the choice is made.
      assert.doesNotMatch(explained.stdout, /^or queue/m);
    });
  });
}
