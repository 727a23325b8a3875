/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of any endpoint */
/**
 * Whoever sees some queues and tasks alone asks every endpoint there is, for his own and for what is others': all that is others' has
 * `vault` in its name, and the word comes back in no answer. Rules stand above the engines, so one of them is enough.
 */
import assert from 'node:assert/strict';

import { ENDPOINTS } from '../../src/admin/endpoints.ts';
import { AdminServer } from '../../src/admin/index.ts';
import type { ServerEndpoint } from '../../src/admin/service.ts';
import type { AttentionItem } from '../../src/api/index.ts';
import type { StreamEvent } from '../../src/core/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { INFO } from '../conformance/hand.ts';
import { engineSupport } from '../support/engines.ts';
import { Project } from '../support/project.ts';
import { waitFor } from '../support/wait-for.ts';
import { ask, type Ask, type Reply } from './http.ts';

const manifest = ({ shifted = 'vault.open', tasks = 'emails.*' } = {}): string => `
retryPolicies: { once: { maxAttempts: 1 } }
defaults: { retry: once }
queues: { mail: {}, vault: {} }
tasks:
  emails.send: { handler: ./handlers/fixture.ts }
  vault.open: { handler: ./handlers/fixture.ts, uses: [vaultbox] }
buckets: { vaultbox: { concurrency: 2 } }
holds: { vaulted: { task: vault.open, tag: never }, upkeep: { task: emails.send, queue: mail, tag: never } }
workflows:
  digest: { steps: { send: { task: emails.send, with: { do: ok } } } }
  vaulting: { steps: { send: { task: emails.send, with: { do: ok } }, open: { task: vault.open, needs: [send], with: { do: ok } } } }
  shifted: { steps: { send: { task: ${shifted}, with: { do: ok } } } }
routes:
  tasks: [{ match: "vault.*", queue: vault }, { match: "emails.*", queue: mail }]
  http: [{ method: POST, path: /vault, task: vault.open }, { method: POST, path: /mail, task: emails.send }]
schedules:
  mailing: { task: emails.send, every: 24h }
  vaultly: { task: vault.open, every: 1h }
admin:
  port: 0
  tokens:
    - { name: root, secret: root-secret-root, role: admin }
    - { name: mail, secret: mail-secret-mail, role: admin, tasks: "${tasks}", queues: [mail] }
    - { name: queue, secret: queue-secret-queue, role: admin, queues: [mail] }
reload: { watch: false }
`;

const CALLERS = ['mail', 'queue'] as const;
type Params = Readonly<Record<string, string>>;

describe('admin: every endpoint, of whoever sees some queues and tasks', function () {
  let project: Project;
  let platform: Platform | undefined;
  let server: AdminServer;
  let [mine, others]: [Params, Params] = [{}, {}];

  before(async () => {
    project = await Project.create({ harness: (await engineSupport('sqlite')).harness });
    await project.write(manifest());
    platform = await createPlatform({ file: project.file, cwd: project.folder, env: {}, logger: silentLogger });
    server = new AdminServer(platform);
    await server.start();
    platform.addDoor(server);
    await platform.start();
    const payload = { do: 'ok' };
    for (const [task, id] of [['emails.send', 'm1'] as const, ['vault.open', 'v1'] as const]) {
      await root(`POST /api/tasks/${task}/jobs`, { json: { payload, options: { delay: '1h', id } } });
    }
    const run = async (workflow: string): Promise<string> =>
      (await root('POST /api/runs', { json: { workflow, input: {} } })).body.id as string;
    const bulk = { action: 'cancel', filter: { q: 'task:vault.open' }, dryRun: true };
    const worker = (await root('GET /api/workers')).body.workers[0].id as string;
    const shared = {
      worker,
      bulk: (await root('POST /api/bulk', { json: bulk })).body.id as string,
      bucket: 'vaultbox',
      revision: '1',
    };
    mine = {
      ...{ queue: 'mail', task: 'emails.send', job: 'm1', schedule: 'mailing', workflow: 'digest', hold: 'upkeep' },
      ...{ ...shared, run: await run('digest'), step: 'send', signal: 'approved' },
    };
    others = {
      ...{ queue: 'vault', task: 'vault.open', job: 'v1', schedule: 'vaultly', workflow: 'vaulting', hold: 'vaulted' },
      ...{ ...shared, run: await run('vaulting'), step: 'open', signal: 'approved' },
    };
  });
  after(async () => {
    await platform?.stop();
    await project.dispose();
  });

  const by = (who: string, what: string, options: Ask = {}): Promise<Reply> =>
    ask({ server }, what, { token: `${who}-secret-${who}`, ...options });
  const root = (what: string, options: Ask = {}): Promise<Reply> => by('root', what, options);
  const requestTo = ({ method, path }: ServerEndpoint, params: Params): string =>
    `${method} ${path.replace(/:(\w+)/g, (_all, name: string) => params[name] ?? assert.fail(`what is :${name}?`))}`;
  const streams = ({ answers }: ServerEndpoint): boolean => answers[200]?.type === 'text/event-stream';

  it('tells nothing of others, whatever is read', async () => {
    const reads = ENDPOINTS.filter((one) => one.method === 'GET' && !streams(one) && one.access !== 'open');
    for (const who of CALLERS)
      for (const endpoint of reads) {
        const what = requestTo(endpoint, mine);
        const { status, text } = await by(who, what);
        assert.ok(status < 500, `${who}: ${what}: ${text}`);
        // He named it himself.
        const told = what.includes('vaultbox') ? text.replaceAll('vaultbox', '') : text;
        assert.doesNotMatch(told, /vault/i, `${who}: ${what}`);
      }
    const seen = await Promise.all(
      ['attention', 'agenda', 'routes'].map(async (name) => (await by('mail', `GET /api/${name}`)).body),
    );
    assert.deepEqual(
      [
        seen[1].schedules.map((one: { schedule: string }) => one.schedule),
        seen[1].load.reduce((a: number, b: number) => a + b),
      ],
      [['mailing'], 1],
    );
    assert.deepEqual(
      seen[2].http.map((one: { path: string }) => one.path),
      ['/mail'],
    );
    const tested = await by('mail', 'POST /api/routes/test', { json: { task: 'emails.send' } });
    assert.deepEqual([tested.body.decides, tested.body.routes.length, tested.body.queue], [0, 1, 'mail']);
  });

  it('does not hear what processes say of themselves', async () => {
    const engine = await project.store.open();
    await engine.fleet.join({ ...INFO, troubles: ['queue vault: it is full'] });
    const subjects = async (who: string): Promise<string[]> =>
      (await by(who, 'GET /api/attention')).body.items.map(
        (item: AttentionItem) => `${item.kind} ${item.subject?.kind}`,
      );
    assert.ok((await subjects('root')).includes('process worker'));
    for (const who of CALLERS) assert.deepEqual(await subjects(who), ['standing hold'], who);
    await engine.fleet.leave();
  });

  it('does not know what is others’, whatever is done with it', async () => {
    const bodies: Readonly<Record<string, unknown>> = {
      addHold: { name: 'vaulted', queue: 'mail', task: 'emails.send' },
      draftManifest: { text: 'version: 1' },
      backfillSchedule: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' },
      planManifest: { revision: 1 },
      applyManifest: { revision: 1 },
      moveJobs: { ids: ['m1'], to: 'vault' },
      prioritizeJob: { priority: 3 },
      resumeRun: { from: ['open'] },
      setBucket: { concurrency: 2 },
      setWorkerConcurrency: { concurrency: 2 },
      setWorkerQueues: { queues: null },
      signalRun: { by: 'ann' },
      startBulk: { action: 'move', filter: { task: 'emails.send' }, to: 'vault' },
      startRun: { workflow: 'vaulting', input: {} },
      startWorkflow: { input: {} },
      testRoutes: { task: 'vault.open' },
      enqueue: { payload: {} },
      explainTask: { payload: {} },
    };
    // A session is one's own.
    const acts = ENDPOINTS.filter(
      ({ method, path }) => (path.includes(':') || method !== 'GET') && path !== '/api/session',
    );
    for (const who of CALLERS)
      for (const endpoint of acts) {
        const what = requestTo(endpoint, others);
        const json = bodies[endpoint.name];
        const { status, body, text } = await by(who, what, json === undefined ? {} : { json });
        assert.ok([403, 404].includes(status), `${who}: ${what}: ${text}`);
        assert.match(body.code as string, /_UNKNOWN$|^SCOPE_DENIED$/, `${who}: ${what}`);
      }
    const [job, queue, schedule] = await Promise.all(
      ['jobs/v1', 'queues/vault', 'schedules/vaultly'].map(async (path) => (await root(`GET /api/${path}`)).body),
    );
    assert.deepEqual([job.state, job.priority, queue.paused, schedule.paused], ['scheduled', 5, false, false]);
  });

  it('does not lead to others by a way round', async () => {
    const tries: readonly (readonly [string, unknown, string])[] = [
      ['POST /api/tasks/emails.send/jobs', { payload: {}, options: { queue: 'vault' } }, 'QUEUE_UNKNOWN'],
      ['POST /api/tasks/emails.send/jobs', { jobs: [{ payload: {}, options: { queue: 'vault' } }] }, 'QUEUE_UNKNOWN'],
      [
        'POST /api/tasks/emails.send/jobs',
        { jobs: [{ payload: {} }], group: true, options: { queue: 'vault' } },
        'QUEUE_UNKNOWN',
      ],
      ['POST /api/runs', { workflow: { steps: { a: { task: 'vault.open' } } } }, 'SCOPE_DENIED'],
      ['POST /api/holds', { name: 'wide', task: '*', queue: 'mail' }, 'SCOPE_DENIED'],
      ['POST /api/holds', { name: 'wide', queue: 'mail', where: 'true' }, 'SCOPE_DENIED'],
    ];
    for (const [what, json, code] of tries) assert.equal((await by('mail', what, { json })).body.code, code, what);
    // One letter beside it: whoever sees all is told what it might be.
    for (const what of ['DELETE /api/holds/vaulte', 'GET /api/schedules/vaultl', 'GET /api/tasks/vault.ope']) {
      assert.doesNotMatch((await by('mail', what)).text.replaceAll(/vaulte|vaultl|vault\.ope\b/g, ''), /vault/, what);
    }
    const key = { headers: { 'idempotency-key': 'k-1' } };
    const first = await root('POST /api/tasks/vault.open/jobs', {
      ...key,
      json: { payload: {}, options: { delay: '1h' } },
    });
    const again = await by('mail', 'POST /api/tasks/vault.open/jobs', {
      ...key,
      json: { payload: {}, options: { delay: '1h' } },
    });
    assert.deepEqual([first.status, again.body.code], [202, 'TASK_UNKNOWN']);
    const etag = (await root('GET /api/jobs/v1')).headers.get('etag') ?? '';
    const guessed = await by('mail', 'GET /api/jobs/v1', { headers: { 'if-none-match': etag } });
    const changed = await by('mail', 'POST /api/jobs/v1/cancel', { headers: { 'if-match': etag } });
    assert.deepEqual([guessed.status, changed.body.code], [404, 'JOB_UNKNOWN']);
  });

  /** As a browser has it that does not connect again by itself. */
  async function stream(): Promise<{ readonly heard: StreamEvent[]; readonly over: Promise<void> }> {
    const response = await fetch(`${server.url}/api/events`, { headers: { authorization: 'Bearer mail-secret-mail' } });
    const heard: StreamEvent[] = [];
    const read = async (): Promise<void> => {
      for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
        for (const line of text.split('\n')) {
          if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice('data: '.length)) as StreamEvent);
        }
    };
    return { heard, over: read() };
  }

  it('tells of what is seen as it happens, and ends when that is something else', async () => {
    const { heard, over } = await stream();
    const shifted = await root('POST /api/runs', { json: { workflow: 'shifted', input: {} } });
    await root('POST /api/tasks/vault.open/jobs', { json: { payload: { do: 'ok' } } });
    await root('POST /api/runs', { json: { workflow: 'vaulting', input: {} } });
    await root('POST /api/queues/vault/pause');
    await root('POST /api/schedules/vaultly/pause');
    await root('POST /api/schedules/mailing/pause');
    await root('POST /api/tasks/vault.open/pause');
    await root('POST /api/holds', { json: { name: 'late', task: 'emails.send', queue: 'mail', tag: 'x' } });
    await root('POST /api/jobs/move', { json: { ids: ['m1'], to: 'vault' } });
    await root('POST /api/runs', { json: { workflow: 'digest', input: {} } });
    const types = ['schedule.paused', 'hold.set', 'job.removed', 'job.completed', 'run.completed', 'step.ended'];
    for (const type of types) await waitFor(type, () => heard.some((one) => one.type === type));
    assert.doesNotMatch(JSON.stringify(heard), /vault/);
    await project.write(manifest({ shifted: 'emails.send' }));
    await root('POST /api/reload');
    await waitFor('a word that all is to be asked anew', () => heard.some(({ type }) => type === 'reset'));
    // Its workflow is seen by now; the run had another step.
    assert.equal((await by('mail', 'GET /api/workflows/shifted')).status, 200);
    assert.equal((await by('mail', `GET /api/runs/${shifted.body.id}`)).body.code, 'RUN_UNKNOWN');
    await project.write(manifest({ shifted: 'emails.send', tasks: 'emails.other' }));
    await root('POST /api/reload');
    // Cut, not ended: whoever connects again gets what he sees by now.
    await assert.rejects(over);
  });
});
