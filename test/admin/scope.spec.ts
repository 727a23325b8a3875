/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return -- answers of any endpoint */
/** Somebody who sees some tasks and queues alone: what is not of them is not there for him, whichever way he looks. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { noFigure } from '../../src/core/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { statsOf } from '../../src/platform/views/stats-of.ts';
import { ENGINES } from '../support/engines.ts';
import { Project } from '../support/project.ts';
import { waitFor } from '../support/wait-for.ts';
import { ask, type Ask, type Reply } from './http.ts';

const MANIFEST = `
retryPolicies: { once: { maxAttempts: 1 } }
defaults: { retry: once }
queues: { mail: {}, pay: {}, other: {} }
tasks:
  emails.send: { handler: ./handlers/fixture.ts }
  emails.spread: { handler: ./handlers/fixture.ts }
  pay.card: { handler: ./handlers/fixture.ts }
buckets: { stripe: { concurrency: 2 } }
holds: { payday: { task: pay.card, tag: never } }
workflows:
  digest: { steps: { send: { task: emails.send, with: { do: ok } } } }
  mixed: { steps: { send: { task: emails.send, with: { do: ok } }, card: { task: pay.card, needs: [send], with: { do: ok } } } }
routes:
  tasks: [{ match: "pay.*", queue: pay }, { match: emails.send, queue: mail }, { match: emails.spread, queue: other }]
  http:
    - { method: POST, path: /pay, task: pay.card }
    - { method: POST, path: /mail, task: emails.send }
schedules:
  mailing: { task: emails.send, every: 24h }
  paying: { task: pay.card, every: 24h }
  mixing: { workflow: mixed, every: 24h }
admin:
  port: 0
  tokens:
    - { name: root, secret: root-secret-root, role: admin }
    - { name: mail, secret: mail-secret-mail, role: admin, tasks: "emails.*", queues: [mail] }
    - { name: queue, secret: queue-secret-queue, role: viewer, queues: "m*" }
reload: { watch: false }
`;

const LATER = { delay: '1h' };

describe('admin: statistics of a scope', () => {
  it('are of its own queues and tasks alone, sums too', async () => {
    const figure = noFigure();
    const rows = ['emails.send', 'pay.card'].map((task) => ({ at: 0, task, queue: 'mail', figure }));
    const engine = { stats: { read: async () => rows }, now: async () => 60_000 };
    const { groups } = await statsOf({}, { engine, scope: { queues: ['mail'], tasks: ['emails.*'] } });
    assert.deepEqual(
      groups.map(({ name }) => name),
      ['emails.send'],
    );
  });
});

for (const harness of ENGINES)
  describe(`admin: a scope, ${harness.name}`, function () {
    let project: Project;
    let platform: Platform;
    let server: AdminServer;

    before(async () => {
      project = await Project.create({ harness });
      await project.write(MANIFEST);
      platform = await createPlatform({ file: project.file, cwd: project.folder, env: {}, logger: silentLogger });
      server = new AdminServer(platform);
      await server.start();
      platform.addDoor(server);
      await platform.start();
      const jobs = [
        ['emails.send', 'm1'],
        ['emails.send', 'm2'],
        ['pay.card', 'p1'],
        ['emails.spread', 's1'],
      ] as const;
      for (const [task, id] of jobs) await enqueue(task, { ...LATER, id });
      await enqueue('pay.card', { id: 'p-dead' }, { do: 'throw' });
      await enqueue('emails.send', { id: 'm-dead' }, { do: 'throw' });
      for (const id of ['p-dead', 'm-dead'])
        await waitFor(`${id} to die`, async () => (await root(`GET /api/jobs/${id}`)).body.state === 'dead');
    });
    after(async () => {
      await platform.stop();
      await project.dispose();
    });

    const root = (what: string, options: Ask = {}): Promise<Reply> =>
      ask({ server }, what, { token: 'root-secret-root', ...options });
    const mail = (what: string, options: Ask = {}): Promise<Reply> =>
      ask({ server }, what, { token: 'mail-secret-mail', ...options });

    async function enqueue(task: string, options: object, payload: object = { do: 'ok' }): Promise<void> {
      const reply = await root(`POST /api/tasks/${task}/jobs`, { json: { payload, options } });
      assert.ok(reply.status < 300, reply.text);
    }

    const names = (list: readonly { readonly name: string }[]): readonly string[] =>
      list.map(({ name }) => name).sort();
    const ids = ({ body }: Reply): readonly string[] =>
      (body.jobs as { readonly id: string }[]).map(({ id }) => id).sort();

    it('lists, searches and counts its own jobs alone', async () => {
      const all = await mail('GET /api/jobs?limit=200');
      assert.deepEqual([ids(all), all.body.looked], [['m-dead', 'm1', 'm2'], 3]);
      const hidden = 'q=task%3Apay.*&limit=200';
      assert.deepEqual((await mail(`GET /api/jobs?${hidden}`)).body, { jobs: [], looked: 3, next: null });
      assert.deepEqual(ids(await mail('GET /api/jobs?task=pay.card')), []);
      const lines = await mail('GET /api/jobs', { headers: { accept: 'application/x-ndjson' } });
      assert.equal(lines.text.trim().split('\n').length, 3);
      const errors = (await mail('GET /api/errors')).body;
      assert.deepEqual([errors.looked, errors.errors[0].tasks, errors.errors[0].job], [1, ['emails.send'], 'm-dead']);
    });

    it('does not know the jobs of others, whatever is done with them', async () => {
      const stranger = (await mail('GET /api/jobs/no-such')).body as object;
      for (const id of ['p1', 's1']) {
        const found = (await mail(`GET /api/jobs/${id}`)).body as object;
        assert.deepEqual(JSON.parse(JSON.stringify(found).replaceAll(id, 'no-such')), stranger);
        const acts = ['POST /cancel', 'POST /retry', 'GET /why', 'DELETE '] as const;
        for (const act of acts) {
          const [method, tail] = act.split(' ');
          const reply = await mail(`${method} /api/jobs/${id}${tail}`);
          assert.deepEqual([reply.status, reply.body.code], [404, 'JOB_UNKNOWN'], act);
        }
        const reveal = await mail(`GET /api/jobs/${id}?reveal=true&wait=1ms`);
        const urgent = await mail(`POST /api/jobs/${id}/priority`, { json: { priority: 0 } });
        assert.deepEqual([reveal.status, urgent.status], [404, 404]);
        const moved = await mail('POST /api/jobs/move', { json: { to: 'mail', ids: [id] } });
        assert.deepEqual([moved.body.moved, moved.body.refusals[0]?.code], [0, 'JOB_UNKNOWN']);
        assert.equal((await root(`GET /api/jobs/${id}`)).body.state, 'scheduled');
      }
    });

    it('enqueues its own tasks alone, into its own queues', async () => {
      const put = (task: string, options: object): Promise<Reply> =>
        mail(`POST /api/tasks/${task}/jobs`, { json: { payload: { do: 'ok' }, options } });
      assert.equal((await put('emails.send', { ...LATER, id: 'own' })).status, 202);
      assert.equal((await put('emails.send', { queue: 'pay' })).body.code, 'QUEUE_UNKNOWN');
      for (const task of ['pay.card', 'emails.spread', 'none']) {
        assert.equal((await put(task, LATER)).body.code, 'TASK_UNKNOWN');
        assert.equal((await mail(`GET /api/tasks/${task}`)).body.code, 'TASK_UNKNOWN');
      }
      assert.equal((await mail('POST /pay', { json: {} })).body.code, 'TASK_UNKNOWN');
      assert.equal((await mail('POST /mail', { json: { do: 'ok' } })).status, 202);
      assert.equal((await root('DELETE /api/jobs/own')).status, 204);
    });

    it('changes with a bulk operation what it sees, and sees its own operations alone', async () => {
      const filter = { state: ['scheduled'] };
      const others = await root('POST /api/bulk', { json: { action: 'cancel', filter, dryRun: true } });
      const begun = await mail('POST /api/bulk', { json: { action: 'prioritize', priority: 1, filter } });
      assert.equal(begun.body.matched, null);
      const done = await waitFor('its end', async () => {
        const { body } = await mail(`GET /api/bulk/${begun.body.id}`);
        return body.state === 'running' ? undefined : body;
      });
      assert.deepEqual([done.met, done.changed], [2, 2]);
      assert.notEqual((await root('GET /api/jobs/p1')).body.priority, 1);
      assert.equal((await mail(`GET /api/bulk/${others.body.id}`)).body.code, 'BULK_UNKNOWN');
      assert.equal((await mail('GET /api/bulk')).body.bulks.length, 1);
    });

    it('finds of all else in the manifest what is its own', async () => {
      assert.deepEqual(names((await mail('GET /api/tasks')).body.tasks), ['emails.send']);
      assert.deepEqual((await mail('GET /api/queues')).body.queues, []);
      assert.deepEqual(names((await mail('GET /api/workflows')).body.workflows), ['digest']);
      assert.deepEqual(names((await mail('GET /api/schedules')).body.schedules), ['mailing']);
      assert.deepEqual((await mail('GET /api/holds')).body.holds, []);
      assert.deepEqual((await mail('GET /api/buckets')).body.buckets, []);
      assert.deepEqual((await mail('GET /api/workers')).body.workers, []);
      for (const what of ['GET /api/manifest', 'POST /api/reload']) {
        assert.equal((await mail(what)).body.code, 'SCOPE_DENIED', what);
      }
      assert.equal((await mail('GET /openapi.json')).body.paths['/pay'], undefined);
      const unknown = [
        ['GET /api/queues/pay', 'QUEUE_UNKNOWN'],
        ['POST /api/queues/mail/pause', 'QUEUE_UNKNOWN'],
        ['GET /api/schedules/mixing', 'SCHEDULE_UNKNOWN'],
        ['POST /api/schedules/paying/run', 'SCHEDULE_UNKNOWN'],
        ['GET /api/workflows/mixed', 'WORKFLOW_UNKNOWN'],
        ['GET /api/buckets/stripe', 'BUCKET_UNKNOWN'],
        ['DELETE /api/holds/payday', 'HOLD_UNKNOWN'],
      ] as const;
      for (const [what, code] of unknown) assert.equal((await mail(what)).body.code, code, what);
      const hold = await mail('POST /api/holds', { json: { name: 'mine', tag: 'x' } });
      assert.equal(hold.body.code, 'SCOPE_DENIED');
    });

    it('knows the runs of workflows that it sees whole', async () => {
      const start = (workflow: string): Promise<Reply> => root('POST /api/runs', { json: { workflow, input: {} } });
      const [digest, mixed] = [await start('digest'), await start('mixed')];
      assert.equal((await mail(`GET /api/runs/${digest.body.id}`)).status, 200);
      assert.equal((await mail(`GET /api/runs/${mixed.body.id}`)).body.code, 'RUN_UNKNOWN');
      assert.equal((await mail(`POST /api/runs/${mixed.body.id}/cancel`)).body.code, 'RUN_UNKNOWN');
      const listed = (await mail('GET /api/runs')).body.runs as { readonly id: string }[];
      assert.deepEqual(
        listed.map(({ id }) => id),
        [digest.body.id],
      );
      const inline = { workflow: { steps: { send: { task: 'emails.send' } } }, input: {} };
      assert.equal((await mail('POST /api/runs', { json: inline })).body.code, 'SCOPE_DENIED');
    });

    it('of queues alone sees their counts, and all tasks that go there', async () => {
      const reply = (what: string): Promise<Reply> => ask({ server }, what, { token: 'queue-secret-queue' });
      assert.deepEqual(names((await reply('GET /api/queues')).body.queues), ['mail']);
      assert.deepEqual(names((await reply('GET /api/tasks')).body.tasks), ['emails.send']);
      assert.equal((await reply('GET /api/jobs/p1')).status, 404);
      assert.equal((await reply('GET /api/session')).body.queues[0], 'm*');
    });
  });
