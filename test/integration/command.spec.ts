/** Tasks that are commands, through the whole platform, with real programs: what a shell of any system has, and Node. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { JobView } from '../../src/api/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const NODE = JSON.stringify(process.execPath);

/** Whether a process of that number is there and not only waits for its parent to look at it. */
async function runs(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}

for (const harness of ANY_ENGINE) {
  describe(`commands on ${harness.name}`, function () {
    const scene = stage(harness, { lease: '4s' });

    const manifest = (tasks: string): string => `defaults: { retry: quick, shutdownTimeout: 5s }
retryPolicies: { quick: { maxAttempts: 2, backoff: { type: fixed, base: 1ms } } }
tasks:
${tasks}
admin: { port: 0 }
reload: { debounce: 30ms }`;
    const run = async (tasks: string): Promise<Platform> => {
      await scene.project.write(manifest(tasks));
      return scene.run({ env: process.env });
    };
    /** One task `work` whose shell script is in the payload: nobody should do that. */
    const scripted = (more = ''): string => `  work: { command: [sh, -c, "\${payload.do}"]${more} }`;
    const script = async (platform: Platform, text: string, more: object = {}): Promise<JobView> =>
      finished(platform, await enqueue(platform, { do: text, ...more }));
    const linesOf = ({ logs }: JobView): readonly string[] => logs.map(({ line }) => line);
    const fileWith = async (name: string): Promise<string> =>
      waitFor(`the file ${name}`, async () => {
        const text = await readFile(scene.project.path(name), 'utf8').catch(() => '');
        return text.endsWith('\n') && text.trim();
      });

    it('gets the payload, arguments and who it is, and completes with what it says', async () => {
      const platform = await run(`
  work:
    command: [${NODE}, ./say.mjs, "--order", "\${payload.id}", "--", "\${payload.name}", "\${payload.list}", "\${payload.none}", "a \${job.task}!"]
    cwd: ./handlers
    env: [WANTED, PATH]`);
      await scene.project.writeHandler(
        'say.mjs',
        `import { readFileSync } from 'node:fs';
         const { PATH, ...env } = process.env;
         const result = { payload: JSON.parse(readFileSync(0, 'utf8')), args: process.argv.slice(2), env };
         console.log('::skep ' + JSON.stringify({ progress: [3, 10, 'on it'] }));
         console.log('::skep ' + JSON.stringify({ result }));`,
      );
      const payload = { id: 7, name: '-rf; echo $HOME', list: ['a', 1] };
      const job = await finished(platform, await enqueue(platform, payload));
      assert.equal(job.state, 'completed', JSON.stringify(job.error));
      const {
        args,
        env,
        payload: got,
      } = job.result as { args: string[]; env: Record<string, string>; payload: unknown };
      assert.deepEqual(got, payload);
      assert.deepEqual(args, ['--order', '7', '--', '-rf; echo $HOME', '["a",1]', '', 'a work!']);
      assert.deepEqual([job.progress?.done, job.progress?.total, job.progress?.message], [3, 10, 'on it']);
      assert.deepEqual(env, {
        ...{ SKEP_JOB_ID: job.id, SKEP_TASK: 'work', SKEP_QUEUE: 'default', SKEP_ATTEMPT: '1' },
        SKEP_IDEMPOTENCY_KEY: job.id,
        SKEP_GUARD: env['SKEP_GUARD'],
        ...('TRACEPARENT' in env ? { TRACEPARENT: env['TRACEPARENT'] } : {}),
      });
      const view = await platform.operations.task('work');
      assert.deepEqual(
        [view.handler, view.command, view.cwd, view.env],
        [null, process.execPath, './handlers', ['WANTED', 'PATH']],
      );
    });

    it('completes without a word with its exit code, and keeps what it prints', async () => {
      const platform = await run(scripted());
      const job = await script(platform, 'echo one; echo two >&2; printf three');
      assert.deepEqual([job.state, job.result], ['completed', { exitCode: 0 }]);
      assert.deepEqual(linesOf(job).toSorted(), ['one', 'three', 'two']);
    });

    it('does by its exit code what the manifest says, and else fails with its last words', async () => {
      const platform = await run(scripted(', exitCodes: { 75: retry, 65: dead, 3: complete, 4: cancel }'));
      const failed = await script(platform, 'echo why >&2; exit 9');
      assert.deepEqual([failed.state, failed.error?.code, failed.attempt], ['dead', 'COMMAND_FAILED', 2]);
      assert.equal(failed.error?.message, 'the command ended with exit code 9: why');
      const again = await script(platform, '[ $SKEP_ATTEMPT = 2 ] || exit 75');
      assert.deepEqual([again.state, again.attempts[0]?.error?.code], ['completed', 'COMMAND_UNFINISHED']);
      const dead = await script(platform, 'exit 65');
      assert.deepEqual([dead.state, dead.error?.code, dead.attempt], ['dead', 'COMMAND_FAILED', 1]);
      const done = await script(platform, 'exit 3');
      assert.deepEqual([done.state, done.result], ['completed', { exitCode: 3 }]);
      assert.equal((await script(platform, 'exit 4')).state, 'cancelled');
      const crashed = await script(platform, 'kill -SEGV $$');
      assert.deepEqual(
        [crashed.error?.code, crashed.error?.message],
        ['ATTEMPT_CRASHED', 'the command was ended by SIGSEGV'],
      );
    });

    it('asks for another attempt at a time, and gives up', async () => {
      const platform = await run(scripted());
      const id = await enqueue(platform, { do: `echo '::skep {"retry":{"in":"1h"}}'; exit 1` });
      const { runAt, attempts } = await inState(platform, id, 'retryable');
      assert.ok(Date.parse(runAt) - Date.parse(attempts[0]!.finishedAt) > 3_500_000);
      assert.equal(attempts[0]?.error?.code, 'COMMAND_UNFINISHED');
      const dead = await script(platform, `echo '::skep {"dead":"why"}'`);
      assert.deepEqual([dead.state, dead.error?.message, dead.attempt], ['dead', 'why', 1]);
    });

    it('is not hindered by a line that nobody understands', async () => {
      const platform = await run(scripted());
      const job = await script(
        platform,
        `echo '::skep {"progress":"x"}'; echo '::skep nonsense'; echo '::skep {"result":5}'`,
      );
      assert.deepEqual([job.state, job.result], ['completed', 5]);
      assert.match(
        linesOf(job).join('\n'),
        /not understood \(`progress` is .*\): ::skep \{"progress":"x"\}\nnot understood \(it is no JSON\): ::skep nonsense/,
      );
    });

    it('says what is missing when it cannot be started', async () => {
      const platform = await run(`
  program: { command: [no-such-program-of-skep], retry: { maxAttempts: 1 } }
  folder: { command: [sh], cwd: ./nowhere, retry: { maxAttempts: 1 } }
  file: { command: [./jobs.yaml], retry: { maxAttempts: 1 } }
  nul: { command: [echo, "\${payload.text}"] }`);
      const error = async (task: string, payload = {}): Promise<unknown> => {
        const job = await finished(platform, await enqueue(platform, payload, {}, task));
        assert.deepEqual([job.state, job.error?.code, job.attempt], ['dead', 'COMMAND_NOT_STARTED', 1]);
        return job.error?.message.replace(scene.project.folder, 'HERE');
      };
      const begin = 'the command could not be started:';
      assert.equal(
        await error('program'),
        `${begin} there is no program no-such-program-of-skep in the folders of its PATH`,
      );
      assert.equal(await error('folder'), `${begin} its folder HERE/nowhere is not there`);
      assert.equal(await error('file'), `${begin} ./jobs.yaml may not be run`);
      assert.match(String(await error('nul', { text: 'a\0b' })), /NUL into argument 1/);
    });

    it('ends with all that it has started at the hard limit', async () => {
      const platform = await run(scripted(', timeout: { soft: 200ms, hard: 400ms }, retry: { maxAttempts: 1 }'));
      const job = await script(
        platform,
        `trap '' TERM; (trap '' TERM; sleep 600 & wait) & sleep 600 & echo "$$ $!" > pids; wait; sleep 600`,
      );
      assert.deepEqual([job.state, job.error?.code], ['dead', 'ATTEMPT_TIMED_OUT']);
      const pids = (await fileWith('pids')).split(' ').map(Number);
      for (const pid of pids) assert.equal(await runs(pid), false, String(pid));
      const [own] = (await platform.operations.workers()).filter(({ overrunning }) => overrunning > 0);
      assert.equal(own, undefined);
    });

    it('is killed by `cancelGrace` after a cancel that it does not heed', async () => {
      const platform = await run(scripted(', cancelGrace: 400ms'));
      const stubborn = `trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done`;
      const id = await enqueue(platform, { do: stubborn }, { timeout: '1h' });
      const pid = Number(await fileWith('pid'));
      await platform.operations.cancelJob(id);
      await waitFor('its end', async () => !(await runs(pid)));
      await waitFor('its place', () => platform.running === 0);
    });

    it('is asked to end at the soft limit and by a cancel, and what it left in the background ends with it', async () => {
      const platform = await run(scripted(', timeout: { soft: 300ms }, retry: { maxAttempts: 1 }'));
      const job = await script(platform, `trap 'echo bye; exit 7' TERM; echo x >&2; while :; do sleep 0.05; done`);
      assert.deepEqual([job.state, job.error?.code], ['dead', 'ATTEMPT_TIMED_OUT']);
      assert.match(
        job.error?.message ?? '',
        /^the attempt ran past its soft limit of 300ms; the command ended with exit code 7: x/,
      );
      assert.ok(linesOf(job).includes('bye'));
      const id = await enqueue(platform, { do: `echo $$ > pid; exec sleep 600` }, { timeout: '1h' });
      const pid = Number(await fileWith('pid'));
      await platform.operations.cancelJob(id);
      await waitFor('its end', async () => !(await runs(pid)));
      assert.equal((await finished(platform, id)).state, 'cancelled');
      const left = await script(platform, 'sleep 600 >/dev/null 2>&1 & echo $! > left; exit 0');
      assert.equal(left.state, 'completed');
      assert.equal(await runs(Number(await fileWith('left'))), false);
    });

    it('is given back at a stop, unharmed', async () => {
      const platform = await run(scripted());
      const id = await enqueue(platform, { do: `trap '' TERM; echo $$ > pid; sleep 600 & wait; sleep 600` });
      const pid = Number(await fileWith('pid'));
      platform.hurry();
      await platform.stop();
      assert.equal(await runs(pid), false);
      const api = await scene.run({ env: process.env, roles: ['api'] });
      const job = await api.operations.getJob(id);
      assert.deepEqual([job.state, job.attempts[0]?.outcome], ['available', 'released']);
    });

    it('ends when its worker is killed, and runs again elsewhere', async () => {
      await scene.project.write(manifest(scripted()));
      const api = await scene.run({ env: process.env, roles: ['api', 'scheduler'] });
      const first = scene.spawn(['run', '--only', 'worker']);
      await first.ready();
      const id = await enqueue(api, { do: `[ $SKEP_ATTEMPT = 1 ] || exit 0; echo $$ > pid; sleep 600 & wait` });
      const pid = Number(await fileWith('pid'));
      await first.kill();
      await waitFor('its end', async () => !(await runs(pid)));
      const second = scene.spawn(['run', '--only', 'worker']);
      await second.ready();
      const job = await finished(api, id);
      assert.deepEqual([job.state, job.attempt, job.attempts[0]?.error?.code], ['completed', 2, 'ATTEMPT_CRASHED']);
    });

    it('is told of by hooks, and fails where its result breaks the output schema', async () => {
      const hook = '{ task: note, with: { code: "${result.exitCode}", why: "${error.code}" } }';
      const platform = await run(`  note: { command: [cat] }
${scripted(`, retry: { maxAttempts: 1 }, output: { type: object, required: [exitCode] }, on: { success: ${hook}, failure: ${hook} }`)}`);
      const told = async (text: string): Promise<unknown> => {
        const { id } = await script(platform, text);
        return waitFor(`what is told of ${text}`, async () => {
          const { jobs } = await platform.operations.listJobs({ task: 'note', limit: 10 });
          const found = jobs.find(({ parentId }) => parentId === id);
          return found && (await platform.operations.getJob(found.id)).payload;
        });
      };
      assert.deepEqual(await told('exit 0'), { code: 0, why: null });
      assert.deepEqual(await told('exit 1'), { code: null, why: 'COMMAND_FAILED' });
      assert.deepEqual(await told(`echo '::skep {"result":[]}'`), { code: null, why: 'RESULT_INVALID' });
    });

    it('shows nothing sensitive of its payload, and works with one that is encrypted', async () => {
      await scene.project.write(`encryption: { keys: { k: "${'ab'.repeat(32)}" }, use: k }
${manifest(`${scripted(', sensitive: [word]')}
  sealed: { command: [cat], encrypt: true }`)}`);
      const platform = await scene.run({ env: process.env });
      const text = `cat; echo; cat <&0 >&2; echo "it is canary-word" >&2; echo '::skep {"progress":[1,2,"canary-word"]}'; exit 1`;
      const job = await script(platform, text, { word: 'canary-word' });
      assert.equal(job.state, 'dead');
      // The script of this test has the word itself.
      const told = JSON.stringify({ ...job, payload: null });
      assert.ok(!told.includes('canary-word'), told);
      assert.match(job.error?.message ?? '', /it is \[hidden\]/);
      const sealed = await finished(platform, await enqueue(platform, { word: 'canary-word' }, {}, 'sealed'));
      assert.equal(sealed.state, 'completed');
      assert.equal(sealed.logs.length, 1);
      assert.ok(!JSON.stringify(sealed).includes('canary-word'));
    });

    it('takes any output: bytes that are no text, lines without an end, a hundred megabytes', async () => {
      const platform = await run(`  work: { command: [${NODE}, -e, "\${payload.do}"] }`);
      const job = await script(
        platform,
        `const line = Buffer.from('x'.repeat(99) + '\\n'), piece = Buffer.concat(Array(1e4).fill(line));
         process.stdin.destroy();
         let n = 0;
         const more = () => { while (n++ < 100) if (!process.stdout.write(piece)) return process.stdout.once('drain', more); last(); };
         const last = () => process.stdout.write(Buffer.from([0xff, 0xfe, 10]), () => process.stdout.write('y'.repeat(3e6)));
         more();`,
      );
      assert.deepEqual([job.state, job.logs.length], ['completed', 100], JSON.stringify(job.error));
      const lines = linesOf(job);
      assert.deepEqual([lines.at(-2), lines.at(-3)], ['\uFFFD\uFFFD', 'x'.repeat(99)]);
      assert.match(lines.at(-1) ?? '', /^y{1900,2000}/);
      const large = await script(platform, `console.log('::skep ' + JSON.stringify({ result: 'x'.repeat(3e6) }))`);
      assert.deepEqual([large.state, large.error?.code], ['dead', 'RESULT_TOO_LARGE']);
      const most = await script(platform, `console.log('::skep ' + JSON.stringify({ result: 'x'.repeat(1e6) }))`);
      assert.equal((most.result as string).length, 1e6);
    });
  });
}
