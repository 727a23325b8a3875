/** What goes wrong while it runs is seen: in the log, by /readyz, by doctor. */
import { strict as assert } from 'node:assert';
import type { ReadinessView } from '../../src/platform/index.ts';
import { ANY_ENGINE, ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { RedisServer } from '../support/redis-server.ts';
import type { SkepProcess } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const EXITS = `
export const bye = (payload) => { process.exit(payload.code); };
export const later = (payload) => { setTimeout(() => process.exit(payload.code), 10); return new Promise(() => {}); };
`;

async function readiness(url: string): Promise<ReadinessView> {
  return (await (await fetch(`${url}/readyz`)).json()) as ReadinessView;
}

function event(child: SkepProcess, name: string): Promise<Record<string, unknown>> {
  return waitFor(`the event ${name}; so far: ${child.stderr}`, () =>
    child.log().find((line) => line['event'] === name),
  );
}

for (const harness of ANY_ENGINE) {
  describe(`What goes wrong is seen on ${harness.name}:`, () => {
    const scene = stage(harness);

    it('a handler that ends the process: a line with its task, and never exit 0', async () => {
      await scene.project.writeHandler('exits.ts', EXITS);
      await scene.project.write(
        BASIC.replace(
          'tasks:',
          'tasks:\n  bye: { handler: ./handlers/exits.ts#bye }\n  later: { handler: ./handlers/exits.ts#later }',
        ),
      );
      for (const [task, code, exit] of [
        ['bye', 0, 1],
        ['later', 0, 1],
        ['bye', 3, 3],
      ] as const) {
        const worker = scene.spawn(['run', '--only', 'worker']);
        await worker.ready();
        await scene.spawn(['enqueue', task, JSON.stringify({ code })]).ended;
        const ended = await worker.ended;
        assert.equal(ended.code, exit, ended.stderr);
        const line = worker.log().find((one) => one['event'] === 'process.exited');
        assert.deepEqual([line?.level, line?.['exit'], line?.['running']], ['error', code, 1], ended.stderr);
        assert.ok((line?.['tasks'] as string[]).includes(task), JSON.stringify(line));
        assert.match(String(line?.['stack']), /exits/);
        // What the lease would bring later, so that the next worker is not hit by it.
        await waitFor('the job to be gone', async () => {
          const { stdout } = await scene.spawn(['jobs', 'ls', '--task', task, '-o', 'name']).ended;
          const ids = stdout
            .trim()
            .split('\n')
            .filter((id) => id !== '');
          for (const id of ids) {
            await scene.spawn(['jobs', 'cancel', id]).ended;
            await scene.spawn(['jobs', 'rm', id]).ended;
          }
          return ids.length === 0;
        });
      }
    });

    it('SIGTERM ends with 0 and without such a line', async () => {
      await scene.project.write(BASIC);
      const worker = scene.spawn(['run', '--only', 'worker']);
      await worker.ready();
      worker.signal('SIGTERM');
      assert.equal((await worker.ended).code, 0);
      assert.ok(!worker.log().some((line) => line['event'] === 'process.exited'));
    });

    it('SIGTERM ends a process whose handlers are still being loaded', async () => {
      await scene.project.write(BASIC.replaceAll('fixture.ts', 'slow.mjs#run'));
      await scene.project.writeHandler(
        'slow.mjs',
        "console.error('loading'); await new Promise(() => setInterval(() => undefined, 1e6)); export const run = () => 1;",
      );
      const worker = scene.spawn(['run', '--only', 'worker']);
      await waitFor('the module to be run', () => worker.stderr.includes('loading'));
      worker.signal('SIGTERM');
      assert.equal((await worker.ended).code, 0);
    });

    it('a manifest that is broken, and put right: both are told; meanwhile commands go through the server', async () => {
      await scene.project.write(BASIC);
      const server = scene.spawn(['run', '--port', '0']);
      const url = await server.ready();
      const { port } = new URL(url);
      const good = BASIC.replace('port: 0', `port: ${port}`);
      await scene.project.write(good);
      await event(server, 'manifest.applied');
      for (const broken of [
        good.replace('handler:', 'handle:'),
        `${good}\nname: [unclosed\n`,
        `${good}\n  odd:\n indentation: 1\n`,
      ]) {
        await scene.project.write(broken);
        await waitFor('the refusal', async () =>
          (await readiness(url)).warnings.some((text) => text.startsWith('manifest: ')),
        );
        const ls = await scene.spawn(['jobs', 'ls', '-o', 'json']).ended;
        assert.equal(ls.code, 0, ls.stderr);
        assert.match(ls.stderr, /has problems.*asking the server at http:\/\/127\.0\.0\.1.*last good one/);
        assert.ok(Array.isArray((JSON.parse(ls.stdout) as { jobs: unknown }).jobs));
      }
      const made = await scene.spawn(['enqueue', 'work', '{"do":"ok"}', '--wait']).ended;
      assert.equal(made.code, 0, made.stderr);
      const doctor = await scene.spawn(['doctor', '-o', 'json']).ended;
      assert.equal(doctor.code, 1);
      const { checks } = JSON.parse(doctor.stdout) as { checks: { name: string; status: string }[] };
      assert.deepEqual([checks[0]?.name, checks[0]?.status], ['manifest', 'fail']);
      assert.ok(checks.length > 3, doctor.stdout);
      const reload = await scene.spawn(['reload']).ended;
      assert.equal(reload.code, 2);
      assert.match(reload.stderr, /MANIFEST_INVALID/);
      await scene.project.write(good);
      await event(server, 'manifest.mended');
      assert.deepEqual(
        (await readiness(url)).warnings.filter((text) => text.startsWith('manifest')),
        [],
      );
      await scene.spawn(['jobs', 'ls']).ended.then(({ stderr }) => assert.ok(!stderr.includes('has problems')));
    });

    it('a broken manifest without a server: refused as ever', async () => {
      await scene.project.write(BASIC.replace('handler:', 'handle:').replace('port: 0', 'port: 1'));
      for (const args of [['jobs', 'ls'], ['doctor'], ['schedules', 'next', 'x']]) {
        const { code, stderr } = await scene.spawn(args).ended;
        assert.equal(code, 2, args.join(' '));
        assert.match(stderr, /MANIFEST_INVALID/);
      }
    });

    it('a queue that is taken out of the manifest with jobs in it: log, /readyz and doctor; back again: put right', async () => {
      const withOld = `${BASIC}\nqueues: { default: {}, old: { concurrency: 1 } }\n`;
      await scene.project.write(withOld);
      const server = scene.spawn(['run', '--port', '0']);
      const url = await server.ready();
      await scene.spawn(['--server', url, 'queues', 'pause', 'old']).ended;
      await scene.spawn(['--server', url, 'enqueue', 'work', '{"do":"ok"}', '--queue', 'old', '--id', 'waits']).ended;
      await scene.project.write(BASIC);
      await event(server, 'manifest.refused');
      assert.equal((await scene.spawn(['--server', url, 'apply', '--hold']).ended).code, 0);
      const line = await event(server, 'care.needed');
      assert.deepEqual([line['about'], line['level']], ['stranded', 'warn']);
      assert.match(String(line['msg']), /queue old is in no manifest.*1 job waits/);
      const view = await readiness(url);
      assert.equal(view.ready, true, 'a deployment must not stop for it');
      assert.match(view.warnings.join('\n'), /^stranded: queue old/m);
      assert.match(
        (await scene.spawn(['doctor', '--store', '-o', 'json']).ended).stdout,
        /queue old is in no manifest/,
      );
      await scene.project.write(withOld);
      await event(server, 'care.over');
      await scene.spawn(['--server', url, 'queues', 'resume', 'old']).ended;
      assert.equal((await scene.spawn(['--server', url, 'jobs', 'wait', 'waits']).ended).code, 0);
    });

    it('a queue that is taken out for good: the hint names a command that lets its jobs run elsewhere', async () => {
      await scene.project.write(`${BASIC}\nqueues: { default: {}, old: { concurrency: 1 } }\n`);
      const server = scene.spawn(['run', '--port', '0']);
      const url = await server.ready();
      const skep = (...args: string[]): ReturnType<typeof scene.spawn>['ended'] =>
        scene.spawn(['--server', url, ...args]).ended;
      await skep('queues', 'pause', 'old');
      const ids = ['one', 'two', 'three'];
      for (const id of ids) await skep('enqueue', 'work', '{"do":"ok"}', '--queue', 'old', '--id', id);
      await scene.project.write(BASIC);
      assert.equal((await skep('apply', '--hold')).code, 0);
      const { hint } = await event(server, 'care.needed');
      const command = /`skep (jobs move [^`]*)`/.exec(String(hint))?.[1] ?? '';
      const moved = await skep(...command.split(' '));
      assert.equal(moved.stdout, '3 jobs moved to default\n', moved.stderr);
      for (const id of ids) assert.equal((await skep('jobs', 'wait', id)).code, 0);
      assert.equal((await event(server, 'job.moved'))['msg'], 'job moved from queue old to default');
      await event(server, 'care.over');
    });

    it('the age of a process is its own, and what is done is told at its end', async () => {
      await scene.project.write(BASIC);
      const before = new Date().toISOString();
      const server = scene.spawn(['run', '--port', '0']);
      const url = await server.ready();
      const { stdout } = await scene.spawn(['--server', url, 'workers', 'ls', '-o', 'json']).ended;
      const [worker] = (JSON.parse(stdout) as { workers: { startedAt: string; troubles: string[] }[] }).workers;
      assert.ok(worker !== undefined && worker.startedAt >= before.slice(0, 17), worker?.startedAt);
      assert.deepEqual(worker.troubles, []);
      for (let n = 0; n < 3; n += 1)
        await scene.spawn(['--server', url, 'enqueue', 'work', '{"do":"ok"}', '--wait']).ended;
      server.signal('SIGTERM');
      await server.ended;
      const done = server.log().find((line) => line['event'] === 'work.done');
      assert.deepEqual([done?.['completed'], done?.['enqueued'], done?.level], [3, 3, 'info']);
      assert.ok(!server.log().some((line) => line['event'] === 'request.acted'), 'jobs by HTTP are no lines at info');
    });
  });
}

if (ENGINES.some(({ name }) => name === 'redis')) {
  describe('A store that is away', () => {
    const [harness] = ENGINES;
    if (harness === undefined) return;
    const scene = stage(harness);

    it('is told once by each process, whatever its role, and once when it is back', async () => {
      const redis = await RedisServer.start({ appendonly: true });
      try {
        const { writeFile } = await import('node:fs/promises');
        const engine = `{ type: redis, url: "${redis.url}", prefix: x }`;
        await writeFile(scene.project.file, `version: 1\nname: test\nengine: ${engine}\n${BASIC}`);
        const roles = ['worker', 'scheduler', 'api'].map((role) => scene.spawn(['run', '--only', role]));
        for (const process of roles) await process.ready();
        await redis.kill();
        for (const process of roles)
          assert.match(
            String((await event(process, 'store.gone'))['msg']),
            /connection: Redis cannot be reached|no answer/,
          );
        await redis.run();
        for (const process of roles) assert.ok(Number((await event(process, 'store.back'))['awayMs']) > 0);
        for (const process of roles) {
          process.signal('SIGTERM');
          await process.ended;
          // A busy machine may keep it waiting for the store before it is ready.
          const lines = process.log();
          const working = lines.slice(lines.findIndex((line) => line['event'] === 'process.ready'));
          const troubled = working.filter(({ level }) => level === 'warn' || level === 'error');
          assert.deepEqual(
            troubled.map((line) => line['event']),
            ['store.gone'],
            process.stderr,
          );
        }
      } finally {
        await redis.stop();
      }
    });
  });
}
