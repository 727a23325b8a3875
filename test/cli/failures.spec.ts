import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ANY_ENGINE, ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { RedisServer } from '../support/redis-server.ts';
import type { SkepResult } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';

const CHECKED = BASIC.replace(
  'handler: ./handlers/fixture.ts',
  `handler: ./handlers/fixture.ts, input: { type: object, required: [to], additionalProperties: false, properties: { to: { type: string, format: email }, n: { type: integer } } }`,
);

interface PrintedError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: { readonly violations?: readonly { readonly pointer: string }[] };
}

function jsonError(result: SkepResult): PrintedError {
  const line = result.stderr.trim().split('\n').at(-1) ?? '';
  return (JSON.parse(line) as { error: PrintedError }).error;
}

for (const harness of ANY_ENGINE) {
  describe(`What the command line says on ${harness.name} when`, function () {
    const scene = stage(harness);
    const skep = (...args: string[]): Promise<SkepResult> => scene.spawn(args).ended;

    it('the manifest is bad: all problems with their places, exit 2, whatever the command', async () => {
      await scene.project.write(BASIC.replace('handler:', 'handle:').replace('port: 0', 'port: many'));
      const checked = await skep('check', '-o', 'json');
      assert.equal(checked.code, 2);
      const { valid, diagnostics } = JSON.parse(checked.stdout) as { valid: boolean; diagnostics: { file: string }[] };
      assert.equal(valid, false);
      assert.ok(diagnostics.length >= 2);
      for (const diagnostic of diagnostics) {
        assert.deepEqual(
          ['code', 'severity', 'message', 'file', 'line', 'column', 'hint'].filter((key) => !(key in diagnostic)),
          [],
        );
        assert.equal(diagnostic.file, 'jobs.yaml');
      }
      const text = await skep('check');
      assert.equal(text.stdout, '');
      assert.match(text.stderr, /jobs\.yaml:\d+:\d+ error SCHEMA_UNKNOWN_KEY[^]*\^[^]*hint: did you mean `handler`\?/);
      for (const args of [['run'], ['enqueue', 'work'], ['queues', 'ls'], ['schedules', 'next', 'x']]) {
        const result = await skep(...args);
        assert.equal(result.code, 2, args.join(' '));
        assert.match(result.stderr, /MANIFEST_INVALID/);
      }
    });

    it('the manifest is not there', async () => {
      const result = await skep('check', '-f', 'nowhere.yaml');
      assert.equal(result.code, 2);
      assert.match(result.stderr, /nowhere\.yaml/);
      for (const args of [['run'], ['enqueue', 'work'], ['queues', 'ls']]) {
        const { code, stderr } = await skep(...args, '-f', 'nowhere.yaml');
        assert.equal(code, 2);
        assert.match(
          stderr,
          /^error MANIFEST_NOT_FOUND: nowhere\.yaml cannot be read: there is no such file\nhint: .*-f, .*skep init.*\n$/,
        );
      }
    });

    it('a handler throws, ends the process or is no function when it is run: where, with its stack', async () => {
      await writeFile(
        scene.project.path('handlers/lib.ts'),
        'type A = string;\nexport const x: A = need();\nfunction need(): never {\n  throw new Error("no \\u202eDB at https://u:canary@h");\n}\n',
      );
      await writeFile(
        scene.project.path('handlers/throws.ts'),
        'import { x } from "./lib.ts";\nexport default () => x;\n',
      );
      await writeFile(
        scene.project.path('handlers/exits.ts'),
        'console.log("noise");\nprocess.exit(3);\nexport default () => 1;\n',
      );
      await writeFile(scene.project.path('handlers/text.ts'), 'export default () => 1;\nexport const text = "x";\n');
      const tasks =
        'tasks:\n  a: ./handlers/throws.ts\n  b: ./handlers/exits.ts\n  c: ./handlers/text.ts#text\n  d: ./handlers/text.ts';
      await scene.project.write(BASIC.replace('tasks:', tasks));
      const { code, stdout } = await skep('check', '-o', 'json');
      assert.equal(code, 2);
      const { diagnostics } = JSON.parse(stdout) as {
        diagnostics: { code: string; line: number; column: number; message: string; path: string; stack?: string[] }[];
      };
      assert.deepEqual(
        diagnostics.map((each) => [each.code, each.path, each.column, each.message]),
        [
          [
            'REF_HANDLER_LOAD',
            'tasks.a',
            6,
            'the handler ./handlers/throws.ts: running it failed: no \\u202eDB at https://u:***@h',
          ],
          [
            'REF_HANDLER_LOAD',
            'tasks.b',
            6,
            'the handler ./handlers/exits.ts: running it ended the process (exit code 3)',
          ],
          [
            'REF_HANDLER_LOAD',
            'tasks.c',
            6,
            "the handler ./handlers/text.ts: the export 'text' is not a function but of type string",
          ],
        ],
      );
      assert.match(diagnostics[0]?.stack?.[0] ?? '', /^at need \(.*handlers\/lib\.ts:4:9\)$/);
      assert.deepEqual(
        diagnostics[0]?.stack?.filter((frame) => !frame.includes('handlers/')),
        [],
      );
      assert.equal((await skep('check', '--no-import')).code, 0);
    });

    it('a handler throws when a process starts: as `check` says it', async () => {
      await writeFile(
        scene.project.path('handlers/throws.ts'),
        'throw new Error("no database");\nexport default () => 1;\n',
      );
      await scene.project.write(BASIC.replace('tasks:', 'tasks:\n  a: ./handlers/throws.ts'));
      const { code, stderr } = await skep('run');
      assert.equal(code, 2);
      assert.match(
        stderr,
        /error MANIFEST_INVALID[^]*jobs\.yaml:\d+:6 error REF_HANDLER_LOAD\n {2}the handler \.\/handlers\/throws\.ts: running it failed: no database\n[^]*at .*throws\.ts:1:7/,
      );
    });

    it('a handler file or export is missing', async () => {
      await scene.project.write(
        BASIC.replace(
          'tasks:',
          'tasks:\n  one: { handler: ./handlers/none.ts }\n  two: { handler: ./handlers/fixture.ts#nothing }',
        ),
      );
      const result = await skep('run');
      assert.equal(result.code, 2);
      assert.match(result.stderr, /none\.ts/);
      assert.match(result.stderr, /nothing/);
      assert.equal((await skep('check')).code, 2);
    });

    it('a task, queue, schedule, alert or job is unknown: exit 3 and a suggestion', async () => {
      await scene.project.write(BASIC);
      const task = await skep('enqueue', 'wrok', '-o', 'json');
      assert.equal(task.code, 3);
      assert.deepEqual([jsonError(task).code, jsonError(task).hint], ['TASK_UNKNOWN', 'did you mean `work`?']);
      const queue = await skep('queues', 'pause', 'defalt');
      assert.equal(queue.code, 3);
      assert.match(queue.stderr, /QUEUE_UNKNOWN[^]*did you mean `default`/);
      assert.equal((await skep('schedules', 'next', 'nightly')).code, 3);
      // A hold of that name would silence nobody.
      const alert = await skep('alerts', 'silence', 'mail-fals', '--for', '2h');
      assert.deepEqual([alert.code, /ALERT_UNKNOWN[^]*skep alerts ls/.test(alert.stderr)], [3, true], alert.stderr);
      assert.equal((await skep('jobs', 'show', 'no-such-job')).code, 3);
    });

    it('a payload breaks its schema: every violation with its pointer, nothing stored', async () => {
      await scene.project.write(CHECKED);
      const result = await skep('enqueue', 'work', '{"to":"nobody","n":1.5,"x":1}', '-o', 'json');
      assert.equal(result.code, 2);
      const { code, details } = jsonError(result);
      assert.equal(code, 'PAYLOAD_INVALID');
      const pointers = (details.violations ?? []).map(({ pointer }) => pointer);
      assert.ok(pointers.includes('/to') && pointers.includes('/n'), pointers.join(' '));
      assert.ok(pointers.length >= 3);
      assert.deepEqual(JSON.parse((await skep('jobs', 'ls', '-o', 'json')).stdout), { jobs: [], next: null });
    });

    it('a payload is no JSON, or an option has the wrong form', async () => {
      await scene.project.write(BASIC);
      for (const args of [
        ['enqueue', 'work', '{to: x}'],
        ['enqueue', 'work', '@nowhere.json'],
        ['enqueue', 'work', '{"id":9007199254740993}'],
        ['enqueue', 'work', '{"a":1,"a":2}'],
        ['enqueue', 'work', '--delay', 'soon'],
        ['enqueue', 'work', '--priority', '11'],
        ['jobs', 'ls', '--state', 'failed'],
        ['jobs', 'ls', '--limit', '0'],
        ['queues', 'ls', '-o', 'xml'],
        ['run', '--only', 'cook'],
        ['fly'],
        ['jobs'],
      ]) {
        const result = await skep(...args);
        assert.equal(result.code, 2, args.join(' '));
        assert.equal(result.stdout, '', args.join(' '));
        assert.notEqual(result.stderr, '', args.join(' '));
      }
    });

    it('an option or argument is one of another program or command: the hint says which is meant', async () => {
      for (const [argv, hint] of [
        [['workflows', 'run', 'nightly', '--payload', '{}'], 'did you mean `--input`?'],
        [['workflows', 'run', 'nightly', '{}'], '`skep help workflows run` says what it takes'],
        [['enqueue', 'a', '--countdown', '5s'], 'did you mean `--delay`?'],
        [['jobs', 'rm', '--queue', 'a'], '`skep help jobs rm` lists the options; a value that begins with a dash'],
        [['jobs', 'priority', 'a', 'high'], 'a priority is a whole number from 0 to 9, not "high"'],
      ] as const) {
        const { code, stderr } = await skep(...argv);
        assert.equal(code, 2, stderr);
        assert.ok(stderr.includes(hint), stderr);
      }
    });

    it('the token is wrong or missing: exit 4', async () => {
      await scene.project.write(
        BASIC.replace('port: 0', 'port: 0, tokens: [{ name: ops, secret: a-good-secret, role: viewer }]'),
      );
      const server = scene.spawn(['run']);
      const url = await server.ready();
      assert.equal((await skep('--server', url, 'queues', 'ls')).code, 4);
      const wrong = await scene.spawn(['--server', url, 'queues', 'ls'], { SKEP_TOKEN: 'a-bad-secret' }).ended;
      assert.equal(wrong.code, 4);
      assert.match(wrong.stderr, /TOKEN_INVALID/);
      const good = { SKEP_TOKEN: 'a-good-secret' };
      assert.equal((await scene.spawn(['--server', url, 'queues', 'ls'], good).ended).code, 0);
      const denied = await scene.spawn(['--server', url, 'queues', 'pause', 'default'], good).ended;
      assert.equal(denied.code, 4);
      assert.match(denied.stderr, /ROLE_DENIED/);
      for (const { stdout, stderr } of [wrong, denied]) assert.ok(!`${stdout}${stderr}`.includes('secret'));
      await writeFile(scene.project.path('token'), 'a-good-secret\n');
      assert.equal((await skep('--server', url, '--token-file', 'token', 'queues', 'ls')).code, 0);
    });

    it('no server answers: exit 5', async () => {
      await scene.project.write(BASIC);
      const result = await skep('--server', 'http://127.0.0.1:1', 'queues', 'ls');
      assert.equal(result.code, 5);
      assert.match(result.stderr, /SERVER_UNREACHABLE/);
    });

    it('the port is in use: exit 5, and the other program is left alone', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      try {
        await scene.project.write(BASIC);
        const result = await skep('run', '--port', String(port));
        assert.equal(result.code, 5);
        assert.match(result.stderr, /ADDRESS_IN_USE/);
        assert.ok(other.listening);
      } finally {
        other.close();
      }
    });

    it('an unknown queue is to be consumed', async () => {
      await scene.project.write(BASIC);
      const result = await skep('run', '-q', 'defalt');
      assert.equal(result.code, 3);
      assert.match(result.stderr, /QUEUE_UNKNOWN/);
    });

    it('code of a handler throws outside of any job: logged, stopped in good order, exit 1', async () => {
      await scene.project.writeHandler(
        'bomb.ts',
        "export const bomb = ({ key }: { key: string }) => { setTimeout(() => { throw new Error('tick ' + key); }, 20); };",
      );
      await scene.project.write(
        BASIC.replace('tasks:', 'tasks:\n  bomb: { handler: ./handlers/bomb.ts#bomb, sensitive: [key] }'),
      );
      const server = scene.spawn(['run']);
      await server.ready();
      await skep('enqueue', 'bomb', '{ "key": "sk-tock" }');
      const { code } = await server.ended;
      assert.equal(code, 1);
      assert.ok(server.log().some(({ error, tasks }) => error === 'tick [hidden]' && String(tasks) === 'bomb'));
      assert.doesNotMatch(server.stderr + server.stdout, /sk-tock/);
    });
  });
}

describe('What the command line says of a store that must not be used', function () {
  const [harness] = ENGINES;
  if (harness === undefined) return;
  const scene = stage(harness);

  it('when the database file is not ours: exit 5, file untouched', async () => {
    const { project } = scene;
    const text = 'this is a letter to my aunt, and no database at all\n'.repeat(200);
    await writeFile(project.path('letter.db'), text);
    await writeFile(project.file, `version: 1\nname: test\nengine: sqlite:./letter.db\n${BASIC}`);
    for (const args of [['run'], ['queues', 'ls'], ['enqueue', 'work']]) {
      const result = await scene.spawn(args).ended;
      assert.equal(result.code, 5, `${args.join(' ')}: ${result.stderr}`);
      assert.match(result.stderr, /STORE_REFUSED/);
    }
    const { readFile } = await import('node:fs/promises');
    assert.equal(await readFile(project.path('letter.db'), 'utf8'), text);
  });

  it('when the store is in the memory of another process: exit 5', async () => {
    const { project } = scene;
    await writeFile(project.file, `version: 1\nname: test\nengine: { type: sqlite, path: ":memory:" }\n${BASIC}`);
    const result = await scene.spawn(['enqueue', 'work']).ended;
    assert.equal(result.code, 5);
    assert.match(result.stderr, /SERVER_UNREACHABLE/);
  });

  it('when no Redis answers: the process starts, is not ready, says so without the password, and stops on SIGTERM', async () => {
    const { project } = scene;
    const engine = '{ type: redis, url: "redis://:hidden-word@127.0.0.1:1", prefix: x }';
    await writeFile(project.file, `version: 1\nname: test\nengine: ${engine}\n${BASIC}`);
    const server = scene.spawn(['run']);
    const { url } = await server.logged('admin API listens');
    await server.logged('the store does not answer yet; trying on');
    assert.equal((await fetch(`${String(url)}/healthz`)).status, 200);
    const readiness = await fetch(`${String(url)}/readyz`);
    assert.equal(readiness.status, 503);
    assert.match(await readiness.text(), /starting/);
    assert.equal((await fetch(`${String(url)}/api/queues`)).status, 503);
    server.signal('SIGTERM');
    const { code, stdout, stderr } = await server.ended;
    assert.equal(code, 0);
    assert.ok(!`${stdout}${stderr}`.includes('hidden-word'));
  });

  it('when no Redis answers, a command does not wait for ever: exit 5, without the password', async () => {
    const { project } = scene;
    const engine = '{ type: redis, url: "redis://:hidden-word@127.0.0.1:1", prefix: x }';
    await writeFile(project.file, `version: 1\nname: test\nengine: ${engine}\n${BASIC}`);
    const url = 'redis://:hidden-word@127.0.0.1:1';
    for (const args of [
      ['jobs', 'ls'],
      ['migrate', '--from', url, '--to', 'sqlite:./other.db'],
    ]) {
      const { code, stdout, stderr } = await scene.spawn(args).ended;
      assert.equal(code, 5, args[0]);
      assert.match(stderr, /STORE_UNREACHABLE/);
      assert.ok(!`${stdout}${stderr}`.includes('hidden-word'));
    }
  });

  // Without Redis among the engines the suite must run where no redis-server is.
  if (!ENGINES.some(({ name }) => name === 'redis')) return;

  it('when Redis goes away while it runs: it stops all the same, and exits 1', async () => {
    const redis = await RedisServer.start();
    try {
      const { project } = scene;
      const engine = `{ type: redis, url: "${redis.url}", prefix: x }`;
      const text = `version: 1\nname: test\nengine: ${engine}\n${BASIC}`.replace(
        'shutdownTimeout: 5s',
        'shutdownTimeout: 1s',
      );
      await writeFile(project.file, text);
      const server = scene.spawn(['run']);
      await server.ready();
      await redis.kill();
      server.signal('SIGTERM');
      assert.equal((await server.ended).code, 1);
      await server.logged('the store is gone, or takes nothing; jobs held here are rescued when the lease runs out');
    } finally {
      await redis.stop();
    }
  });
});
