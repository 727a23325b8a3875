/** The API over the real platform: engine, worker, scheduler, reload. Every answer is held against the document. */
import assert from 'node:assert/strict';

import SwaggerParser from '@apidevtools/swagger-parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { NDJSON } from '../../src/api/index.ts';
import { AdminServer } from '../../src/admin/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { Project } from '../support/project.ts';
import { waitFor } from '../support/wait-for.ts';
import { ask, type Ask, type Reply } from './http.ts';

const MANIFEST = `
defaults: { retry: quick, shutdownTimeout: 5s }
retryPolicies:
  quick: { maxAttempts: 2, backoff: { type: fixed, base: 10ms, jitter: none } }
queues:
  default: { concurrency: 5 }
  quiet: { concurrency: 1 }
tasks:
  work:
    description: Does as its payload says.
    handler: ./handlers/fixture.ts
    input: { type: object, required: [do], properties: { do: { type: string }, ms: { type: integer, minimum: 0 } } }
    tags: [test]
  other: { handler: ./handlers/fixture.ts, input: { type: object, required: [n], properties: { n: { type: integer } } } }
routes:
  tasks: [{ match: other, queue: quiet }]
  http:
    - { method: POST, path: /work, task: work, respond: { body: { message: queued, task_id: "\${job.id}" } } }
    - { method: POST, path: /work/:what, task: work, with: { do: "\${params.what}" } }
    - { method: POST, path: /timed/:ms, task: work, with: { do: "\${query.do:-ok}", ms: "\${params.ms}" } }
    - path: /both/:ms
      tasks: [{ task: work, with: { do: ok, ms: "\${params.ms}" } }, { task: other, with: { do: ok, n: "\${query.n}" } }]
    - { method: GET, path: /seen/:id, job: "\${params.id}", of: work, fields: [state, result], public: true }
    - { method: GET, path: /work/:id, job: "\${params.id}", respond: { body: { state: "\${job.state}" } } }
schedules:
  nightly: { task: work, cron: "0 0 * * *", timezone: Europe/Berlin, payload: { do: ok } }
admin: { port: 0 }
reload: { watch: false }
`;

type Schema = Record<string, unknown>;
type Paths = Record<
  string,
  Record<string, { responses: Record<string, { content?: Record<string, { schema: Schema }> }> }>
>;

for (const harness of ENGINES)
  describe(`admin: over the real platform, ${harness.name}`, function () {
    let project: Project;
    let platform: Platform;
    let server: AdminServer;
    let paths: Paths;
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);

    before(async () => {
      project = await Project.create({ harness });
      await project.write(MANIFEST);
      platform = await createPlatform({ file: project.file, cwd: project.folder, env: {}, logger: silentLogger });
      server = new AdminServer(platform);
      await server.start();
      platform.addDoor(server);
      platform.announceAdmin(server.url);
      await platform.start();
      const { body } = await ask({ server }, 'GET /openapi.json');
      paths = (await SwaggerParser.dereference(structuredClone(body) as string)).paths as unknown as Paths;
    });
    after(async () => {
      await platform.stop();
      await project.dispose();
    });

    /** Asks, and holds the answer against what the document promises for it. */
    async function call(
      pattern: string,
      names: Record<string, string> = {},
      options: Ask & { query?: string } = {},
    ): Promise<Reply> {
      const real = pattern.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(names[name] ?? ''));
      const reply = await ask({ server }, real + (options.query ?? ''), options);
      const [method = '', route = ''] = pattern.split(' ');
      const promised = paths[route]?.[method.toLowerCase()]?.responses[reply.status];
      assert.ok(promised, `${pattern} may not answer ${reply.status}: ${reply.text}`);
      const [type = ''] = (reply.headers.get('content-type') ?? '').split(';');
      const schema = promised.content?.[type]?.schema;
      assert.equal(schema === undefined, promised.content === undefined, `${pattern} may not answer ${type}`);
      const lines = type === NDJSON ? reply.text.trimEnd().split('\n') : undefined;
      for (const value of schema ? (lines?.map((line) => JSON.parse(line) as unknown) ?? [reply.body]) : []) {
        const valid = ajv.validate(schema!, value);
        assert.ok(valid, `${pattern}: ${ajv.errorsText()}\n${reply.text}`);
      }
      return reply;
    }

    const enqueue = async (payload: unknown, options?: unknown): Promise<Reply> =>
      call(
        'POST /api/tasks/{task}/jobs',
        { task: 'work' },
        { json: { payload, ...(options !== undefined && { options }) } },
      );

    it('is healthy, ready, and one of the workers', async () => {
      assert.equal((await call('GET /healthz')).body.name, 'test');
      const ready = await call('GET /readyz');
      assert.deepEqual([ready.status, ready.body.ready], [200, true]);
      const { workers } = (await call('GET /api/workers')).body as { workers: { pid: number }[] };
      assert.deepEqual(
        workers.map(({ pid }) => pid),
        [process.pid],
      );
      assert.equal((await call('GET /')).status, 200);
    });

    it('takes a job, waits for its end and shows it', async () => {
      const { status, body, headers } = await enqueue(
        { do: 'ok', result: { sent: 1 } },
        { tags: ['a', 'b'], priority: 1 },
      );
      assert.equal(status, 202);
      assert.equal(headers.get('location'), `/api/jobs/${String(body.id)}`);
      const done = await call('GET /api/jobs/{job}', { job: String(body.id) }, { query: '?wait=60s' });
      assert.equal(done.body.state, 'completed');
      assert.deepEqual(done.body.result, { sent: 1 });
      assert.equal(done.body.attempts.length, 1);
      const listed = await call('GET /api/jobs', {}, { query: '?state=completed&task=work&tag=a&since=1h&limit=1' });
      assert.equal(listed.body.jobs[0].id, body.id);
    });

    it('shows a failure with every attempt', async () => {
      const { body } = await enqueue({ do: 'throw', message: 'no luck' });
      const done = await call('GET /api/jobs/{job}', { job: String(body.id) }, { query: '?wait=60s' });
      assert.deepEqual([done.body.state, done.body.attempts.length, done.body.error.message], ['dead', 2, 'no luck']);
      const again = await call('POST /api/jobs/{job}/retry', { job: String(body.id) });
      assert.equal(again.status, 200);
      await call('GET /api/jobs/{job}', { job: String(body.id) }, { query: '?wait=60s' });
      assert.equal((await call('DELETE /api/jobs/{job}', { job: String(body.id) })).status, 204);
      assert.equal((await call('GET /api/jobs/{job}', { job: String(body.id) })).body.code, 'JOB_UNKNOWN');
    });

    it('refuses a payload with every violation and stores none of the batch', async () => {
      const before = (await call('GET /api/jobs', {}, { query: '?limit=200' })).body.jobs.length as number;
      const json = { jobs: [{ payload: { do: 'ok' } }, { payload: { ms: -1 } }] };
      const reply = await call('POST /api/tasks/{task}/jobs', { task: 'work' }, { json });
      assert.deepEqual([reply.status, reply.body.code], [422, 'PAYLOAD_INVALID']);
      assert.ok(reply.body.violations.length >= 2, reply.text);
      assert.equal((await call('GET /api/jobs', {}, { query: '?limit=200' })).body.jobs.length, before);
    });

    it('lists all jobs as lines too', async () => {
      for (const n of [1, 2]) assert.equal((await enqueue({ do: 'ok' }, { id: `line:${n}` })).status, 202);
      const page = await call('GET /api/jobs', {}, { query: '?limit=200' });
      const { text } = await call('GET /api/jobs', {}, { headers: { accept: NDJSON } });
      const ids = text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id);
      assert.ok(ids.length > 1);
      assert.deepEqual(
        ids,
        (page.body as { jobs: { id: string }[] }).jobs.map(({ id }) => id),
      );
      assert.equal((await call('GET /api/jobs', {}, { query: '?cursor=x', headers: { accept: NDJSON } })).status, 400);
    });

    it('refuses unknown tasks, queues, options and cursors', async () => {
      const payload = { do: 'ok' };
      assert.equal(
        (await call('POST /api/tasks/{task}/jobs', { task: 'wrok' }, { json: { payload } })).body.code,
        'TASK_UNKNOWN',
      );
      assert.equal((await enqueue(payload, { queue: 'nowhere' })).body.code, 'QUEUE_UNKNOWN');
      for (const options of [
        { delay: 'soon' },
        { runAt: 'tomorrow' },
        { id: '12' },
        { headers: { 'skep-x': '1' } },
        { expires: '-1s' },
      ]) {
        const { status, text } = await enqueue(payload, options);
        assert.equal(status, 400, `${JSON.stringify(options)} ${text}`);
      }
      for (const query of ['?cursor=nonsense', '?since=yesterday']) {
        assert.equal((await call('GET /api/jobs', {}, { query })).status, 400, query);
      }
    });

    it('keeps one job per id, and cancels what waits', async () => {
      const first = await enqueue({ do: 'ok' }, { id: 'only-one', delay: '1h' });
      assert.deepEqual(first.body, { id: 'only-one', state: 'scheduled', existing: false });
      assert.equal((await enqueue({ do: 'ok' }, { id: 'only-one' })).body.existing, true);
      assert.equal((await call('POST /api/jobs/{job}/cancel', { job: 'only-one' })).body.state, 'cancelled');
      const twice = await call('POST /api/jobs/{job}/cancel', { job: 'only-one' });
      assert.deepEqual([twice.status, twice.body.code], [409, 'STATE_CONFLICT']);
    });

    it('moves jobs that are named, and tells what stays', async () => {
      const move = (json: unknown): Promise<Reply> => call('POST /api/jobs/move', {}, { json });
      const ids = ['move-1', 'move-2', 'move-3'];
      for (const id of ids) await enqueue({ do: 'ok' }, { id, delay: '1h', tags: ['moving'] });
      const done = await enqueue({ do: 'ok' });
      const over = String(done.body.id);
      await call('GET /api/jobs/{job}', { job: over }, { query: '?wait=60s' });
      const named = await move({ to: 'quiet', ids: ['move-1', over, 'no-such-job'] });
      assert.deepEqual(named.body, {
        ...{ to: 'quiet', moved: 1, there: 0, stayed: 2 },
        refusals: [
          {
            ...{ id: over, code: 'STATE_CONFLICT', state: 'completed' },
            detail: `job ${over} cannot be moved: it is completed`,
          },
          { id: 'no-such-job', code: 'JOB_UNKNOWN', detail: 'there is no job no-such-job', state: null },
        ],
      });
      assert.equal((await move({ to: 'quiet', ids: ['move-1'] })).body.there, 1);
      const rest = await move({ to: 'quiet', ids: ['move-2', 'move-3'] });
      assert.deepEqual([rest.body.moved, rest.body.stayed], [2, 0]);
      for (const id of ids) {
        const job = (await call('GET /api/jobs/{job}', { job: id })).body;
        assert.deepEqual([job.queue, job.state], ['quiet', 'scheduled']);
        await call('POST /api/jobs/{job}/cancel', { job: id });
      }
    });

    it('refuses moves that do not say which jobs, or name no queue of the manifest', async () => {
      const unknown = await call('POST /api/jobs/move', {}, { json: { to: 'qiet', ids: ['a'] } });
      assert.deepEqual([unknown.status, unknown.body.code], [404, 'QUEUE_UNKNOWN']);
      assert.match(String(unknown.body.hint), /`quiet`/);
      for (const json of [
        { to: 'quiet' },
        { ids: ['a'] },
        { to: 'quiet', ids: [] },
        { to: 'quiet', ids: ['a'], queue: 'default' },
        { to: 'quiet', ids: ['a'], quue: 'default' },
      ]) {
        const { status, body } = await call('POST /api/jobs/move', {}, { json });
        assert.deepEqual([status, body.code], [400, 'REQUEST_INVALID'], JSON.stringify(json));
      }
    });

    it('pauses and resumes a queue', async () => {
      assert.equal((await call('POST /api/queues/{queue}/pause', { queue: 'quiet' })).body.paused, true);
      const { body } = await enqueue({ do: 'ok' }, { queue: 'quiet' });
      const queue = await call('GET /api/queues/{queue}', { queue: 'quiet' });
      assert.deepEqual([queue.body.paused, queue.body.counts.available], [true, 1]);
      assert.equal((await call('POST /api/queues/{queue}/resume', { queue: 'quiet' })).body.paused, false);
      const done = await call('GET /api/jobs/{job}', { job: String(body.id) }, { query: '?wait=60s' });
      assert.equal(done.body.state, 'completed');
      assert.equal((await call('GET /api/queues/{queue}', { queue: 'nowhere' })).status, 404);
      assert.equal((await call('GET /api/queues')).body.queues.length, 2);
    });

    it('shows tasks and schedules, runs one, and tells its next ticks', async () => {
      assert.equal((await call('GET /api/tasks')).body.tasks.length, 2);
      assert.equal((await call('GET /api/tasks/{task}', { task: 'work' })).body.tags[0], 'test');
      assert.equal((await call('GET /api/schedules')).body.schedules[0].name, 'nightly');
      const next = await call(
        'GET /api/schedules/{schedule}/next',
        { schedule: 'nightly' },
        { query: '?n=2&from=2026-01-01T00:00:00Z' },
      );
      assert.deepEqual(next.body.next, ['2026-01-01T23:00:00.000Z', '2026-01-02T23:00:00.000Z']);
      const bad = await call(
        'GET /api/schedules/{schedule}/next',
        { schedule: 'nightly' },
        { query: '?from=whenever' },
      );
      assert.equal(bad.status, 400);
      const run = await call('POST /api/schedules/{schedule}/run', { schedule: 'nightly' });
      assert.equal(
        (await call('GET /api/jobs/{job}', { job: String(run.body.id) }, { query: '?wait=60s' })).body.state,
        'completed',
      );
      assert.equal((await call('POST /api/schedules/{schedule}/pause', { schedule: 'nightly' })).body.paused, true);
      assert.equal((await call('POST /api/schedules/{schedule}/resume', { schedule: 'nightly' })).body.paused, false);
      assert.equal((await call('GET /api/schedules/{schedule}', { schedule: 'nightly' })).body.paused, false);
      assert.equal((await call('GET /api/schedules/{schedule}', { schedule: 'daily' })).body.code, 'SCHEDULE_UNKNOWN');
    });

    it('serves the routes of the manifest', async () => {
      const made = await call('POST /work', {}, { json: { do: 'ok' } });
      assert.deepEqual([made.status, made.body.message], [202, 'queued']);
      await call('GET /api/jobs/{job}', { job: String(made.body.task_id) }, { query: '?wait=60s' });
      assert.deepEqual((await call('GET /work/{id}', { id: String(made.body.task_id) })).body, { state: 'completed' });
      assert.equal((await call('GET /work/{id}', { id: 'nobody' })).status, 404);
      assert.equal((await call('POST /work/{what}', { what: 'ok' })).status, 202);
      const wrong = await call('POST /work', {}, { json: { ms: -1 } });
      assert.deepEqual([wrong.status, wrong.body.code], [422, 'PAYLOAD_INVALID']);
    });

    it('makes numbers of the text of a path, and waits for the end of a job on its own route', async () => {
      const made = await call('POST /timed/{ms}', { ms: '1' });
      assert.equal(made.status, 202, made.text);
      const seen = await call('GET /seen/{id}', { id: String(made.body.id) }, { query: '?wait=60s' });
      assert.deepEqual(
        [seen.status, seen.body.state, Object.keys(seen.body as object)],
        [200, 'completed', ['state', 'result']],
      );
      assert.deepEqual((await call('GET /api/jobs/{job}', { job: String(made.body.id) })).body.payload, {
        do: 'ok',
        ms: 1,
      });
      const wrong = await call('POST /timed/{ms}', { ms: '01' });
      assert.deepEqual([wrong.status, wrong.body.violations], [422, [{ pointer: '/ms', message: 'must be integer' }]]);
    });

    it('makes several jobs of a request, or none, and shows those of the task only', async () => {
      const before = await call('GET /api/jobs', {}, { query: '?limit=200' });
      const none = await call('POST /both/{ms}', { ms: 'x' }, { query: '?n=y' });
      assert.deepEqual(
        [
          none.status,
          (none.body.violations as { index: number; pointer: string }[]).map(({ index, pointer }) => [index, pointer]),
        ],
        [
          422,
          [
            [0, '/ms'],
            [1, '/n'],
          ],
        ],
      );
      const one = await call('POST /both/{ms}', { ms: '1' }, { query: '?n=y' });
      assert.deepEqual([one.status, (one.body.violations as { index: number }[])[0]?.index], [422, 1]);
      assert.equal(
        (await call('GET /api/jobs', {}, { query: '?limit=200' })).body.jobs.length,
        before.body.jobs.length,
      );
      const made = await call('POST /both/{ms}', { ms: '1' }, { query: '?n=5' });
      assert.equal(made.status, 202);
      const [work, other] = (made.body.jobs as { id: string }[]).map(({ id }) => id);
      assert.equal((await call('GET /seen/{id}', { id: work! })).status, 200);
      assert.equal((await call('GET /seen/{id}', { id: other! })).status, 404);
      const shown = await call('GET /api/jobs/{job}', { job: other! });
      assert.deepEqual([shown.body.task, shown.body.queue, shown.body.payload], ['other', 'quiet', { do: 'ok', n: 5 }]);
    });

    it('cuts a wait off when the process stops waiting for nothing', async () => {
      const { body } = await enqueue({ do: 'ok' }, { delay: '1h' });
      const reply = await call('GET /api/jobs/{job}', { job: String(body.id) }, { query: '?wait=1200ms' });
      assert.equal(reply.body.state, 'scheduled');
    });

    it('reloads: a broken file changes nothing and is told, a good one changes the routes at once', async () => {
      await project.write(MANIFEST.replace('task: work, with', 'task: wrok, with'));
      const broken = await call('POST /api/reload');
      assert.deepEqual([broken.status, broken.body.code], [422, 'MANIFEST_INVALID']);
      assert.match(JSON.stringify(broken.body.diagnostics), /did you mean `work`/);
      const shown = await call('GET /api/manifest');
      assert.ok(shown.body.problems.length > 0);
      assert.equal((await call('GET /readyz')).status, 200);
      assert.equal((await call('POST /work', {}, { json: { do: 'ok' } })).status, 202);

      await project.write(MANIFEST.replace('path: /work,', 'path: /labour,'));
      const good = await call('POST /api/reload');
      assert.deepEqual([good.status, good.body.problems], [200, []]);
      assert.equal((await ask({ server }, 'POST /work', { json: { do: 'ok' } })).status, 404);
      assert.equal((await ask({ server }, 'POST /labour', { json: { do: 'ok' } })).status, 202);
    });

    it('answers while it drains, then is gone', async () => {
      const { body } = await enqueue({ do: 'sleep', ms: 300 });
      await waitFor(
        'the job to run',
        async () => (await ask({ server }, `GET /api/jobs/${String(body.id)}`)).body.state === 'running',
      );
      const stopped = platform.stop();
      const ready = await ask({ server }, 'GET /readyz');
      assert.deepEqual([ready.status, ready.body.ready], [503, false]);
      await stopped;
      await assert.rejects(ask({ server }, 'GET /healthz'));
    });
  });
