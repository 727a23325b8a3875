/** What becomes of output that cannot be written: full disks, closed pipes, a log that nobody takes. */
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ReadinessView } from '../../src/platform/index.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { SmallDisk } from '../support/small-disk.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const CHATTY = `
import { writeSync } from 'node:fs';
export const print = (payload) => { console.log('x'.repeat(payload.bytes)); return 'printed'; };
export const log = (payload, ctx) => {
  for (let n = 0; n < payload.lines; n += 1) ctx.logger.info({ n, pad: 'y'.repeat(500) }, 'chatter');
  return process.memoryUsage().rss;
};
`;
const SECTIONS = BASIC.replace(
  'tasks:',
  'tasks:\n  print: { handler: ./handlers/chatty.ts#print }\n  log: { handler: ./handlers/chatty.ts#log }',
);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const [harness] = ENGINES;
if (harness === undefined) throw new Error('no engine');

describe('Output that cannot be written', () => {
  const scene = stage(harness);
  let disk: SmallDisk | undefined;

  beforeEach(async () => {
    await scene.project.writeHandler('chatty.ts', CHATTY);
    await scene.project.write(SECTIONS);
  });
  afterEach(() => {
    disk?.unmount();
    disk = undefined;
  });

  /** Mounting is for root alone; where it may not be done the tests with /dev/full remain. */
  function smallDisk(context: Mocha.Context, kilobytes: number): SmallDisk {
    disk = SmallDisk.mount(kilobytes);
    if (disk === undefined) context.skip();
    return disk;
  }

  async function ready(url: string): Promise<ReadinessView> {
    return (await (await fetch(`${url}/readyz`)).json()) as ReadinessView;
  }

  async function served(url: string): Promise<void> {
    await waitFor(`an answer at ${url}`, () =>
      ready(url).then(
        ({ ready: isReady }) => isReady,
        () => false,
      ),
    );
  }

  async function run(url: string, task: string, payload: object): Promise<unknown> {
    const result = await scene.spawn([
      '--server',
      url,
      'enqueue',
      task,
      JSON.stringify(payload),
      '--wait=30s',
      '-o',
      'json',
    ]).ended;
    assert.equal(result.code, 0, result.stderr);
    return (JSON.parse(result.stdout) as { result: unknown }).result;
  }

  describe('by a command', () => {
    const COMMANDS = [
      ['queues', 'ls'],
      ['queues', 'ls', '-o', 'json'],
      ['enqueue', 'work', '-o', 'yaml'],
      ['version'],
      ['check'],
      ['--help'],
    ];

    it('to a full device: exit 1, and the reason on stderr', async () => {
      await scene.spawn(['enqueue', 'work']).ended;
      for (const args of COMMANDS) {
        const { code, stderr } = await scene.spawn(args, {}, '> /dev/full').ended;
        assert.equal(code, 1, args.join(' '));
        assert.match(stderr, /OUTPUT_FAILED.*ENOSPC/, args.join(' '));
      }
    });

    it('to a reader that has gone: exit 1, without a word', async () => {
      await scene.spawn(['enqueue', 'work']).ended;
      for (const args of COMMANDS) {
        const child = scene.spawn(args);
        child.closeStdout();
        const { code, stderr } = await child.ended;
        assert.deepEqual([code, stderr], [1, ''], args.join(' '));
      }
    });

    it('to a disk that has room for a part of it: exit 1, however long the part', async function () {
      const small = smallDisk(this, 64);
      const text = JSON.stringify({ do: 'ok', pad: 'z'.repeat(60_000) });
      writeFileSync(scene.project.path('long.json'), text);
      await scene.spawn(['enqueue', 'work', '@long.json', '--id', 'long']).ended;
      const show = ['jobs', 'show', 'long', '-o', 'json'];
      const whole = (await scene.spawn(show).ended).stdout.length;
      assert.ok(whole > text.length);
      for (const room of [0, 4, 8, 32]) {
        writeFileSync(small.path('filler'), Buffer.alloc((64 - room) * 1024));
        const ls = await scene.spawn(show, {}, `> ${small.path('out')}`).ended;
        assert.equal(ls.code, 1, `${room} kB`);
        assert.match(ls.stderr, /ENOSPC/);
        assert.ok(readFileSync(small.path('out')).length < whole, 'all of it was written');
      }
    });

    it('to stderr: exit 1 where something had to be said', async () => {
      await scene.spawn(['enqueue', 'work']).ended;
      const silent = await scene.spawn(['queues', 'ls'], {}, '2> /dev/full').ended;
      assert.equal(silent.code, 0);
      const talking = await scene.spawn(['jobs', 'ls', '--tag', 'none'], {}, '2> /dev/full').ended;
      assert.equal(talking.code, 1, 'it says "no jobs" there');
    });
  });

  describe('by a server', () => {
    it('whose log goes to a full device: it serves, says so in /readyz and to doctor, and stops in order', async () => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const server = scene.spawn(['run', '--port', String(port)], {}, '2> /dev/full');
      await served(url);
      const before = (await run(url, 'log', { lines: 10_000 })) as number;
      const after = (await run(url, 'log', { lines: 40_000 })) as number;
      assert.ok(after - before < 100 * 1024 * 1024, `${(after - before) >> 20} MB more for 20 MB of lines`);
      const { warnings, ready: isReady } = await ready(url);
      assert.equal(isReady, true);
      assert.match(warnings.join('\n'), /^logging: the log cannot be written \(ENOSPC.*; \d{4,} lines are lost/m);
      const told = await waitFor('doctor to tell', async () => {
        const { stdout } = await scene.spawn(['doctor', '--store', '-o', 'json']).ended;
        return stdout.includes('logging: the log cannot be written') && stdout;
      });
      assert.match(told, new RegExp(`:${server.pid} says`));
      server.signal('SIGTERM');
      assert.equal((await server.ended).code, 0);
    });

    it('whose log disk fills and has room again: lines are counted, and the log says where they are missing', async function () {
      const small = smallDisk(this, 4096);
      const log = small.path('log');
      writeFileSync(log, '');
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const server = scene.spawn(['run', '--port', String(port)], {}, `2>> ${log}`);
      await served(url);
      small.fill();
      await run(url, 'log', { lines: 5_000 });
      await waitFor('the loss to be counted', async () =>
        (await ready(url)).warnings.some((text) => /\d{3,} lines/.test(text)),
      );
      // Twice as much room as waits.
      small.clear();
      writeFileSync(log, readFileSync(log).subarray(0, 0));
      const lines = (): Record<string, unknown>[] =>
        readFileSync(log, 'utf8')
          .split('\n')
          .flatMap((line) =>
            line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as Record<string, unknown>] : [],
          );
      const gap = await waitFor('the line about the gap', () => lines().find(({ event }) => event === 'log.gap'));
      assert.ok(Number(gap['dropped']) >= 1_000, JSON.stringify(gap));
      assert.equal(gap['reason'], 'ENOSPC');
      await waitFor('it to be well', async () =>
        (await ready(url)).warnings.every((text) => !text.startsWith('logging')),
      );
      server.signal('SIGTERM');
      assert.equal((await server.ended).code, 0);
      assert.ok(lines().some(({ event }) => event === 'process.stopping'));
    });

    it('whose handlers print to a reader that has gone: it goes on without, once with a word', async () => {
      const server = scene.spawn(['run']);
      const url = await server.ready();
      server.closeStdout();
      for (let n = 0; n < 3; n += 1) assert.equal(await run(url, 'print', { bytes: 10_000 }), 'printed');
      await waitFor('it to be noticed', async () =>
        (await ready(url)).warnings.some((text) => text.startsWith('prints: standard output')),
      );
      server.signal('SIGTERM');
      assert.equal((await server.ended).code, 0);
      assert.equal(server.log().filter(({ event }) => event === 'prints.lost').length, 1);
    });

    it('whose handlers print to a full device: their attempts end well all the same', async () => {
      const server = scene.spawn(['run'], {}, '> /dev/full');
      const url = await server.ready();
      assert.equal(await run(url, 'print', { bytes: 10 }), 'printed');
      const { warnings } = await ready(url);
      assert.match(warnings.join('\n'), /^prints: standard output cannot be written \(ENOSPC/m);
      server.signal('SIGTERM');
      assert.equal((await server.ended).code, 0);
    });
  });
});
