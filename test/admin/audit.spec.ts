/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return -- answers of any endpoint */
/** Who changed what, on the whole way: request, store, and who may read it. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import { type AuditLineView } from '../../src/api/index.ts';
import { type Logger, newId, silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, openOperations, type Platform, readManifest } from '../../src/platform/index.ts';
import { Journal } from '../../src/platform/callers/journal.ts';
import { ENGINES } from '../support/engines.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { Project } from '../support/project.ts';
import { TOKENS } from './fake-served.ts';
import { ask, type Ask, closeHouses, house, type Reply } from './http.ts';

const MANIFEST = `
defaults: { queue: mail }
queues: { mail: {} }
tasks:
  emails.send: { handler: ./handlers/fixture.ts, sensitive: [card] }
admin:
  port: 0
  tokens:
    - { name: root, secret: root-secret-root, role: admin }
    - { name: look, secret: look-secret-look, role: viewer }
    - { name: bound, secret: bound-secret-bound, role: admin, queues: [other] }
reload: { watch: false }
`;
const CARD = '4000-0000-0000-0002';

for (const harness of ENGINES)
  describe(`admin: who changed what, ${harness.name}`, () => {
    let project: Project;
    let platform: Platform;
    let server: AdminServer;
    const told: { readonly event: string; readonly line?: unknown }[] = [];

    before(async () => {
      project = await Project.create({ harness });
      await project.write(MANIFEST);
      const logger: Logger = { ...silentLogger, error: (fields) => void told.push(fields as never) };
      const options = { file: project.file, cwd: project.folder, env: {}, logger };
      platform = await createPlatform({ ...options });
      server = new AdminServer(platform);
      await server.start();
      platform.addDoor(server);
      await platform.start();
      const json = { payload: { do: 'ok', card: CARD }, options: { id: 'j', delay: '1h' } };
      assert.equal((await as('root', 'POST /api/tasks/emails.send/jobs', { json })).status, 202);
    });
    after(async () => {
      await platform.stop();
      await project.dispose();
    });

    const as = (who: string, what: string, options: Ask = {}): Promise<Reply> =>
      ask({ server }, what, { token: `${who}-secret-${who}`, ...options });

    async function lines(query = ''): Promise<readonly AuditLineView[]> {
      const reply = await as('root', `GET /api/audit?${query}`);
      assert.equal(reply.status, 200, reply.text);
      return reply.body.lines;
    }

    it('is told with before and after, where it came from, and to admins who see all alone', async () => {
      await as('root', 'POST /api/queues/mail/pause', { json: { reason: 'INC-42' } });
      await as('root', 'POST /api/queues/mail/resume');
      const [resumed, paused, ...more] = await lines('about=mail');
      assert.deepEqual(more, []);
      assert.ok(resumed && paused);
      assert.deepEqual(
        [paused.by, paused.via, paused.address, paused.operation, paused.outcome],
        ['root', 'token', '127.0.0.1', 'pauseQueue', 'done'],
      );
      assert.deepEqual(paused.before, { pause: null });
      const reason = (state: AuditLineView['after']): unknown => (state?.['pause'] as { reason: string }).reason;
      assert.deepEqual([reason(paused.after), reason(resumed.before)], ['INC-42', 'INC-42']);
      assert.deepEqual(resumed.after, { pause: null });
      assert.equal((await as('look', 'GET /api/audit')).status, 403);
      assert.equal((await as('bound', 'GET /api/audit')).body.code, 'SCOPE_DENIED');
    });

    it('has what was refused: by role, by scope, by the state of things', async () => {
      await as('look', 'POST /api/queues/mail/pause');
      await as('bound', 'POST /api/queues/mail/pause');
      await as('root', 'POST /api/jobs/none/cancel');
      await as('look', 'GET /api/jobs/j?reveal=true');
      await as('look', 'GET /api/audit?since=1h');
      const refused = (await lines('outcome=refused')).map(({ by, operation, code }) => [by, operation, code]);
      assert.deepEqual(refused, [
        ['look', 'request', 'ROLE_DENIED'],
        ['root', 'cancelJob', 'JOB_UNKNOWN'],
        ['bound', 'pauseQueue', 'QUEUE_UNKNOWN'],
        ['look', 'request', 'ROLE_DENIED'],
      ]);
    });

    it('has whoever saw what is sensitive, and nothing of that', async () => {
      const { text } = await as('root', 'GET /api/jobs/j?reveal=true');
      assert.ok(text.includes(CARD));
      await as('root', 'POST /api/jobs/j/priority', { json: { priority: 1 } });
      const found = await lines('about=j&since=1h');
      assert.deepEqual(
        found.map(({ operation }) => operation),
        ['prioritizeJob', 'revealJob'],
      );
      assert.ok(!JSON.stringify(await lines('limit=200')).includes(CARD));
    });

    it('has sessions that begin and end, and what is done by them', async () => {
      const begun = await as('root', 'POST /api/session', { json: { token: 'root-secret-root' } });
      const cookie = begun.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
      const headers = { cookie, 'x-csrf-token': begun.body.csrf };
      const json = { payload: { do: 'ok', card: CARD }, options: { id: 'by-ann', delay: '1h' } };
      await ask({ server }, 'POST /api/tasks/emails.send/jobs', { headers, json });
      await ask({ server }, 'DELETE /api/session', { headers });
      await ask({ server }, 'POST /api/session', { json: { token: 'wrong-secret' } });
      const found = (await lines('limit=4')).map(({ by, via, operation, outcome }) => [by, via, operation, outcome]);
      assert.deepEqual(found, [
        ['nobody', 'token', 'signIn', 'refused'],
        ['root', 'session', 'signOut', 'done'],
        ['root', 'session', 'enqueue', 'done'],
        ['root', 'session', 'signIn', 'done'],
      ]);
    });

    it('has the manifest that came into force, and whoever asked for it', async () => {
      await project.write(`${MANIFEST}buckets: { stripe: { concurrency: 2 } }\n`);
      await as('root', 'POST /api/reload');
      // Who asked for it did so before.
      const [applied, asked] = await lines('limit=2');
      assert.deepEqual(
        [asked?.by, asked?.operation, applied?.via, applied?.operation, applied?.before?.['revision']],
        ['root', 'reload', 'reload', 'applyManifest', 1],
      );
    });

    it('has what is done straight on the store, by whoever is said to', async () => {
      const source = { file: project.file, cwd: project.folder, env: {} };
      const manifest = await readManifest(source);
      const actor = { by: 'ann@desk', via: 'cli', address: null } as const;
      const store = await openOperations({ ...source, manifest, actor });
      await store.setBucket('stripe', { concurrency: 1 }).finally(() => store.close());
      const [line] = await lines('by=ann*&operation=set*');
      assert.deepEqual(
        [line?.before?.['concurrency'], line?.after?.['concurrency']],
        [
          { limit: 2, set: false },
          { limit: 1, set: true },
        ],
      );
    });

    it('goes on page by page', async () => {
      const all = await lines('limit=200');
      const found: AuditLineView[] = [];
      let next: string | null = '';
      while (next !== null) {
        const { body } = await as('root', `GET /api/audit?limit=4${next === '' ? '' : `&cursor=${next}`}`);
        found.push(...body.lines);
        ({ next } = body);
      }
      assert.deepEqual(found, all);
      assert.equal((await as('root', 'GET /api/audit?cursor=none')).body.code, 'REQUEST_INVALID');
    });

    it('a store that does not take the line changes nothing of the answer, and the log has it', async () => {
      const audit = { append: () => Promise.reject(new Error('full')) };
      const unwritten = new Journal({ audit: () => audit, newId, clock: platform.clock, logger: platform.logger });
      const [line] = await lines('limit=1');
      assert.ok(line);
      await unwritten.write(line);
      assert.deepEqual(
        told.map(({ event }) => event),
        ['audit.unwritten'],
      );
      assert.ok(String(told[0]?.line).includes(line.operation));
    });
  });

describe('admin: who is refused', () => {
  afterEach(closeHouses);

  it('is told twenty times an hour, and then how many more there were', async () => {
    const clock = new FakeClock();
    const at = await house({ tokens: TOKENS, clock }, { wrongTokens: 1_000 });
    const guess = async (): Promise<void> => {
      assert.equal((await ask(at, 'GET /api/queues', { token: 'a-wrong-guess' })).status, 401);
    };
    for (let index = 0; index < 25; index += 1) await guess();
    assert.equal(at.served.written.length, 20);
    await clock.advance(3_600_000);
    await guess();
    const [more, again] = at.served.written.slice(20);
    assert.deepEqual([more?.arguments, again?.arguments], [{ more: 5 }, {}]);
    assert.ok(!JSON.stringify(at.served.written).includes('a-wrong-guess'));
  });
});
