/** What pages of a dashboard need beside lists, over the real platform; http.ts holds every answer against the document. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import type {
  AgendaView,
  AttentionView,
  ManifestDraftView,
  ManifestHistoryView,
  ManifestSourceView,
  QueueDetailView,
  RoutesView,
  RouteTestView,
  ScheduleDetailView,
  TaskDetailView,
} from '../../src/api/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { ask } from './http.ts';

const TASKS = `
tasks:
  mail.send: { handler: ./handlers/fixture.ts, retry: { maxAttempts: 3, backoff: { type: fixed, base: 10s, jitter: none } } }
  other: { handler: ./handlers/fixture.ts }
`;
const REST = `
queues:
  mail: { concurrency: 3, prefetch: 2, rate: 5/s }
  vip: { concurrency: 1 }
routes:
  tasks:
    - { match: other, queue: default }
    - { match: mail.*, where: payload.vip == true, queue: vip }
    - { match: mail.*, queue: mail }
  http: [{ method: POST, path: /mails, task: mail.send, after: [{ task: other }], public: true }]
schedules:
  nightly: { task: mail.send, cron: "0 0 * * *", timezone: UTC, payload: {} }
  weekly: { task: other, every: 6h }
admin:
  port: 0
  tokens: [{ name: ann, secret: a-secret-of-thirty-two-characters, role: admin }]
reload: { watch: false }
`;
const MANIFEST = TASKS + REST;
const TOKEN = 'a-secret-of-thirty-two-characters';

for (const harness of ENGINES)
  describe(`admin: what stands around things, ${harness.name}`, () => {
    const scene = stage(harness);
    let platform: Platform;
    let server: AdminServer;
    beforeEach(async () => {
      await scene.project.write(MANIFEST);
      platform = await scene.run({ roles: ['api'], cwd: scene.project.folder });
      server = new AdminServer(platform);
      platform.addDoor(server);
      await server.start();
    });

    async function get<View>(what: string, json?: unknown): Promise<View> {
      const reply = await ask({ server }, what, { token: TOKEN, ...(json !== undefined && { json }) });
      assert.equal(reply.status, 200, reply.text);
      return reply.body as View;
    }
    const lineOf = (text: string): number =>
      scene.project
        .text(MANIFEST)
        .split('\n')
        .findIndex((line) => line.includes(text)) + 1;

    it('tells of a queue what the manifest says, where, and who uses it', async () => {
      const body = await get<QueueDetailView>('GET /api/queues/mail');
      const rate = { limit: 5, perMs: 1_000, burst: 5 };
      assert.deepEqual(body.settings, { prefetch: 2, globalConcurrency: null, rate, shards: 1, foreign: null });
      assert.deepEqual(body.place, { file: 'jobs.yaml', line: lineOf('mail: {') });
      assert.deepEqual([body.tasks, body.capacity, body.lastHour.completed], [['mail.send'], 0, 0]);
      assert.equal((await get<QueueDetailView>('GET /api/queues/default')).place, null);
    });

    it('tells of a task when its attempts start, where its jobs go and what makes them', async () => {
      const body = await get<TaskDetailView>('GET /api/tasks/mail.send');
      assert.deepEqual(
        body.timeline.map(({ attempt, earliestMs }) => [attempt, earliestMs]),
        [
          [1, 0],
          [2, 10_000],
          [3, 20_000],
        ],
      );
      assert.deepEqual(
        body.via.map(({ queue, place }) => [queue, place?.line]),
        [
          ['vip', lineOf('queue: vip')],
          ['mail', lineOf('queue: mail }')],
        ],
      );
      assert.deepEqual([body.http, body.schedules], [[{ method: 'POST', path: '/mails' }], ['nightly']]);
      assert.deepEqual((await get<TaskDetailView>('GET /api/tasks/other')).http, [{ method: 'POST', path: '/mails' }]);
    });

    it('shows routes, and why each does or does not decide', async () => {
      const { tasks, http } = await get<RoutesView>('GET /api/routes');
      assert.deepEqual(
        tasks.map((route) => route.tasks),
        [['other'], ['mail.send'], ['mail.send']],
      );
      assert.deepEqual([http[0]?.kind, http[0]?.does, http[0]?.public], ['enqueue', ['mail.send'], true]);
      const verdicts = async (payload: unknown): Promise<unknown[]> => {
        const body = await get<RouteTestView>('POST /api/routes/test', { task: 'mail.send', payload });
        return [body.queue, body.decides, ...body.routes.map(({ verdict }) => verdict)];
      };
      assert.deepEqual(await verdicts({ vip: true }), ['vip', 1, 'other-task', 'decides', 'later']);
      assert.deepEqual(await verdicts({}), ['mail', 2, 'other-task', 'condition', 'decides']);
    });

    it('tells of a schedule what comes and what came, and of all together when they fall together', async () => {
      assert.equal((await ask({ server }, 'POST /api/schedules/nightly/run', { token: TOKEN })).status, 202);
      const body = await get<ScheduleDetailView>('GET /api/schedules/nightly');
      assert.equal(body.upcoming.length, 10);
      assert.deepEqual([body.lastMade, body.place?.line], [null, lineOf('nightly')]);
      const agenda = await get<AgendaView>('GET /api/agenda?within=48h');
      const counts = agenda.schedules.map(({ schedule, count, idle }) => [schedule, count, idle]);
      assert.deepEqual(counts, [
        ['nightly', 2, true],
        ['weekly', 8, true],
      ]);
      assert.equal(agenda.load.length, 48);
      assert.equal((await ask({ server }, 'GET /api/agenda?within=1y', { token: TOKEN })).status, 400);
    });

    it('shows the text in force with secrets covered, and beside it the one that was refused', async () => {
      const { files, refused } = await get<ManifestSourceView>('GET /api/manifest/source');
      assert.deepEqual([files[0]?.file, refused], ['jobs.yaml', null]);
      assert.equal(files[0]?.text, scene.project.text(MANIFEST).replace(TOKEN, '*'.repeat(TOKEN.length)));
      await scene.project.write(MANIFEST.replace('handler: ./handlers/fixture.ts }', 'handlr: x }'));
      assert.equal((await ask({ server }, 'POST /api/reload', { token: TOKEN })).status, 422);
      const after = await get<ManifestSourceView>('GET /api/manifest/source');
      assert.deepEqual(after.files, files);
      const [problem] = after.refused?.problems ?? [];
      const text = after.refused?.files[0]?.text ?? '';
      assert.match(text.split('\n')[(problem?.line ?? 0) - 1] ?? '', /handlr/);
      assert.ok(!text.includes(TOKEN));
    });

    it('remembers reloads, and says what a text would change without a trace of it', async () => {
      const changed = MANIFEST.replace('concurrency: 3', 'concurrency: 4');
      const draft = await get<ManifestDraftView>('POST /api/manifest/draft', { text: scene.project.text(changed) });
      assert.deepEqual(draft, { valid: true, problems: [], changes: ['queues: mail changed'] });
      const wrong = await get<ManifestDraftView>('POST /api/manifest/draft', { text: 'version: 2' });
      assert.ok(!wrong.valid && wrong.problems.length > 0);
      assert.deepEqual((await get<ManifestHistoryView>('GET /api/manifest/history')).reloads, []);
      await scene.project.write(changed);
      await get('POST /api/reload');
      const { reloads, revisions } = await get<ManifestHistoryView>('GET /api/manifest/history');
      assert.equal(revisions.length, 2);
      const [last] = reloads;
      assert.deepEqual([last?.status, last?.reason, last?.changes], ['applied', 'request', ['queues: mail changed']]);
      assert.equal(last?.hash, revisions[0]?.hash);
    });

    it('lists what somebody should look at, the gravest first', async () => {
      const look = async (): Promise<string[]> => {
        const { items } = await get<AttentionView>('GET /api/attention');
        return items.map(({ severity, kind, subject }) => `${severity} ${kind} ${subject?.name ?? '-'}`);
      };
      assert.deepEqual(await look(), ['warn scheduler -']);
      await ask({ server }, 'POST /api/tasks/mail.send/jobs', { token: TOKEN, json: { payload: {} } });
      await ask({ server }, 'POST /api/queues/vip/pause', { token: TOKEN, json: { reason: 'INC-42' } });
      assert.deepEqual(await look(), ['warn workers mail', 'warn scheduler -', 'note standing vip']);
    });
  });
