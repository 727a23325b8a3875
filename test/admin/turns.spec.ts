/** Changes of several processes that have seen the same: one is done. */
import assert from 'node:assert/strict';

import { ChangesInTurn } from '../../src/admin/conditional.ts';
import { AdminServer } from '../../src/admin/index.ts';
import type { OnceFacet } from '../../src/engine/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { Project } from '../support/project.ts';
import { FakeServed } from './fake-served.ts';
import { ask, type Reply } from './http.ts';

const MANIFEST = `
tasks: { work: { handler: ./handlers/fixture.ts } }
admin: { port: 0 }
reload: { watch: false }
`;
const ROUNDS = 3;

describe('admin: the turn of a change', () => {
  it('is waited for while another process has it, for five seconds', async () => {
    const clock = new FakeClock();
    const turns = new ChangesInTurn(clock);
    const once = new FakeServed().operations.once();
    let held = '';
    let asked = 0;
    const facet: OnceFacet = {
      ...once,
      begin: (key, request) => {
        asked += 1;
        held = key;
        return once.begin(key, request);
      },
    };
    assert.equal(await turns.run('thing', facet, async () => 1), 1);
    // Another process has it from here on.
    assert.equal(await once.begin(held, 'turn'), null);
    const waiting = turns.run('thing', facet, async () => 2);
    const sooner = asked;
    for (let ms = 0; asked === sooner || ms < 1_000; ms += 20) await clock.advance(20);
    await once.drop(held);
    for (let ms = 0; ms < 40; ms += 20) await clock.advance(20);
    assert.equal(await waiting, 2);
    await once.begin(held, 'turn');
    const refused = assert.rejects(
      turns.run('thing', facet, async () => 3),
      /somebody else is changing it/,
    );
    for (let ms = 0; ms < 5_100; ms += 20) await clock.advance(20);
    await refused;
    assert.notEqual(await once.look(held), null, 'it is still the turn of the other one');
  });
});

for (const harness of ENGINES)
  describe(`admin: changes of several processes, ${harness.name}`, () => {
    let project: Project;
    let platforms: Platform[];
    let servers: AdminServer[];
    before(async () => {
      project = await Project.create({ harness });
      await project.write(MANIFEST);
      platforms = [];
      servers = [];
      for (let n = 0; n < 2; n += 1) {
        const platform = await createPlatform({
          ...{ file: project.file, cwd: project.folder, env: {}, logger: silentLogger, roles: ['api'] },
        });
        const server = new AdminServer(platform);
        platforms.push(platform);
        await server.start();
        platform.addDoor(server);
        await platform.start();
        servers.push(server);
      }
    });
    after(async () => {
      await Promise.all(platforms.map((platform) => platform.stop()));
      await project.dispose();
    });

    it('let one through of those that have seen the same, whichever process they ask', async () => {
      const [server] = servers;
      const [platform] = platforms;
      assert.ok(server && platform);
      await platform.operations.enqueue('work', [{ payload: {}, options: { id: 'a', delay: '1h' } }]);
      const give = (one: AdminServer, priority: number, headers: Readonly<Record<string, string>>): Promise<Reply> =>
        ask({ server: one }, 'POST /api/jobs/a/priority', { json: { priority }, headers });
      for (let round = 1; round <= ROUNDS; round += 1) {
        const tag: string = (await ask({ server }, 'GET /api/jobs/a')).headers.get('etag') ?? '';
        const all = servers.flatMap((one, at) =>
          [0, 2].map((more) => give(one, 2 * (round % 2) + more + at, { 'if-match': tag })),
        );
        const statuses = (await Promise.all(all)).map(({ status }) => status);
        assert.deepEqual(statuses.sort(), [200, 412, 412, 412], `round ${round}`);
      }
      const without = await give(server, 9, {});
      assert.equal(without.status, 200, 'what asks for nothing takes no turn');
    });
  });
