/** What systemd is told (sd_notify), on a real socket by the real systemd-notify. */
import { strict as assert } from 'node:assert';
import { newId } from '../../src/foundation/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import type { SkepProcess } from '../support/skep-process.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { hasSystemd, NotifySocket } from '../support/systemd.ts';
import { waitFor } from '../support/wait-for.ts';

const HANDLER = `export default () => ['NOTIFY_SOCKET', 'WATCHDOG_USEC'].filter((name) => process.env[name] !== undefined);\n`;
const WATCHDOG = { WATCHDOG_USEC: '200000' };

for (const harness of ANY_ENGINE) {
  describe(`A process that systemd supervises on ${harness.name}`, () => {
    const scene = stage(harness);
    let socket: NotifySocket;

    before(function () {
      if (!hasSystemd()) this.skip();
    });
    afterEach(() => socket.close());

    async function supervised(address: string, env: Readonly<Record<string, string>> = {}): Promise<SkepProcess> {
      socket = await NotifySocket.listen(address);
      return scene.spawn(['run', '--only', 'worker', '--shutdown-timeout', '10m'], { NOTIFY_SOCKET: address, ...env });
    }

    it('is told of the start, the work, a reload, and the stop, in that order', async () => {
      await scene.project.write(BASIC);
      const api = await scene.run({ roles: ['api'] });
      const worker = await supervised(scene.project.path('notify'), WATCHDOG);
      await worker.ready();
      await waitFor('the watchdog to be fed', () => socket.with('WATCHDOG').length >= 2);
      const id = await enqueue(api, { do: 'sleep', ms: 86_400_000 });
      await inState(api, id, 'running');
      worker.signal('SIGHUP');
      await waitFor('the reload', () => socket.with('READY').length === 2);
      worker.signal('SIGTERM');
      await waitFor('the stop', () => socket.with('STOPPING').length === 1);
      const fed = socket.with('WATCHDOG').length;
      await waitFor('the watchdog to be fed during the stop', () => socket.with('WATCHDOG').length >= fed + 2);
      worker.signal('SIGTERM');
      assert.equal((await worker.ended).code, 0);
      const steps = socket.notices().filter(({ fields }) => fields['WATCHDOG'] === undefined);
      assert.deepEqual(
        steps.map(({ fields }) => fields),
        [
          { READY: '1', STATUS: 'works: 0 jobs running, queues default' },
          { RELOADING: '1', STATUS: 'reloading' },
          { READY: '1', STATUS: 'works: 1 job running, queues default' },
          { STOPPING: '1', STATUS: 'stopping: 1 job running' },
        ],
      );
    });

    it('says that a reload is over also when it was refused; no watchdog that nobody asked for', async () => {
      await scene.project.write(BASIC.replace('reload: {', 'reload: { watch: false,'));
      const worker = await supervised(`@skep-${newId()}`);
      await worker.ready();
      await scene.project.write('tasks: 1');
      worker.signal('SIGHUP');
      await waitFor('the end of the reload', () => socket.with('READY').length === 2);
      worker.signal('SIGTERM');
      await worker.ended;
      assert.deepEqual(
        socket.notices().map(({ fields }) => Object.keys(fields)[0]),
        ['READY', 'RELOADING', 'READY', 'STOPPING'],
      );
    });

    it('feeds no watchdog that is meant for another process, and passes nothing on to what handlers start', async () => {
      await scene.project.writeHandler('told.mjs', HANDLER);
      await scene.project.write(BASIC.replace('tasks:', 'tasks:\n  told: ./handlers/told.mjs'));
      const api = await scene.run({ roles: ['api'] });
      const worker = await supervised(`@skep-${newId()}`, { ...WATCHDOG, WATCHDOG_PID: '1' });
      await worker.ready();
      assert.deepEqual((await finished(api, await enqueue(api, {}, {}, 'told'))).result, []);
      worker.signal('SIGQUIT');
      assert.equal((await worker.ended).code, 0);
      assert.deepEqual(socket.with('WATCHDOG'), []);
    });

    it('works without systemd-notify, and says so once', async () => {
      await scene.project.write(BASIC);
      const api = await scene.run({ roles: ['api'] });
      const worker = await supervised(`@skep-${newId()}`, { ...WATCHDOG, PATH: scene.project.folder });
      await worker.ready();
      await finished(api, await enqueue(api, { do: 'sleep', ms: 500 }));
      worker.signal('SIGTERM');
      assert.equal((await worker.ended).code, 0);
      const told = worker.log().filter(({ event }) => event === 'supervisor.deaf');
      assert.equal(told.length, 1);
      assert.match(told[0]?.msg ?? '', /systemd-notify ENOENT/);
      assert.deepEqual(socket.notices(), []);
    });
  });
}
