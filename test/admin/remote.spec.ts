/** The client that is made from the table of endpoints, against the server that is made from it. */
import assert from 'node:assert/strict';

import { OPERATIONS, type Operations, type WatchOperations } from '../../src/api/index.ts';
import { HttpClient, remoteOperations } from '../../src/client/index.ts';
import { closeHouses, house, type House } from './http.ts';

describe('admin: operations over HTTP', () => {
  let local: House;
  let remote: Operations;
  let now = 0;
  before(async () => {
    local = await house();
    remote = remoteOperations(new HttpClient({ server: local.server.url }), () => now);
    await local.served.operations.enqueue('emails.send', [{ payload: 1, options: { id: 'a/b é' } }]);
  });
  after(closeHouses);
  beforeEach(() => local.served.operations.calls.splice(0));

  const ID = 'a/b é';
  const CALLS: {
    readonly [Name in Exclude<keyof Operations, 'close' | keyof WatchOperations>]: () => Promise<unknown>;
  } = {
    alerts: () => remote.alerts(),
    attention: () => remote.attention(),
    doctor: () => remote.doctor(),
    audit: () => remote.audit({ by: 'ann*', limit: 10 }),
    routes: () => remote.routes(),
    testRoutes: () => remote.testRoutes({ task: 'emails.send', payload: { to: 'ann' } }),
    manifest: () => remote.manifest(),
    manifestSource: () => remote.manifestSource(),
    manifestHistory: () => remote.manifestHistory(),
    draftManifest: () => remote.draftManifest('version: 1'),
    revisions: () => remote.revisions(),
    revision: () => remote.revision(1),
    plan: () => remote.plan({ revision: 1 }),
    applyManifest: () => remote.applyManifest({ revision: 1, from: 2 }),
    reload: () => remote.reload(),
    sources: () => remote.sources(),
    workers: () => remote.workers(),
    tellWorker: () => remote.tellWorker('w1', { verb: 'ping' }),
    queues: () => remote.queues(),
    queue: () => remote.queue('default'),
    pauseQueue: () => remote.pauseQueue('default', true),
    buckets: () => remote.buckets(),
    bucket: () => remote.bucket('partner'),
    setBucket: () => remote.setBucket('partner', { rate: '5/s' }),
    resetBucket: () => remote.resetBucket('partner'),
    tasks: () => remote.tasks(),
    task: () => remote.task('emails.send'),
    enqueue: () => remote.enqueue('emails.send', [{ payload: { to: 'ann' } }]),
    listJobs: () => remote.listJobs({}),
    getJob: () => remote.getJob(ID),
    cancelJob: () => remote.cancelJob(ID),
    errors: () => remote.errors({}),
    startBulk: () => remote.startBulk({ action: 'retry', filter: { task: 'emails.send' } }),
    bulks: () => remote.bulks(),
    bulk: () => remote.bulk('b1'),
    cancelBulk: () => remote.cancelBulk('b1'),
    explainTask: () => remote.explainTask('emails.send', { payload: {} }),
    whyJob: () => remote.whyJob(ID),
    retryJob: () => remote.retryJob(ID),
    moveJobs: () => remote.moveJobs({ to: 'default', ids: [ID] }),
    prioritizeJob: () => remote.prioritizeJob(ID, 3),
    removeJob: () => remote.removeJob(ID),
    holds: () => remote.holds(),
    addHold: () => remote.addHold({ name: 'acme', task: 'emails.*' }),
    removeHold: () => remote.removeHold('acme'),
    pauseTask: () => remote.pauseTask('emails.send', true, { reason: 'INC-42', for: '30m' }),
    enqueueGroup: () => remote.enqueueGroup('emails.send', { jobs: [{ payload: { to: 'ann' } }] }),
    workflows: () => remote.workflows(),
    workflow: () => remote.workflow('digest'),
    startRun: () => remote.startRun({ workflow: 'digest', input: {} }),
    listRuns: () => remote.listRuns({ workflow: 'digest' }),
    getRun: () => remote.getRun('r'),
    runItems: () => remote.runItems('r', 'step', { from: 3 }),
    cancelRun: () => remote.cancelRun('r'),
    resumeRun: () => remote.resumeRun('r', ['step']),
    signalRun: () => remote.signalRun('r', 'approved', { by: 'ann' }),
    removeRun: () => remote.removeRun('r'),
    stats: () => remote.stats({ range: '1h', by: 'queue' }),
    schedules: () => remote.schedules(),
    schedule: () => remote.schedule('nightly'),
    agenda: () => remote.agenda('2h'),
    nextTicks: () => remote.nextTicks('nightly', 2),
    tickHistory: () => remote.tickHistory('nightly', 5),
    backfillSchedule: () => remote.backfillSchedule('nightly', { from: '1767225600000', to: '1767225600000' }),
    runSchedule: () => remote.runSchedule('nightly'),
    pauseSchedule: () => remote.pauseSchedule('nightly', false),
  };

  it('has a way for every operation', () => {
    assert.deepEqual([...OPERATIONS.keys()].sort(), Object.keys(CALLS).sort());
  });

  for (const [name, call] of Object.entries(CALLS)) {
    it(`${name} asks for what was meant, and gives what was answered`, async () => {
      const { operations } = local.served;
      const own = operations[name as keyof Operations].bind(operations) as (...args: never[]) => Promise<unknown>;
      let answered: unknown;
      Object.assign(operations, { [name]: async (...args: never[]) => (answered = await own(...args)) });
      assert.deepEqual(await call(), answered);
      assert.equal(operations.calls[0]?.split(' ')[0], name);
    });
  }

  it('writes arguments where the endpoint reads them', async () => {
    const { calls } = local.served.operations;
    await remote.listJobs({ state: ['dead', 'running'], queue: 'a b', since: '2h', limit: 7 });
    assert.deepEqual(calls, ['listJobs {"state":["dead","running"],"queue":"a b","since":"2h","limit":7}']);
    const paused = await Promise.all([true, false].map((on) => remote.pauseQueue('default', on)));
    assert.deepEqual(
      paused.map((queue) => queue.paused),
      [true, false],
    );
    const from = '2026-05-01T00:00:00Z';
    assert.deepEqual((await remote.nextTicks('nightly', 2, from)).next, [from, from]);
  });

  it('enqueues one as it is, and several as a list', async () => {
    const [one] = await remote.enqueue('emails.send', [{ payload: 1, options: { id: 'single' } }]);
    assert.equal(one?.id, 'single');
    const several = await remote.enqueue('emails.send', [
      { payload: 1, options: { id: 'first' } },
      { payload: 2, options: { id: 'second' } },
    ]);
    assert.deepEqual(
      several.map(({ id }) => id),
      ['first', 'second'],
    );
  });

  it('says how the starts of a call are spread, of one job too', async () => {
    const { operations } = local.served;
    const seen: unknown[] = [];
    const enqueue = operations.enqueue.bind(operations);
    Object.assign(operations, {
      enqueue: async (...args: Parameters<typeof enqueue>) => {
        seen.push(args[2]);
        return enqueue(...args);
      },
    });
    await remote.enqueue('emails.send', [{ payload: 1 }], { spread: '60s' });
    await remote.enqueue('emails.send', [{ payload: 1 }, { payload: 2 }], { spread: 5 });
    await remote.enqueue('emails.send', [{ payload: 1 }]);
    assert.deepEqual(seen, [{ spread: '60s' }, { spread: 5 }, {}]);
  });

  it('waits in steps that no proxy cuts', async () => {
    const { operations } = local.served;
    const waits: number[] = [];
    const read = operations.getJob.bind(operations);
    Object.assign(operations, {
      getJob: async (id: string, waitMs = 0) => {
        if (waitMs > 0) waits.push(waitMs);
        now += waitMs;
        return read(id);
      },
    });
    await remote.enqueue('emails.send', [{ payload: 1, options: { id: 'waited' } }]);
    const job = await remote.getJob('waited', 45_000);
    assert.equal(job.finished, false);
    assert.equal(
      waits.reduce((sum, ms) => sum + ms, 0),
      45_000,
    );
  });
});
