/** Many jobs changed on one request: each action, what stops it, and who goes on with it. */
import assert from 'node:assert/strict';
import type { BulkRequest, BulkView } from '../../../src/api/index.ts';
import type { Engine } from '../../../src/engine/index.ts';
import { newAborter, newId, systemClock } from '../../../src/foundation/index.ts';
import type { Manifest } from '../../../src/manifest/index.ts';
import { BulkCarrier } from '../../../src/platform/bulk/bulk-carrier.ts';
import { FAILURE, Hand, INFO, runAll } from '../../conformance/hand.ts';
import { scene } from '../../conformance/harness.ts';
import { TARGETS } from '../../support/engines.ts';
import { newJob, newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';

const MANIFEST = {
  queues: { default: { shards: 1 }, wide: { shards: 4 } },
  tasks: { 'card.pay': { sensitive: ['payload.card'] } },
} as unknown as Pick<Manifest, 'queues' | 'tasks'>;

for (const harness of TARGETS) {
  describe(`bulk operations on ${harness.name}`, () => {
    const at = scene(harness);
    const closing = newAborter();
    after(() => closing.abort());

    const carrier = (engine: Engine = at.engine, signal: AbortSignal = closing.signal): BulkCarrier =>
      new BulkCarrier({ engine: () => engine, manifest: () => MANIFEST, clock: systemClock, newId, signal });
    const over = (bulk: BulkCarrier, id: string): Promise<BulkView> =>
      waitFor('its end', async () => {
        const view = await bulk.get(id);
        return view.state !== 'running' && view;
      });
    const done = async (request: BulkRequest, engine = at.engine): Promise<BulkView> => {
      const bulk = carrier(engine);
      return over(bulk, (await bulk.start(request, 'ann')).id);
    };
    const fill = async (count: number, queue = 'old'): Promise<readonly string[]> => {
      const jobs = newJobs(count, { queue });
      for (let from = 0; from < count; from += 500) await at.engine.jobs.enqueue(jobs.slice(from, from + 500));
      return jobs.map(({ id }) => id);
    };
    const die = async (count: number): Promise<readonly string[]> => {
      const ids = await fill(count);
      await runAll(at.engine, 'old', () => ({ kind: 'dead', error: FAILURE }), 100);
      return ids;
    };
    /** The engine, with something that happens just before each change of jobs reaches it. */
    const before = (act: (ids: readonly string[]) => unknown): Engine => {
      const { jobs } = at.engine;
      const told =
        <Rest extends unknown[], R>(verb: (ids: readonly string[], ...rest: Rest) => Promise<R>) =>
        async (ids: readonly string[], ...rest: Rest): Promise<R> => {
          await act(ids);
          return verb(ids, ...rest);
        };
      const changed: Engine['jobs'] = {
        ...jobs,
        cancel: told((ids, reason: string) => jobs.cancel(ids, reason)),
        retry: told((ids) => jobs.retry(ids)),
        move: told((ids, to: string) => jobs.move(ids, to)),
        prioritize: told((ids, priority: number) => jobs.prioritize(ids, priority)),
        remove: told((ids) => jobs.remove(ids)),
      };
      return Object.assign(Object.create(at.engine) as Engine, { jobs: changed });
    };

    it('a search: what no index tells is looked at, as it is shown', async () => {
      const jobs = Array.from({ length: 230 }, (_, n) =>
        newJob({ payload: { user: { id: n % 23 } }, task: `mail.${n % 2}` }),
      );
      jobs.push(newJob({ task: 'card.pay', payload: { card: '4111' } }));
      for (const half of [jobs.slice(0, 150), jobs.slice(150)]) await at.engine.jobs.enqueue(half);
      const filter = { q: 'task:mail.* payload.user.id:5,6 -state:completed' };
      const counted = await done({ action: 'cancel', filter, dryRun: true });
      assert.deepEqual([counted.met, counted.looked, counted.matched, counted.changed], [20, 231, null, 0]);
      const view = await done({ action: 'cancel', filter });
      assert.deepEqual([view.state, view.changed, view.filter], ['completed', 20, filter]);
      const canary = await done({
        action: 'remove',
        filter: { q: 'payload.user.id:5 state:cancelled' },
        rate: '100/s',
      });
      assert.deepEqual(
        [canary.changed, (await at.engine.jobs.list({ states: ['cancelled'] }, 100, null)).jobs.length],
        [10, 10],
      );
      assert.equal(
        (await done({ action: 'move', filter: { q: 'payload.user.id:7 -task:mail.1' }, to: 'wide' })).changed,
        5,
      );
      assert.equal((await done({ action: 'cancel', filter: { q: 'payload.card:4111' } })).changed, 0);
    });

    it('a search that says nothing, or something else, is refused', async () => {
      const refused = (request: BulkRequest, message: RegExp): Promise<void> =>
        assert.rejects(carrier().start(request, null), { code: 'REQUEST_INVALID', message });
      await refused({ action: 'retry', filter: { q: ' ' } }, /nothing says which jobs/);
      await refused({ action: 'retry', filter: { q: 'state:dead' } }, /nothing says which jobs/);
      await refused({ action: 'cancel', filter: { q: 'state:dead task:a.*' } }, /dead jobs cannot be cancelled/);
      await refused({ action: 'cancel', filter: { q: 'colour:red' } }, /no key "colour"/);
    });

    it('cancel: waiting, scheduled and running ones of a filter, and no others', async () => {
      await at.engine.fleet.join(INFO);
      const jobs = [
        newJob({ queue: 'old', tags: ['red'] }),
        newJob({ queue: 'unread', tags: ['red'] }),
        newJob({ queue: 'old', tags: ['red'], delayMs: 60_000 }),
      ];
      const others = [newJob({ queue: 'unread' }), newJob({ queue: 'unread', tags: ['red'], task: 'other.task' })];
      await at.engine.jobs.enqueue([...jobs, ...others]);
      await new Hand(at.engine, 'old', 1).take(1);
      const request = { action: 'cancel', filter: { task: 'test.work', tag: 'red' } } as const;
      const counted = await done({ ...request, dryRun: true });
      assert.deepEqual([counted.met, counted.running, counted.changed], [3, 1, 0]);
      const view = await done(request);
      assert.deepEqual([view.state, view.met, view.running, view.changed, view.by], ['completed', 3, 1, 3, 'ann']);
      for (const { id } of jobs) assert.equal((await at.engine.jobs.get(id))?.state, 'cancelled');
      for (const { id } of others) assert.equal((await at.engine.jobs.get(id))?.state, 'available');
    });

    it('says of one that was faster that it has ended', async () => {
      const [id = ''] = await fill(1);
      const view = await done(
        { action: 'cancel', filter: { queue: 'old' } },
        before(() => at.engine.jobs.remove([id])),
      );
      assert.deepEqual([view.met, view.changed, view.stayed], [1, 0, 1]);
      assert.deepEqual(
        view.refusals.map(({ id: of, code }) => [of, code]),
        [[id, 'JOB_UNKNOWN']],
      );
    });

    it('three thousand in bounded steps; what comes meanwhile is not met', async () => {
      await fill(3_000);
      const steps: number[] = [];
      const engine = before(async (ids) => {
        if (steps.push(ids.length) === 1) await fill(1);
      });
      const view = await done({ action: 'cancel', filter: { queue: 'old' } }, engine);
      assert.deepEqual([view.matched, view.changed], [3_000, 3_000]);
      assert.ok(Math.max(...steps) <= 100, steps.join());
    });

    it('move: those that wait longest first', async () => {
      const ids = await fill(1_000);
      const first = newJob();
      await at.engine.jobs.enqueue([first]);
      const view = await done({ action: 'move', to: 'default', filter: { queue: 'old' } });
      assert.deepEqual([view.changed, view.to], [1_000, 'default']);
      await at.engine.fleet.join(INFO);
      assert.deepEqual(await runAll(at.engine, 'default', undefined, 500), [first.id, ...ids]);
    });

    it('prioritize: those that wait longest first, in their order, and none that has it', async () => {
      const ids = await fill(250);
      const first = newJob({ queue: 'old', priority: 2 });
      await at.engine.jobs.enqueue([first]);
      const request = { action: 'prioritize', priority: 2, filter: { queue: 'old' } } as const;
      const counted = await done({ ...request, dryRun: true });
      assert.deepEqual([counted.met, counted.changed, counted.priority], [250, 0, 2]);
      const view = await done(request);
      assert.deepEqual([view.met, view.changed, view.stayed, view.priority], [250, 250, 0, 2]);
      assert.equal((await at.engine.jobs.get(ids[0] ?? ''))?.priority, 2);
      await at.engine.fleet.join(INFO);
      assert.deepEqual(await runAll(at.engine, 'old', undefined, 500), [first.id, ...ids]);
      for (const priority of [undefined, 10, -1, 1.5]) {
        const wrong = { action: 'prioritize', filter: { queue: 'old' }, ...(priority !== undefined && { priority }) };
        await assert.rejects(carrier().start(wrong as BulkRequest, null), { code: 'REQUEST_INVALID' });
      }
      await assert.rejects(carrier().start({ ...request, action: 'cancel' }, null), { code: 'REQUEST_INVALID' });
    });

    it('remove and retry by fault: dead ones, and none that has another', async () => {
      await at.engine.fleet.join(INFO);
      await die(20);
      const [fault] = (await at.engine.jobs.faults({}, 10)).faults;
      const fingerprint = fault?.fingerprint ?? '';
      const none = await done({ action: 'remove', filter: { fingerprint: '0123456789abcdef' } });
      assert.deepEqual([none.matched, none.met], [0, 0]);
      const retried = await done({ action: 'retry', filter: { fingerprint, queue: 'old' } });
      assert.deepEqual([retried.matched, retried.changed], [20, 20]);
      await runAll(at.engine, 'old', () => ({ kind: 'dead', error: FAILURE }), 100);
      assert.equal((await done({ action: 'remove', filter: { fingerprint } })).changed, 20);
    });

    it('a canary that ends badly leaves the others as they are', async () => {
      await at.engine.fleet.join(INFO);
      await die(20);
      const consumer = at.engine.queues.consume('old', { permit: () => 10 }, () =>
        Promise.resolve({
          outcome: { kind: 'dead', error: FAILURE },
          traceId: null,
          spanId: null,
          progress: null,
          logs: [],
        }),
      );
      const view = await done({ action: 'retry', filter: { queue: 'old' }, canary: 3, canaryFailures: 50 });
      await consumer.stop();
      assert.deepEqual([view.state, view.changed, view.ended, view.failures], ['stopped', 3, 3, 3]);
    });

    it('it stops when too many have ended badly again', async () => {
      await at.engine.fleet.join(INFO);
      await die(200);
      const consumer = at.engine.queues.consume('old', { permit: () => 10 }, () =>
        Promise.resolve({
          outcome: { kind: 'dead', error: FAILURE },
          traceId: null,
          spanId: null,
          progress: null,
          logs: [],
        }),
      );
      const filter = { queue: 'old' };
      const view = await done({ action: 'retry', filter, rate: '20/s', stopAfterFailures: 5 });
      await consumer.stop();
      assert.equal(view.state, 'stopped');
      assert.ok(view.failures >= 5 && view.changed < 100, JSON.stringify(view));
    });

    it('ends where it is told to, and says how far it came', async () => {
      await fill(1_000);
      const bulk = carrier(before(() => (id === '' ? undefined : at.engine.bulks.cancel(id))));
      let id = '';
      ({ id } = await bulk.start({ action: 'cancel', filter: { queue: 'old' }, rate: '500/s' }, null));
      const view = await over(bulk, id);
      assert.equal(view.state, 'cancelled');
      assert.ok(view.changed > 0 && view.changed < 1_000, String(view.changed));
      assert.deepEqual(await bulk.cancel(id), view);
      await assert.rejects(bulk.get('none'), { code: 'BULK_UNKNOWN' });
    });

    it('another process goes on where one has stopped', async () => {
      await fill(1_000);
      const aborter = newAborter();
      const bulk = carrier(
        before(() => aborter.abort()),
        aborter.signal,
      );
      const { id } = await bulk.start({ action: 'cancel', filter: { queue: 'old' } }, null);
      await bulk.settled();
      const left = await bulk.get(id);
      assert.deepEqual([left.state, left.carried, left.changed], ['running', false, 100]);
      const other = carrier();
      assert.equal(await other.resume(), true);
      const view = await over(other, id);
      assert.deepEqual([view.state, view.changed, view.met], ['completed', 1_000, 1_000]);
      assert.equal(await other.resume(), false);
      const [newest] = await other.list();
      assert.deepEqual(newest, view);
    });

    it('refuses what is unclear and changes nothing', async () => {
      await fill(1);
      for (const [request, code, hint] of [
        [{ action: 'cancel', filter: {} }, 'REQUEST_INVALID', /give some of/],
        [{ action: 'retry', filter: { state: ['dead'] } }, 'REQUEST_INVALID', /fingerprint/],
        [{ action: 'cancel', filter: { state: ['dead'] } }, 'REQUEST_INVALID', /only these can/],
        [{ action: 'move', filter: { queue: 'old', state: ['dead'] }, to: 'wide' }, 'REQUEST_INVALID', /retry/],
        [{ action: 'move', filter: { queue: 'old' }, to: 'widde' }, 'QUEUE_UNKNOWN', /`wide`/],
        [{ action: 'cancel', filter: { queue: 'old', since: 'soon' } }, 'REQUEST_INVALID', /write/],
        [{ action: 'retry', filter: { queue: 'old' }, rate: 'fast' }, 'REQUEST_INVALID', /write/],
        [{ action: 'explode', filter: { queue: 'old' } }, 'USAGE', /startBulk/],
        [{ action: 'cancel' }, 'USAGE', /startBulk/],
        [undefined, 'USAGE', /startBulk/],
      ] as const) {
        await assert.rejects(carrier().start(request as unknown as BulkRequest, null), { code, hint });
      }
      for (const request of [
        { action: 'move', filter: { queue: 'old' } },
        { action: 'cancel', filter: { queue: 'old' }, canary: 3 },
        { action: 'cancel', filter: { queue: 'old' }, to: 'wide' },
        { action: 'cancel', filter: { queue: 'old', fingerprint: '0123456789abcdef' } },
        { action: 'retry', filter: { queue: 'old' }, stopAfterFailures: 3 },
        { action: 'retry', filter: { queue: 'old' }, rate: '1/s', stopAfterFailures: '120%' },
        { action: 'retry', filter: { queue: 'old' }, canary: 0 },
      ] as const) {
        await assert.rejects(carrier().start(request, null), { code: 'REQUEST_INVALID' });
      }
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 1);
      assert.deepEqual(await carrier().list(), []);
    });
  });
}
