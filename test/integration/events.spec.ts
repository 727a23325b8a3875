/** Events of a worker in one process, told by a server in another, to a listener behind a network that breaks. */
import { strict as assert } from 'node:assert';
import { readFile, writeFile } from 'node:fs/promises';

import { AdminServer } from '../../src/admin/index.ts';
import type { StreamEvent } from '../../src/core/index.ts';
import { connect } from '../../src/index.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { Proxy } from '../support/proxy.ts';
import { skep } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const JOBS = 60;

for (const harness of ENGINES) {
  describe(`Events over processes on ${harness.name}`, () => {
    const scene = stage(harness);
    /** What ends with a test, the newest first. */
    const ends: (() => unknown)[] = [];
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
    });

    /** In front of whatever answers there, until the test is over. */
    async function proxyTo(port: string): Promise<Proxy> {
      const proxy = await Proxy.start(Number(port));
      ends.push(() => proxy.close());
      return proxy;
    }

    it('reach a listener once each, however often it is cut off, and though the store is away meanwhile', async () => {
      await scene.project.write(BASIC);
      const worker = scene.spawn(['run', '--only', 'worker']);
      await worker.ready();
      // The server sees a store that is somewhere else through a proxy.
      const port = /127\.0\.0\.1:(\d+)/.exec(scene.project.text(''))?.[1];
      const store = port === undefined ? undefined : await proxyTo(port);
      const behind = scene.project.text(BASIC).replace(`redis://127.0.0.1:${port}`, store?.url ?? '');
      await writeFile(scene.project.path('behind.yaml'), behind);
      const api = await scene.run({ file: scene.project.path('behind.yaml'), roles: ['api'] });
      const server = new AdminServer(api, { port: 0 });
      await server.start();
      ends.push(() => server.stop());
      const wire = await proxyTo(new URL(server.url).port);
      const jobs = await connect({ server: wire.url.replace('redis:', 'http:') });
      ends.push(() => jobs.close());

      const heard: StreamEvent[] = [];
      const read = async (): Promise<void> => {
        for await (const event of jobs.events({ topics: ['jobs'] })) heard.push(event);
      };
      const reading = read().catch((error: unknown) => error);
      await waitFor('the first event', async () => {
        await jobs.enqueue('work', { do: 'ok' }, { id: 'first' });
        return heard.length > 0;
      });
      const { value: begin } = await api.operations.watch()[Symbol.asyncIterator]().next();
      const completed = (): string[] =>
        heard.flatMap(({ job = '', type }) => (type === 'job.completed' && job.startsWith('n') ? [job] : []));
      const effects = scene.project.path('effects');
      const delay = store === undefined ? 0 : 300;
      for (let index = 0; index < JOBS; index += 1) {
        const options = { id: `n${index}`, ...(index >= JOBS / 2 && { delay }) };
        await api.operations.enqueue('work', [{ payload: { do: 'ok', effects }, options }]);
        if (index % 10 === 5 && index < JOBS / 2) {
          const before = wire.accepted;
          wire.cut();
          await waitFor('the listener to come back', () => wire.accepted > before);
        }
      }
      if (store !== undefined) {
        // They run and end while the server has no store.
        store.mode = 'refuse';
        store.cut();
        await waitFor('the work to be done', async () => (await readFile(effects, 'utf8')).split('end ').length > JOBS);
        store.mode = 'pass';
      }
      await waitFor('all ends', () => new Set(completed()).size === JOBS);
      assert.equal(completed().length, JOBS);
      assert.equal(
        heard.some(({ type }) => type === 'reset'),
        false,
      );
      assert.ok(wire.accepted > 3, 'it was never cut off');

      if (harness.name !== 'sqlite') return;
      const args = [
        'events',
        '--topics',
        'jobs',
        '--state',
        'completed',
        '--after',
        begin?.position ?? '',
        '--for',
        '1s',
      ];
      const { code, stdout } = await skep([...args, '-o', 'jsonl', '--server', server.url], {
        cwd: scene.project.folder,
      });
      const told = stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as StreamEvent).job);
      assert.deepEqual([code, told.filter((id) => id?.startsWith('n')).length], [0, JOBS]);
      await jobs.close();
      await reading;
    });
  });
}
