import { strict as assert } from 'node:assert';
import { readFile, writeFile } from 'node:fs/promises';
import { ENGINES, WHOLE } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import type { SkepResult } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';

/** Whatever a command printed as JSON: the members that these tests look at. */
interface Answer {
  readonly id: string;
  readonly state: string;
  readonly existing: boolean;
  readonly result: unknown;
  readonly tags: readonly string[];
  readonly headers: unknown;
  readonly queue: string;
  readonly to: string;
  readonly changed: number;
  readonly paused: boolean;
  readonly runAt: string;
  readonly error: { readonly message: string };
  readonly jobs: readonly Answer[];
  readonly queues: readonly {
    readonly name: string;
    readonly paused: boolean;
    readonly counts: { available: number };
  }[];
  readonly next: readonly string[];
  readonly dryRun: boolean;
  readonly ticks: readonly { readonly id: string }[];
  readonly schedules: readonly { readonly name: string; readonly cron: string; readonly paused: boolean }[];
  readonly workers: readonly { readonly id: string; readonly roles: readonly string[]; readonly state: string }[];
  readonly counts: { readonly tasks: number };
}

function answer(text: string): Answer {
  return JSON.parse(text) as Answer;
}

const ROOT = new URL('../../', import.meta.url);

for (const harness of ENGINES) {
  /** The same commands must do the same with a server and without one. Behind a server one engine is like the other. */
  const ways = [
    ...(WHOLE || harness === ENGINES[0] ? ['straight on the store'] : []),
    ...(harness === ENGINES.at(-1) ? ['through a running server'] : []),
  ];
  for (const way of ways) {
    describe(`Commands on ${harness.name} ${way}`, function () {
      const scene = stage(harness);
      const served = way === 'through a running server';
      let url = '';

      /** With a server every command goes to it; without, a worker without API does the work. */
      async function begin(sections = BASIC): Promise<void> {
        await scene.project.write(sections);
        const server = scene.spawn(served ? ['run', '--port', '0'] : ['run', '--only', 'worker,scheduler']);
        url = await server.ready();
      }
      async function skep(...args: string[]): Promise<SkepResult> {
        return scene.spawn(served ? ['--server', url, ...args] : args).ended;
      }
      async function json(...args: string[]): Promise<Answer> {
        const result = await skep(...args, '-o', 'json');
        assert.equal(result.code, 0, result.stderr);
        return answer(result.stdout);
      }

      it('enqueue, wait and show', async () => {
        await begin();
        const { id, state, existing } = await json(
          'enqueue',
          'work',
          '{"do":"ok","result":[1]}',
          '--tag',
          'a,b',
          '--header',
          'x=1',
        );
        assert.equal(existing, false);
        assert.ok(['available', 'running', 'completed'].includes(state));
        const job = await json('jobs', 'wait', id);
        assert.deepEqual([job.state, job.result, job.tags, job.headers], ['completed', [1], ['a', 'b'], { x: '1' }]);
        assert.match((await skep('jobs', 'show', id)).stdout, /state: +completed/);
        assert.equal((await skep('jobs', 'show', id, '-o', 'name')).stdout, `${id}\n`);
        const again = await json('enqueue', 'work', '{"do":"ok"}', '--id', id);
        assert.deepEqual(again, { id, state: 'completed', existing: true });
      });

      it('enqueue --each makes a job of each element or line, spread over a time', async () => {
        await begin();
        const spread = ['--delay', '1h', '--spread', '60s'];
        const { jobs } = await json('enqueue', 'work', '[{"do":"ok"},{"do":"ok"},{"do":"ok"}]', '--each', ...spread);
        const starts = await Promise.all(
          jobs.map(async ({ id }) => Date.parse((await json('jobs', 'show', id)).runAt)),
        );
        const [first = 0] = starts;
        assert.deepEqual(starts.map((at) => at - first), [0, 20_000, 40_000]); // prettier-ignore
        const wrong = await skep('enqueue', 'work', '{"do":"ok"}\n\n{"do":', '--each');
        assert.deepEqual([wrong.code, wrong.stderr.includes('line 3 ')], [2, true]);
        for (const args of [['--spread', '60s'], ['--each', '--wait'], ['--each', '--id', 'x'], ['--each']]) {
          assert.equal((await skep('enqueue', 'work', ...(args[1] === undefined ? ['[]'] : ['{}']), ...args)).code, 2);
        }
      });

      it('wait tells by the exit code: 7 failed, 8 out of time', async () => {
        await begin();
        const dead = await skep('enqueue', 'work', '{"do":"dead","message":"no way"}', '--wait', '-o', 'json');
        assert.equal(dead.code, 7);
        assert.equal(answer(dead.stdout).error.message, 'no way');
        const slow = await skep('enqueue', '--wait=200ms', 'work', '{"do":"sleep","ms":60000}');
        assert.equal(slow.code, 8);
        assert.match(slow.stderr, /WAIT_TIMED_OUT/);
      });

      it('list, cancel, retry and rm jobs', async () => {
        await begin();
        const first = await json('enqueue', 'work', '{"do":"ok"}', '--delay', '1h');
        const second = await json(
          'enqueue',
          'work',
          '{"do":"ok"}',
          '--run-at',
          '2126-01-01T00:00:00Z',
          '--priority',
          '1',
        );
        const page = await json('jobs', 'ls', '--state', 'scheduled', '--since', '1h');
        assert.deepEqual(
          page.jobs.map((job) => job.id),
          [second.id, first.id],
        );
        const lines = (await skep('jobs', 'ls', '-o', 'jsonl')).stdout.trim().split('\n');
        assert.equal(lines.length, 2);
        assert.equal((await json('jobs', 'cancel', first.id)).state, 'cancelled');
        const mixed = await skep('jobs', 'cancel', first.id, 'no-such-job', second.id);
        assert.equal(mixed.code, 1);
        assert.match(mixed.stderr, /STATE_CONFLICT[^]*JOB_UNKNOWN/);
        assert.match(mixed.stdout, new RegExp(`${second.id} cancelled`));
        assert.equal((await skep('jobs', 'retry', first.id)).stdout, `${first.id} retried\n`);
        assert.equal((await json('jobs', 'wait', first.id)).state, 'completed');
        assert.equal((await skep('jobs', 'rm', first.id)).code, 0);
        assert.equal((await skep('jobs', 'show', first.id)).code, 3);
      });

      it('cancel jobs by a filter, after counting them', async () => {
        await begin();
        for (const tag of ['red', 'red', 'blue']) await json('enqueue', 'work', '{}', '--delay', '1h', '--tag', tag);
        const counted = await skep('jobs', 'cancel', '--tag', 'red', '--dry-run');
        assert.equal(counted.stdout.trim(), '2 jobs would be cancelled; nothing was changed');
        const done = await skep('jobs', 'cancel', '--tag', 'red', '--state', 'scheduled,running');
        assert.deepEqual([done.code, done.stdout.trim()], [0, '2 jobs cancelled']);
        assert.equal((await json('jobs', 'ls', '--state', 'scheduled')).jobs.length, 1);
        const nothing = await skep('jobs', 'cancel');
        assert.deepEqual([nothing.code, nothing.stderr.includes('REQUEST_INVALID')], [2, true], nothing.stderr);
        assert.equal((await skep('jobs', 'cancel', 'an-id', '--tag', 'red')).code, 2);
        assert.equal((await skep('jobs', 'cancel', '--state', 'dead')).code, 2);
      });

      it('move jobs, by name and by filter', async () => {
        await begin(`${BASIC}\nqueues: { default: {}, slow: { concurrency: 1 } }\n`);
        await json('queues', 'pause', 'slow');
        const later = ['--delay', '1h', '--queue', 'slow'];
        const [first, second] = [
          await json('enqueue', 'work', '{"do":"ok"}', ...later),
          await json('enqueue', 'work', '{"do":"ok"}', ...later),
        ];
        const waits = await json('enqueue', 'work', '{"do":"ok"}', '--queue', 'slow');
        const named = await skep('jobs', 'move', first.id, 'no-such-job', '--to', 'default');
        assert.equal(named.code, 3);
        assert.match(named.stdout, /^1 job moved to default\n1 job stays where it is\n$/);
        assert.match(named.stderr, /JOB_UNKNOWN/);
        assert.match((await skep('jobs', 'move', first.id, '--to', 'default')).stdout, /1 job was there already/);
        const rest = await json('jobs', 'move', '--queue', 'slow', '--to', 'default');
        assert.deepEqual([rest.to, rest.changed], ['default', 2]);
        assert.equal((await json('jobs', 'wait', waits.id)).state, 'completed');
        for (const { id } of [first, second]) {
          const job = await json('jobs', 'show', id);
          assert.deepEqual([job.queue, job.state], ['default', 'scheduled']);
        }
        const late = await skep('jobs', 'move', waits.id, '--to', 'slow');
        assert.equal(late.code, 1);
        assert.match(late.stderr, /STATE_CONFLICT.*cannot be moved: it is completed/);
        for (const [code, hint, ...args] of [
          [3, /did you mean `default`/, '--queue', 'slow', '--to', 'defualt'],
          [2, /give ids, or some of/, '--to', 'default'],
          [2, /give ids/, 'an-id', '--queue', 'slow', '--to', 'default'],
          [2, /scheduled/, '--state', 'dead', '--to', 'default'],
          [2, /--to/, '--queue', 'slow'],
        ] as const) {
          const refused = await skep('jobs', 'move', ...args);
          assert.equal(refused.code, code, refused.stderr);
          assert.match(refused.stderr, hint);
        }
      });

      it('pause, resume and list queues', async () => {
        await begin();
        assert.equal((await json('queues', 'pause', 'default')).paused, true);
        const { id } = await json('enqueue', 'work', '{"do":"ok"}');
        const { queues } = await json('queues', 'ls');
        assert.deepEqual([queues[0]?.name, queues[0]?.paused, queues[0]?.counts.available], ['default', true, 1]);
        assert.match((await skep('queues', 'ls')).stdout, /^QUEUE +STATUS[^]*default +paused +1/);
        assert.equal((await json('queues', 'resume', 'default')).paused, false);
        assert.equal((await json('jobs', 'wait', id)).state, 'completed');
      });

      it('list, look ahead, run, pause and resume schedules', async () => {
        await begin(`${BASIC}\nschedules: { nightly: { task: work, cron: "0 3 * * *", payload: { do: ok } } }\n`);
        const { schedules } = await json('schedules', 'ls');
        assert.deepEqual(
          [schedules[0]?.name, schedules[0]?.cron, schedules[0]?.paused],
          ['nightly', '0 3 * * *', false],
        );
        const { next } = await json('schedules', 'next', 'nightly', '-n', '2', '--from', '2026-01-01T03:00:00Z');
        assert.deepEqual(next, ['2026-01-02T03:00:00.000Z', '2026-01-03T03:00:00.000Z']);
        const { id } = await json('schedules', 'run', 'nightly');
        assert.deepEqual(
          (await json('schedules', 'history', 'nightly')).ticks.map((tick) => tick.id),
          [id],
        );
        const days = ['--from', '2026-01-01T00:00:00Z', '--to', '2026-01-03T00:00:00Z', '--limit', '1', '--dry-run'];
        const planned = await skep('schedules', 'backfill', 'nightly', ...days);
        assert.deepEqual(
          [planned.stdout.match(/nightly@\S+/g), planned.stderr],
          [['nightly@2026-01-01T03:00:00.000Z'], 'there are more: --from 2026-01-01T03:00:00.001Z\n'],
        );
        assert.equal((await json('jobs', 'wait', id)).state, 'completed');
        assert.equal((await json('schedules', 'pause', 'nightly')).paused, true);
        assert.equal((await json('schedules', 'resume', 'nightly')).paused, false);
      });

      it('tell workers to pause, resume, work otherwise and stop', async () => {
        await begin(`${BASIC}queues: { default: {}, other: {} }\n`);
        const id = (await json('workers', 'ls')).workers.find(({ roles }) => roles.includes('worker'))?.id ?? '';
        const said = async (...args: string[]): Promise<string> => {
          const { code, stdout, stderr } = await skep('workers', ...args);
          assert.equal(code, 0, stderr);
          return stdout.trim();
        };
        assert.equal(await said('pause', id), `${id} reserves no more jobs; 0 running`);
        assert.equal((await json('workers', 'ls')).workers.find((worker) => worker.id === id)?.state, 'paused');
        assert.equal(await said('resume', id), `${id} reserves jobs again`);
        assert.match(await said('concurrency', id, '--to', '3', '--queue', 'other'), / runs default:\d+, other:3$/);
        assert.equal(await said('queues', id, '--only', 'other'), `${id} consumes other:3`);
        const shown = await said('show', id);
        assert.match(shown, /^told: +queues other; concurrency other:3$/m);
        assert.match(await said('ping'), new RegExp(`^${id} answered in \\d+ ms$`));
        const wrong = await skep('workers', 'queues', id, '--only', 'othre');
        assert.deepEqual([wrong.code, /QUEUE_UNKNOWN[^]*other/.test(wrong.stderr)], [3, true], wrong.stderr);
        assert.equal((await skep('workers', 'concurrency', id)).code, 2);
        assert.equal((await skep('workers', 'pause', 'nobody')).code, 3);
        assert.equal(await said('stop', id), `${id} stops; 0 running`);
      });

      it('list workers, and reload', async () => {
        await begin();
        const { workers } = await json('workers', 'ls');
        assert.equal(workers.length, 1);
        assert.ok(workers[0]?.roles.includes('worker'));
        await scene.project.write(BASIC.replace('tasks:', 'tasks:\n  extra: { handler: ./handlers/fixture.ts }'));
        assert.equal((await json('reload')).counts.tasks, 2);
        const done = await skep('enqueue', 'extra', '{"do":"ok"}', '--wait');
        assert.equal(done.code, 0, done.stderr);
        await scene.project.write('tasks: 7');
        const refused = await skep('reload');
        assert.equal(refused.code, 2);
        assert.match(refused.stderr, /MANIFEST_INVALID[^]*jobs\.yaml/);
      });
    });
  }
}

/** What is the same on every store: one of them is enough. */
for (const harness of ENGINES.slice(0, 1)) {
  describe(`The command line on ${harness.name}`, function () {
    const scene = stage(harness);

    it('finds the running server of its own manifest by itself', async () => {
      await scene.project.write(BASIC);
      const url = await scene.spawn(['run']).ready();
      const port = new URL(url).port;
      await scene.project.write(BASIC.replace('port: 0', `port: ${port}`));
      assert.match((await scene.spawn(['-v', 'queues', 'ls']).ended).stderr, /through the server at/);
      await writeFile(scene.project.path('other.yaml'), await readFile(scene.project.file));
      const other = await scene.spawn(['-v', '-f', 'other.yaml', 'queues', 'ls']).ended;
      assert.match(other.stderr, /straight on the .* store/);
    });

    it('takes a payload from a file and from stdin', async () => {
      await scene.project.write(BASIC);
      await writeFile(scene.project.path('payload.json'), '\uFEFF{"do":"ok","result":"file"}');
      const one = answer((await scene.spawn(['enqueue', 'work', '@payload.json', '-o', 'json']).ended).stdout);
      const { SkepProcess } = await import('../support/skep-process.ts');
      const piped = new SkepProcess(['enqueue', 'work', '-', '-o', 'json'], {
        cwd: scene.project.folder,
        // As programs of Windows write it: with a byte order mark.
        input: '\uFEFF{"do":"ok","result":"stdin"}',
      });
      const two = answer((await piped.ended).stdout);
      assert.equal((await scene.spawn(['run', '--burst']).ended).code, 0);
      for (const [id, result] of [
        [one.id, 'file'],
        [two.id, 'stdin'],
      ] as const) {
        const job = answer((await scene.spawn(['jobs', 'show', id, '-o', 'json']).ended).stdout);
        assert.deepEqual([job.state, job.result], ['completed', result]);
      }
    });

    it('sees retries to their end with --burst-wait', async () => {
      await scene.project.write(BASIC.replace('20ms', '300ms'));
      const { id } = answer(
        (await scene.spawn(['enqueue', 'work', '{"do":"throw","message":"x"}', '-o', 'json']).ended).stdout,
      );
      assert.equal((await scene.spawn(['run', '--burst-wait', '30s']).ended).code, 0);
      const job = answer((await scene.spawn(['jobs', 'show', id, '-o', 'json']).ended).stdout);
      assert.equal(job.state, 'dead');
    });

    it('refuses a payload that is not UTF-8, instead of changing it', async () => {
      await scene.project.write(BASIC);
      await writeFile(scene.project.path('latin.json'), Buffer.from('{"name":"caf\xe9"}', 'latin1'));
      const { code, stderr } = await scene.spawn(['enqueue', 'work', '@latin.json']).ended;
      assert.equal(code, 2);
      assert.match(stderr, /error USAGE: the payload is not UTF-8/);
    });

    it('shows no password and nothing that steers the terminal, whatever a handler throws or logs', async () => {
      await scene.project.write(BASIC);
      const text = 'no answer from https://user:canary@host/x \u202egnp.exe\u001b[31m';
      for (const payload of [
        { do: 'throw', message: text },
        { do: 'log', lines: [text] },
      ]) {
        await scene.spawn(['enqueue', 'work', JSON.stringify(payload), '--max-attempts', '1']).ended;
      }
      await scene.spawn(['run', '--burst']).ended;
      const ids = (await scene.spawn(['jobs', 'ls', '-o', 'name']).ended).stdout.trim().split('\n');
      assert.equal(ids.length, 2);
      for (const output of ['table', 'json', 'jsonl', 'yaml']) {
        const shown = await Promise.all(ids.map((id) => scene.spawn(['jobs', 'show', id, '-o', output]).ended));
        for (const { stdout } of shown) {
          // eslint-disable-next-line no-control-regex -- it is what is looked for
          assert.ok(!/[\u202e\u001b]/.test(stdout), `${output}: ${stdout}`);
          assert.match(stdout, /user:\*\*\*@host/);
        }
      }
    });

    it('shows nothing that steers the terminal, whatever stands on the command line', async () => {
      await scene.project.write(BASIC);
      const evil = 'no\u202epe\u001b[31m\u2066';
      const calls = [
        ['check', '-f', `${evil}.yaml`],
        ['doctor', '-f', `${evil}.yaml`],
        ['run', '-f', `${evil}.yaml`],
        ['enqueue', evil],
        ['enqueue', 'work', evil],
        ['enqueue', 'work', `@${evil}`],
        ['enqueue', 'work', '--id', evil],
        ['enqueue', 'work', '--queue', evil],
        ...['show', 'wait', 'cancel', 'retry', 'rm'].map((verb) => ['jobs', verb, evil, 'a:b']),
        ['jobs', 'ls', '--state', evil],
        ['jobs', 'ls', '--tag', evil],
        ['jobs', 'ls', '--cursor', evil],
        ['queues', 'pause', evil],
        ['schedules', 'next', evil],
        ['queues', 'ls', '--server', `http://${evil}/`],
        ['queues', 'ls', '--token-file', evil],
        [evil],
        ['check', `--${evil}`],
      ];
      for (const call of calls) {
        const { stdout, stderr } = await scene.spawn(call).ended;
        // eslint-disable-next-line no-control-regex -- it is what is looked for
        assert.ok(!/[\u202e\u001b\u2066]/.test(stdout + stderr), `${JSON.stringify(call)}: ${stdout}${stderr}`);
      }
    });

    it('consumes only the queues that it is told to', async () => {
      await scene.project.write(`${BASIC}\nqueues: { default: {}, slow: {}, bulk: {} }\n`);
      for (const queue of ['default', 'slow', 'bulk']) {
        await scene.spawn(['enqueue', 'work', '{"do":"ok"}', '--queue', queue]).ended;
      }
      assert.equal((await scene.spawn(['run', '--burst', '-q', 'slow']).ended).code, 0);
      const left = async (): Promise<string[]> => {
        const { stdout } = await scene.spawn(['jobs', 'ls', '--state', 'available', '-o', 'json']).ended;
        return answer(stdout)
          .jobs.map((job) => job.queue)
          .sort();
      };
      assert.deepEqual(await left(), ['bulk', 'default']);
      assert.equal((await scene.spawn(['run', '--burst', '-x', 'bulk']).ended).code, 0);
      assert.deepEqual(await left(), ['bulk']);
    });

    it('prints YAML', async () => {
      await scene.project.write(BASIC);
      await scene.spawn(['enqueue', 'work', '{"do":"ok"}']).ended;
      const yaml = await scene.spawn(['queues', 'ls', '-o', 'yaml']).ended;
      assert.match(yaml.stdout, /^queues:\n {2}- name: default\n/);
      assert.equal(yaml.stderr, '');
    });

    it('ends with 130 on Ctrl-C', async () => {
      await scene.project.write(BASIC);
      const server = scene.spawn(['run']);
      await server.ready();
      server.signal('SIGINT');
      assert.equal((await server.ended).code, 130);
    });

    it('loads no engine, web server or tracing to look ahead, to check, or to help', async () => {
      const { project } = scene;
      await project.write(`${BASIC}\nschedules: { hourly: { task: work, every: 1h } }\n`);
      const log = project.path('loaded');
      const hooks = `import { appendFileSync } from 'node:fs';
        export async function load(url, context, next) { appendFileSync(${JSON.stringify(log)}, url + '\\n'); return next(url, context); }`;
      const probe = `import { register } from 'node:module';
        register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));`;
      await writeFile(project.path('probe.mjs'), probe);
      const env = { NODE_OPTIONS: `--import=${project.path('probe.mjs')}` };
      for (const args of [['schedules', 'next', 'hourly', '-n', '1'], ['check'], ['--help']]) {
        await writeFile(log, '');
        const result = await scene.spawn(args, env).ended;
        assert.equal(result.code, 0, result.stderr);
        const loaded = (await readFile(log, 'utf8')).trim().split('\n');
        assert.ok(
          loaded.some((url) => url.includes('/cli/main.')),
          'the probe saw nothing',
        );
        const heavy = loaded.filter((url) =>
          /opentelemetry|\/koa|libsql|ioredis|bee-queue|\/engines\/|\/pino/.test(url),
        );
        assert.deepEqual(heavy, [], args.join(' '));
      }
    });
  });
}

describe('The program', function () {
  it('tells its version and its help', async () => {
    const { skep } = await import('../support/skep-process.ts');
    const cwd = new URL('.', ROOT).pathname;
    const { version } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as { version: string };
    for (const args of [['version'], ['--version']]) assert.equal((await skep(args, { cwd })).stdout, `${version}\n`);
    const help = await skep(['--help'], { cwd });
    assert.equal(help.code, 0);
    for (const command of ['run', 'check', 'enqueue', 'jobs', 'queues', 'schedules', 'workers', 'reload', 'version']) {
      assert.match(help.stdout, new RegExp(`^ {2}${command}\\b`, 'm'));
    }
  });
});
