/** Every way to a Redis that the manifest knows: TLS, a socket, a user with the least rights, Sentinel, two hosts. */
import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { engineSupport, ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { RedisCluster } from '../support/cluster.ts';
import { leastRights } from '../support/least-rights.ts';
import { onRedis } from '../support/on-redis.ts';
import { RedisServer, type RedisServerOptions } from '../support/redis-server.ts';
import { SentinelGroup } from '../support/sentinel.ts';
import { SkepProcess } from '../support/skep-process.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { twoHosts } from '../support/two-hosts.ts';
import { waitFor } from '../support/wait-for.ts';

const CANARY = 'canary-4711';

if (ENGINES.some(({ name }) => name === 'redis')) {
  const { harness } = await engineSupport('redis');

  describe('Ways to Redis', function () {
    const scene = stage(harness);
    let ends: (() => Promise<unknown>)[] = [];

    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
      ends = [];
    });

    async function server(options: RedisServerOptions = {}): Promise<RedisServer> {
      const one = await RedisServer.start(options);
      ends.push(() => one.stop());
      return one;
    }

    function command(url: string, ...args: readonly string[]): Promise<unknown> {
      const [name = '', ...rest] = args;
      return onRedis(url, (client) => client.call(name, ...rest));
    }

    function write(url: string, sections = BASIC): Promise<void> {
      const engine = JSON.stringify({ type: 'redis', url, lease: '4s' });
      return writeFile(scene.project.file, `version: 1\nname: test\nengine: ${engine}\n${sections}`);
    }

    /** All that an installation does with its store. */
    async function livesOn(url: string): Promise<void> {
      await write(url, `${BASIC}schedules: { tick: { task: work, every: 1s, payload: { do: ok } } }\n`);
      const platform = await scene.run();
      const { operations } = platform;
      assert.equal((await finished(platform, await enqueue(platform, { do: 'ok' }))).state, 'completed');
      const late = await enqueue(platform, { do: 'ok' }, { delay: '1h' });
      await operations.cancelJob(late);
      await inState(platform, late, 'cancelled');
      await operations.retryJob(late);
      await finished(platform, late);
      await operations.pauseQueue('default', true);
      await operations.pauseQueue('default', false);
      await waitFor('a tick', async () => (await operations.schedules()).some(({ lastJobId }) => lastJobId !== null));
      assert.equal((await platform.readiness()).ready, true);
      assert.equal((await operations.listJobs({ task: 'work', state: ['completed'] })).jobs.length >= 2, true);
      await operations.removeJob(late);
    }

    it('TLS with a certificate of its own authority', async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'skep-tls-'));
      ends.push(() => rm(folder, { recursive: true, force: true }));
      const [cert, key] = [path.join(folder, 'redis.crt'), path.join(folder, 'redis.key')];
      const made = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost`;
      await promisify(execFile)('openssl', [...made.split(' '), '-keyout', key, '-out', cert]);
      const { url, port } = await server({ tls: { cert, key, ca: cert }, requirepass: CANARY });
      await livesOn(url);
      // Nobody vouches for it: it is not talked to.
      await write(`rediss://:${CANARY}@localhost:${port}`);
      const { code, stderr } = await scene.spawn(['run']).ended;
      assert.equal(code, 5);
      assert.match(stderr, /TLS connection to Redis cannot be trusted[^]*hint: .*ca=/);
      assert.ok(!stderr.includes(CANARY));
    });

    it('a unix socket', async () => {
      await livesOn((await server({ unixsocket: true })).url);
    });

    it('a user with no more rights than the manual says', async () => {
      const { url, port } = await server();
      await command(url, 'ACL', 'SETUSER', 'app', 'on', `>${CANARY}`, ...(await leastRights('test')));
      await command(url, 'ACL', 'SETUSER', 'default', '-@all', '+ping', '+acl', '+info');
      await livesOn(`redis://app:${CANARY}@127.0.0.1:${port}`);
      const refused = (await command(url, 'ACL', 'LOG')) as readonly (readonly unknown[])[];
      const log = refused.filter((entry) => JSON.stringify(entry).includes('"app"'));
      // What Skep asks for once and does well without: CONFIG GET save, and whether there is a store of an earlier Skep.
      const spare = (entry: readonly unknown[]): boolean => /"(config[^"]*|skep:{\$}:\w+)"/.test(JSON.stringify(entry));
      assert.deepEqual(
        log.filter((entry) => !spare(entry)),
        [],
      );
    });

    it('Sentinel: jobs go on after the primary is gone', async () => {
      const group = await SentinelGroup.start();
      ends.push(() => group.stop());
      await write(group.url);
      const platform = await scene.run();
      const before = await Promise.all(Array.from({ length: 10 }, () => enqueue(platform, { do: 'sleep', ms: 200 })));
      const running = await enqueue(platform, { do: 'sleep', ms: 3_000 });
      for (const id of before) await finished(platform, id);
      await group.inStep();
      await group.primary.kill();
      await group.failedOver();
      const after = await waitFor('the new primary to take a job', () =>
        enqueue(platform, { do: 'ok' }).catch(() => false as const),
      );
      for (const id of [...before, running, after]) assert.equal((await finished(platform, id)).state, 'completed');
      await waitFor('readiness', async () => (await platform.readiness()).ready);
    });

    it('Sentinel: an address that the servers refuse is an error at once, not a wait for ever', async () => {
      const group = await SentinelGroup.start();
      ends.push(() => group.stop());
      const locked = await server({ requirepass: CANARY });
      const single = new URL((await server()).url);
      for (const [url, says] of [
        [group.url.replace(/[^/]*$/, 'mistyped'), /No Sentinel knows a group of that name/],
        [`redis+sentinel://${single.host}/group`, /The servers at this address are no Sentinels/],
        [`redis+sentinel://127.0.0.1:${locked.port}/group`, /The Sentinels refuse the user name or password/],
      ] as const) {
        await write(url);
        for (const args of [
          ['run', '--burst'],
          ['jobs', 'ls'],
        ]) {
          const { code, stderr } = await scene.spawn(args).ended;
          assert.equal(code, 5, url);
          assert.match(stderr, /STORE_REFUSED/);
          assert.match(stderr, says);
        }
      }
    });

    it('a Cluster: the platform in a process of its own, found sound by doctor', async () => {
      const cluster = await RedisCluster.start();
      ends.push(() => cluster.stop());
      await livesOn(cluster.url);
      await write(cluster.url, `${BASIC}queues: { default: { shards: 3 } }\n`);
      const process = scene.spawn(['run', '--only', 'worker,api']);
      const base = await process.ready();
      const jobs = Array.from({ length: 30 }, (_, index) => ({
        payload: { do: 'ok' },
        options: { id: `own-${index}` },
      }));
      const send = async (): Promise<readonly { id: string; existing: boolean }[]> => {
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ jobs });
        const answer = await fetch(new URL('api/tasks/work/jobs', base), { method: 'POST', headers, body });
        return ((await answer.json()) as { jobs: { id: string; existing: boolean }[] }).jobs;
      };
      assert.ok((await send()).every(({ existing }) => !existing));
      assert.ok((await send()).every(({ existing }) => existing));
      const platform = await scene.run({ roles: ['api'] });
      for (const { options } of jobs) assert.equal((await finished(platform, options.id)).state, 'completed');
      const { code, stdout } = await scene.spawn(['doctor', '--store', '-o', 'json']).ended;
      const { checks } = JSON.parse(stdout) as { checks: { name: string; status: string }[] };
      assert.equal(code, 0, stdout);
      assert.ok(
        checks.every(({ status }) => status === 'ok'),
        stdout,
      );
    });

    it('a node of a Cluster under the address of a server, and the other way round: says what to write', async () => {
      const node = await server({ args: ['--cluster-enabled', 'yes'] });
      await write(node.url);
      const { code, stderr } = await scene.spawn(['run']).ended;
      assert.equal(code, 5);
      assert.match(stderr, new RegExp(`runs in cluster mode[^]*redis\\+cluster://127.0.0.1:${node.port}`));
      const single = await server();
      await write(single.url.replace('redis:', 'redis+cluster:'));
      const other = await scene.spawn(['run']).ended;
      assert.equal(other.code, 5);
      assert.match(other.stderr, /does not run in cluster mode[^]*redis:\/\//);
    });

    it('two hosts share one queue', async () => {
      const redis = await server({ args: ['--bind', '0.0.0.0', '--protected-mode', 'no'] });
      const two = await twoHosts();
      const { kind, hosts } = two;
      ends.push(() => two.remove());
      const processes: SkepProcess[] = [];
      for (const { within, address } of hosts) {
        await write(`redis://${address}:${redis.port}`);
        const one = new SkepProcess(['run', '--only', 'worker', '-c', '3'], { cwd: scene.project.folder, within });
        ends.push(() => one.kill());
        processes.push(one);
        await one.ready();
      }
      await write(redis.url);
      const platform = await scene.run({ roles: ['api'] });
      const effects = scene.project.path('effects');
      const ids = await Promise.all(
        Array.from({ length: 40 }, () => enqueue(platform, { do: 'sleep', ms: 100, effects })),
      );
      const [first, second] = processes;
      await waitFor('work on both', async () => {
        const jobs = await Promise.all(ids.map((id) => platform.operations.getJob(id)));
        return jobs.filter(({ state }) => state === 'completed').length >= 12;
      });
      await first?.kill();
      for (const id of ids) assert.equal((await finished(platform, id)).state, 'completed');
      const { readFile } = await import('node:fs/promises');
      const starts = (await readFile(effects, 'utf8')).split('\n').filter((line) => line.startsWith('start'));
      for (const one of processes)
        assert.ok(
          starts.some((line) => line.endsWith(` ${one.pid}`)),
          `${kind}: ${one.pid}`,
        );
      assert.equal(new Set(starts.map((line) => line.split(' ')[1])).size, ids.length);
      assert.ok(starts.length <= ids.length + 3, 'only what the killed process ran has begun again');
      assert.ok(second?.alive);
    });

    it('a wrong password, no password: said at once, exit 5, and shown nowhere', async () => {
      const { port } = await server({ requirepass: 'right' });
      for (const [user, says] of [
        [`:${CANARY}@`, /refuses the user name or password/],
        ['', /asks for a password/],
      ] as const) {
        await write(`redis://${user}127.0.0.1:${port}`);
        for (const args of [['run'], ['enqueue', 'work'], ['queues', 'ls'], ['jobs', 'ls', '-o', 'json']]) {
          const { code, stdout, stderr } = await scene.spawn(args).ended;
          assert.equal(code, 5, `${args.join(' ')}: ${stderr}`);
          assert.match(stderr, says);
          assert.ok(!`${stdout}${stderr}`.includes(CANARY), args.join(' '));
        }
      }
    });

    it('a password that is changed while it runs: not ready, says why, shows nothing; goes on when it is right again', async () => {
      const { url, port } = await server({ requirepass: CANARY });
      await write(url);
      const process = scene.spawn(['run']);
      const base = await process.ready();
      const get = async (where: string): Promise<string> => (await fetch(new URL(where, base))).text();
      await command(url, 'CONFIG', 'SET', 'requirepass', 'other');
      await command(`redis://:other@127.0.0.1:${port}`, 'CLIENT', 'KILL', 'TYPE', 'normal').catch(() => undefined);
      await command(`redis://:other@127.0.0.1:${port}`, 'CLIENT', 'KILL', 'TYPE', 'pubsub').catch(() => undefined);
      await waitFor('not to be ready', async () => (await get('readyz')).includes('refuses the user name or password'));
      const shown = [await get('readyz'), await get('api/manifest'), await get('metrics'), await get('healthz')];
      await command(`redis://:other@127.0.0.1:${port}`, 'CONFIG', 'SET', 'requirepass', CANARY);
      await waitFor('to be ready again', async () => (await fetch(new URL('readyz', base))).ok);
      process.signal('SIGTERM');
      const { code, stdout, stderr } = await process.ended;
      assert.equal(code, 0);
      assert.ok(![...shown, stdout, stderr].some((text) => text.includes(CANARY)));
    });
  });
}
