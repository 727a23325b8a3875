/** Conflicts, buckets that are shut, breakers, and buckets set by hand, on the real platform. */
import assert from 'node:assert/strict';
import type { BucketView, JobView } from '../../src/api/index.ts';
import type { LogFields, Logger } from '../../src/foundation/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { fixtureState } from '../support/handlers/fixture.ts';
import { Receiver } from '../support/receiver.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const manifest = (tasks: string, sections = ''): string => `
defaults: { retry: quick, shutdownTimeout: 5s }
retryPolicies:
  quick: { maxAttempts: 3, backoff: { type: fixed, base: 20ms, jitter: none } }
  once: { maxAttempts: 1 }
tasks:
${tasks}
${sections}
admin: { port: 0 }
reload: { debounce: 30ms }
`;

const GATE = { do: 'gate', gate: 'shut' };

class Lines implements Pick<Logger, 'child'> {
  readonly events: LogFields[] = [];
  readonly debug = (): void => undefined;
  readonly error = this.debug;
  readonly #keep = (fields: LogFields): void => void this.events.push(fields);
  readonly info = this.#keep;
  readonly warn = this.#keep;
  child(): Logger {
    return this;
  }
  isEnabled(): boolean {
    return true;
  }
}

for (const harness of ENGINES) {
  describe(`Flow on ${harness.name}`, () => {
    const scene = stage(harness);
    const receiver = new Receiver();
    before(() => receiver.start());
    after(() => receiver.stop());

    const held = (platform: Platform, id: string): Promise<NonNullable<JobView['hold']>> =>
      waitFor(`job ${id} to be held`, async () => (await platform.operations.getJob(id)).hold ?? false);

    it('a job in conflict is skipped, or takes the place of the one that runs', async () => {
      const concurrency = (onConflict: string): string =>
        `concurrency: { limit: 1, key: payload.of, onConflict: ${onConflict} }`;
      await scene.project.write(
        manifest(`
  skips: { handler: ./handlers/fixture.ts, ${concurrency('skip')} }
  replaces: { handler: ./handlers/fixture.ts, ${concurrency('cancelRunning')} }`),
      );
      const lines = new Lines();
      const platform = await scene.run({ logger: lines as unknown as Logger });
      const first = await enqueue(platform, { ...GATE, of: 'a' }, {}, 'skips');
      await inState(platform, first, 'running');
      const second = await finished(platform, await enqueue(platform, { ...GATE, of: 'a' }, {}, 'skips'));
      assert.deepEqual([second.state, second.attempt, second.error?.code], ['cancelled', 0, 'JOB_SKIPPED']);
      const old = await enqueue(platform, { do: 'hang', of: 'b' }, {}, 'replaces');
      await inState(platform, old, 'running');
      const fresh = await enqueue(platform, { do: 'ok', of: 'b' }, {}, 'replaces');
      assert.equal((await finished(platform, fresh)).state, 'completed');
      const gone = await finished(platform, old);
      assert.deepEqual([gone.state, gone.error?.name], ['cancelled', 'Cancelled']);
      fixtureState().open('shut');
      assert.equal((await finished(platform, first)).state, 'completed');
      const cancelled = (): LogFields[] => lines.events.filter(({ event }) => event === 'job.cancelled');
      await waitFor('both to be told', () => cancelled().length === 2);
      assert.deepEqual(
        cancelled().map(({ jobId, reason }) => [jobId, /onConflict: (\w+)/.exec(String(reason))?.[1]]),
        [
          [second.id, 'skip'],
          [old, 'cancelRunning'],
        ],
      );
    });

    it('a handler shuts a bucket for everybody, wherever it runs; so does a command, and a partner that says when', async () => {
      const where = ['inline', 'thread', 'process'];
      const buckets = [...where, 'command', 'partner'].map((name) => `${name}: { concurrency: 5 }`);
      const tasks = where.map(
        (executor) => `
  ${executor}: { handler: ./handlers/fixture.ts, executor: ${executor}, uses: [${executor}] }`,
      );
      const said = '::skep {\\"retry\\":{\\"in\\":\\"1h\\",\\"hold\\":\\"command\\"}}';
      await scene.project.write(
        manifest(
          `${tasks.join('')}
  command: { command: [echo, "${said}"], uses: [command] }
  partner: { request: { url: "${receiver.url}", allowPrivate: true }, uses: [partner] }
  other: { handler: ./handlers/fixture.ts, uses: [thread] }`,
          `buckets: { ${buckets.join(', ')} }`,
        ),
      );
      receiver.answers = [{ status: 429, headers: { 'retry-after': '3600' } }];
      const platform = await scene.run();
      for (const name of [...where, 'command', 'partner']) {
        const payload = { do: 'retry', after: '3600', hold: name === 'process' ? true : name };
        const id = await enqueue(platform, payload, {}, name);
        await inState(platform, id, 'retryable');
        const { until, ...hold } = await held(platform, await enqueue(platform, { do: 'ok' }, {}, name));
        assert.deepEqual(hold, { reason: 'bucket', name: `bucket:${name}`, text: null });
        const waitMs = Date.parse(until ?? '') - Date.parse((await platform.operations.getJob(id)).startedAt ?? '');
        assert.ok(waitMs > 3_500_000 && waitMs < 3_700_000, `${name} ${until}`);
      }
      const other = await enqueue(platform, { do: 'ok' }, {}, 'other');
      await held(platform, other);
      await platform.operations.resetBucket('thread', 'ann');
      assert.equal((await finished(platform, other)).state, 'completed');
    });

    it('a bucket that the manifest does not have is told, and nothing is shut', async () => {
      await scene.project.write(manifest('  work: { handler: ./handlers/fixture.ts, retry: once }'));
      const platform = await scene.run();
      const job = await finished(platform, await enqueue(platform, { do: 'retry', hold: 'nowhere' }));
      assert.deepEqual([job.state, job.error?.code], ['dead', 'REQUEST_INVALID']);
      assert.match(job.error?.message ?? '', /"nowhere"; there are: none/);
    });

    it('a breaker opens, tells, holds without an attempt, probes and closes', async () => {
      const breaker = 'breaker: { openWhen: 50% of 4 in 1m, openFor: 500ms, probes: 1 }';
      await scene.project.write(
        manifest(
          '  call: { handler: ./handlers/fixture.ts, retry: once, uses: [partner] }',
          `buckets: { partner: { ${breaker} } }`,
        ),
      );
      const lines = new Lines();
      const platform = await scene.run({ logger: lines as unknown as Logger });
      const told = (name: string): boolean => lines.events.some(({ event }) => event === name);
      const bucket = (): Promise<BucketView> => platform.operations.bucket('partner');
      for (let count = 0; count < 4; count += 1) {
        await finished(platform, await enqueue(platform, { do: count % 2 ? 'throw' : 'ok' }, {}, 'call'));
      }
      const waiting = await enqueue(platform, { do: 'ok' }, {}, 'call');
      const hold = await waitFor('a hold or the end', async () => {
        const job = await platform.operations.getJob(waiting);
        return job.finished ? { reason: 'over' } : (job.hold ?? false);
      });
      assert.equal(hold.reason, 'breaker');
      const { breaker: state } = await bucket();
      assert.ok(state?.state === 'open' || state?.state === 'probing', state?.state);
      const done = await finished(platform, waiting);
      assert.deepEqual([done.state, done.attempt], ['completed', 1]);
      await waitFor('the breaker to close', async () => (await bucket()).breaker?.state === 'closed');
      await waitFor('both lines', () => told('breaker.opened') && told('breaker.closed'));
    });

    it('a bucket is set by hand, keeps it over a reload, and is reset', async () => {
      const sections = 'buckets: { api: { rate: 1/h, concurrency: 2 } }';
      const tasks = '  work: { handler: ./handlers/fixture.ts, uses: [api] }';
      await scene.project.write(manifest(tasks, sections));
      const platform = await scene.run();
      const { operations } = platform;
      const first = await enqueue(platform, { do: 'ok' });
      await finished(platform, first);
      const second = await enqueue(platform, { do: 'ok' });
      await held(platform, second);
      const before = await operations.bucket('api');
      assert.deepEqual([before.held, before.rate?.used, before.rate?.set, before.tasks], [1, 1, false, ['work']]);
      assert.equal((await operations.queue('default')).held, 1);
      const set = await operations.setBucket('api', { rate: '100/s' }, 'ann');
      assert.deepEqual([set.rate?.limit, set.rate?.perMs, set.rate?.burst, set.rate?.set], [100, 1_000, 100, true]);
      await finished(platform, second);
      await scene.project.write(manifest(`${tasks}\n  more: { handler: ./handlers/fixture.ts }`, sections));
      await waitFor('the second manifest', async () => (await operations.manifest()).revision === 2);
      await finished(platform, await enqueue(platform, { do: 'ok' }, {}, 'more'));
      assert.equal((await operations.bucket('api')).rate?.set, true);
      const reset = await operations.resetBucket('api', 'ann');
      assert.deepEqual([reset.rate?.limit, reset.rate?.set], [1, false]);
      await operations.setBucket('api', { concurrency: 7 });
      await scene.project.write(manifest(tasks, 'buckets: { api: { rate: 2/h, concurrency: 3 } }'));
      await waitFor('the third', async () => (await operations.bucket('api')).concurrency?.limit === 3);
      await assert.rejects(operations.setBucket('nowhere', { rate: '1/s' }), { code: 'BUCKET_UNKNOWN' });
    });

    it('what a bucket does not have, or what would hold jobs for ever, is refused', async () => {
      await scene.project.write(
        manifest(
          '  work: { handler: ./handlers/fixture.ts, uses: [{ bucket: db, cost: 2 }] }',
          'buckets: { db: { concurrency: 2 } }',
        ),
      );
      const { operations } = await scene.run();
      await assert.rejects(operations.setBucket('db', { rate: '1/s' }), { code: 'STATE_CONFLICT' });
      await assert.rejects(operations.setBucket('db', { concurrency: 1 }), { code: 'REQUEST_INVALID' });
      assert.deepEqual(
        (await operations.buckets()).map(({ name }) => name),
        ['db'],
      );
    });
  });
}
