/** Streams of events over the real platform: what is told, resuming, filters, slow readers, bounds, roles, the end. */
import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';

import { AdminServer } from '../../src/admin/index.ts';
import type { AdminLimits } from '../../src/admin/limits.ts';
import type { Batch, RunNews, RunView } from '../../src/api/index.ts';
import { HttpClient, remoteOperations } from '../../src/client/index.ts';
import type { StreamEvent } from '../../src/core/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { Project } from '../support/project.ts';
import { SkepProcess } from '../support/skep-process.ts';
import { waitFor } from '../support/wait-for.ts';
import { ask } from './http.ts';

const SECRET = 'Ls7_do-not-show';
const MANIFEST = `
retryPolicies:
  quick: { maxAttempts: 2, backoff: { type: fixed, base: 10ms, jitter: none } }
queues: { default: {}, quiet: {}, still: {} }
tasks:
  work: { handler: ./handlers/fixture.ts, retry: quick, sensitive: [text] }
  other: { handler: ./handlers/fixture.ts }
routes: { tasks: [{ match: other, queue: quiet }] }
workflows:
  order: { steps: { first: { task: work, with: { do: ok } }, ask: { wait: { signal: approved }, needs: [first] } } }
admin:
  port: 0
  tokens: [{ name: look, secret: viewer-secret-viewer, role: viewer }, { name: ops, secret: operator-secret-operator, role: operator }]
reload: { watch: false }
`;
const VIEWER = 'viewer-secret-viewer';

for (const harness of ENGINES)
  describe(`admin: streams of events, ${harness.name}`, function () {
    let project: Project;
    let platform: Platform;
    const servers: AdminServer[] = [];
    const aborters: AbortController[] = [];

    before(async () => {
      project = await Project.create({ harness });
      await project.write(MANIFEST);
      platform = await createPlatform({ file: project.file, cwd: project.folder, env: {}, logger: silentLogger });
      await platform.start();
    });
    after(async () => {
      await platform.stop();
      await project.dispose();
    });
    afterEach(async () => {
      for (const aborter of aborters.splice(0)) aborter.abort();
      await Promise.all(servers.splice(0).map((server) => server.stop()));
    });

    async function served(limits: Partial<AdminLimits> = {}): Promise<AdminServer> {
      const server = new AdminServer(platform, { limits });
      servers.push(server);
      await server.start();
      return server;
    }

    /** Reads a stream through the client until the test is over. */
    async function following<News>(
      server: AdminServer,
      open: (operations: ReturnType<typeof remoteOperations>, signal: AbortSignal) => AsyncIterable<Batch<News>>,
    ): Promise<{ news: News[]; position: string; over: boolean }> {
      const aborter = new AbortController();
      aborters.push(aborter);
      const operations = remoteOperations(new HttpClient({ server: server.url, token: VIEWER }), () => 0);
      const heard = { news: [] as News[], position: '', over: false };
      const reading = async (): Promise<void> => {
        for await (const { news, position } of open(operations, aborter.signal)) {
          heard.news.push(...news);
          heard.position = position;
        }
        heard.over = true;
      };
      void reading();
      await waitFor('the begin of the stream', () => heard.position !== '');
      return heard;
    }

    const enqueue = async (task: string, payload: object, id: string): Promise<void> => {
      await platform.operations.enqueue(task, [{ payload: payload, options: { id } }]);
    };
    const ended = (events: readonly StreamEvent[], job: string): Promise<unknown> =>
      waitFor(`the end of ${job}`, () =>
        events.some((one) => one.job === job && ['completed', 'dead', 'cancelled'].includes(one.state ?? '')),
      );

    it('tells what becomes of jobs, queues and schedules, and nothing that is sensitive', async () => {
      const server = await served();
      const heard = await following(server, (operations, signal) => operations.watch({}, { signal }));
      await enqueue('work', { do: 'ok', text: SECRET }, 'told');
      await enqueue('work', { do: 'throw', text: SECRET, message: `no ${SECRET}` }, 'dies');
      await Promise.all([ended(heard.news, 'told'), ended(heard.news, 'dies')]);
      await platform.operations.pauseQueue('still', true);
      await platform.operations.pauseQueue('still', false);
      await waitFor('the pause', () => heard.news.some(({ type }) => type === 'queue.resumed'));
      const last = heard.news.findLast(({ job }) => job === 'told');
      assert.deepEqual(
        [last?.type, last?.topic, last?.task, last?.queue, last?.state],
        ['job.completed', 'jobs', 'work', 'default', 'completed'],
      );
      assert.equal(heard.news.findLast(({ job }) => job === 'dies')?.type, 'job.dead');
      assert.ok(heard.news.some(({ type, queue }) => type === 'queue.paused' && queue === 'still'));
      assert.equal(JSON.stringify(heard.news).includes(SECRET), false);
    });

    it('goes on behind the last event, misses nothing, and tells of what it cannot know', async () => {
      const server = await served();
      const heard = await following(server, (operations, signal) => operations.watch({ topics: ['jobs'] }, { signal }));
      await enqueue('work', { do: 'ok' }, 'before');
      await ended(heard.news, 'before');
      const { position } = heard;
      aborters.splice(0).forEach((aborter) => aborter.abort());
      await enqueue('work', { do: 'ok' }, 'meanwhile');
      await platform.operations.getJob('meanwhile', 10_000);
      const again = await following(server, (operations, signal) =>
        operations.watch({ topics: ['jobs'] }, { signal, after: position }),
      );
      await ended(again.news, 'meanwhile');
      assert.equal(
        again.news.some(({ type }) => type === 'reset'),
        false,
      );
      const old = await following(server, (operations, signal) => operations.watch({}, { signal, after: '0' }));
      await waitFor('a reset', () => old.news.some(({ type }) => type === 'reset'));
      const beyond = await following(server, (operations, signal) =>
        operations.watch({}, { signal, after: '99999999999999999' }),
      );
      await waitFor('a reset', () => beyond.news.some(({ type }) => type === 'reset'));
      const refused = await ask({ server }, 'GET /api/events?after=yesterday', { token: VIEWER });
      assert.deepEqual([refused.status, refused.body.code], [400, 'REQUEST_INVALID']);
    });

    it('tells what is asked for alone', async () => {
      const server = await served();
      const open = (query: Parameters<Platform['operations']['watch']>[0]) =>
        following<StreamEvent>(server, (operations, signal) => operations.watch(query, { signal }));
      const [queue, task, state, topic] = await Promise.all([
        open({ queue: 'quiet' }),
        open({ task: 'oth*' }),
        open({ state: ['completed'] }),
        open({ topics: ['workers'] }),
      ]);
      await enqueue('work', { do: 'ok' }, 'loud');
      await enqueue('other', { do: 'ok' }, 'soft');
      await Promise.all([ended(queue.news, 'soft'), ended(task.news, 'soft'), ended(state.news, 'loud')]);
      const jobsOf = (heard: { news: StreamEvent[] }): unknown[] => [...new Set(heard.news.map(({ job }) => job))];
      assert.deepEqual([jobsOf(queue), jobsOf(task), jobsOf(topic)], [['soft'], ['soft'], []]);
      assert.deepEqual([...new Set(state.news.map((event) => event.state))], ['completed']);
      const refused = await ask({ server }, 'GET /api/events?topics=weather', { token: VIEWER });
      assert.equal(refused.status, 400);
    });

    it('tells of one job until it is finished, and goes on where it was left', async () => {
      const server = await served();
      await enqueue('work', { do: 'log', lines: ['one', 'two'] }, 'lines');
      const heard = await following(server, (operations, signal) => operations.watchJob('lines', { signal }));
      await waitFor('its end', () => heard.over);
      const lines = heard.news.flatMap((one) => (one.type === 'log' ? [one.line.line] : []));
      const states = heard.news.flatMap((one) => (one.type === 'state' ? [one.state] : []));
      assert.deepEqual([lines, states.at(-1)], [['one', 'two'], 'completed']);
      const again = await following(server, (operations, signal) =>
        operations.watchJob('lines', { signal, after: heard.position }),
      );
      await waitFor('the end of the second', () => again.over);
      assert.deepEqual(again.news, []);
      const unknown = await ask({ server }, 'GET /api/jobs/nobody/events', { token: VIEWER });
      assert.deepEqual([unknown.status, unknown.body.code], [404, 'JOB_UNKNOWN']);
    });

    it('lets in whoever may look, so many at a time', async () => {
      const server = await served({ streams: 1 });
      assert.equal((await ask({ server }, 'GET /api/events')).status, 401);
      await following(server, (operations, signal) => operations.watch({}, { signal }));
      const second = await ask({ server }, 'GET /api/events', { token: VIEWER });
      assert.deepEqual([second.status, second.body.code], [503, 'EVENTS_FULL']);
      aborters.splice(0).forEach((aborter) => aborter.abort());
      await waitFor('room', async () => {
        const response = await opened(server);
        response.destroy();
        return response.statusCode === 200;
      });
    });

    const opened = (server: AdminServer, path = '/api/events', lastId?: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const resumed = lastId === undefined ? {} : { 'last-event-id': lastId };
        const headers = { authorization: `Bearer ${VIEWER}`, ...resumed };
        get(server.url + path, { headers }, resolve).on('error', reject);
      });

    /** What a stream has said so far: pieces of news, and the id behind the last of them. */
    function heardBy(response: IncomingMessage): { news: RunNews[]; id: () => string; over: boolean } {
      const heard = { news: [] as RunNews[], id: () => /.*^id: (\S+)$/ms.exec(text)?.[1] ?? '', over: false };
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        heard.news = [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, data = '']) => JSON.parse(data) as RunNews);
      });
      response.on('end', () => (heard.over = true));
      return heard;
    }

    it('tells of one run until it is over, and goes on behind the last id', async () => {
      const server = await served();
      const path = '/api/runs/r-1/events';
      await platform.operations.startRun({ workflow: 'order', options: { id: 'r-1' } });
      const asks = ({ steps }: RunView): boolean =>
        steps.some(({ name, state }) => name === 'ask' && state === 'running');
      await waitFor('the wait', async () => asks(await platform.operations.getRun('r-1')));
      const response = await opened(server, path);
      const first = heardBy(response);
      await waitFor('the run as it is', () => first.news.some((one) => one.type === 'state' && asks(one.run)));
      response.destroy();
      const again = heardBy(await opened(server, path, first.id()));
      await waitFor('the begin of the second', () => again.id() !== '');
      // It knows all that was told: nothing comes twice.
      assert.deepEqual([again.id(), again.news], [first.id(), []]);
      const args = ['events', '--run', 'r-1', '-o', 'jsonl', '--server', server.url];
      const command =
        harness.name === 'sqlite' && new SkepProcess(args, { cwd: project.folder, env: { SKEP_TOKEN: VIEWER } });
      if (command) await waitFor('the command to follow', () => command.stdout !== '');
      await platform.operations.signalRun('r-1', 'approved', null);
      await waitFor('the end of the run', () => again.over);
      const steps = again.news.flatMap((one) => (one.type === 'step' ? [`${one.step.name} ${one.step.state}`] : []));
      const states = again.news.flatMap((one) => (one.type === 'state' ? [one.state] : []));
      assert.deepEqual([steps.at(-1), states], ['ask completed', ['completed']]);
      if (command) {
        const { code, stdout, stderr } = await command.ended;
        const told = stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as RunNews);
        assert.deepEqual([code, told.map(({ type }) => type)], [0, ['state', 'step', 'state']], stderr);
        assert.ok(told.at(-1)?.type === 'state' && JSON.stringify(told.at(-1)).includes('"completed"'));
      }
      // An id of before tells the run anew, as one of nobody does.
      for (const id of [first.id(), 'of-nobody', 'x'.repeat(4_000)]) {
        const late = heardBy(await opened(server, path, id));
        await waitFor('the end of a late one', () => late.over);
        assert.deepEqual(
          late.news.map(({ type }) => type),
          ['state'],
        );
      }
      const unknown = await ask({ server }, 'GET /api/runs/nobody/events', { token: VIEWER });
      assert.deepEqual([unknown.status, unknown.body.code], [404, 'RUN_UNKNOWN']);
    });

    it('is an event stream for browsers, and is cut off when the server stops', async () => {
      const server = await served();
      const response = await opened(server);
      assert.deepEqual(
        [response.statusCode, response.headers['content-type'], response.headers['cache-control']],
        [200, 'text/event-stream; charset=utf-8', 'no-store, no-transform'],
      );
      const first = String(await new Promise((resolve) => response.once('data', resolve)));
      assert.match(first, /^retry: 2000\n: beat\nid: \d+\n\n$/);
      const cut = new Promise((resolve) => response.once('error', resolve));
      await server.stop();
      await cut;
      assert.equal(response.complete, false);
    });
  });
