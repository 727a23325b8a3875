/** The executor of commands with real programs, where a whole platform shows less. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { commandExecutor, type CommandSpec } from '../../../src/binding/command/command-executor.ts';
import { type Execution, type HandlerContext, NO_SPAN } from '../../../src/core/index.ts';
import { type Clock, type Json, newAborter, systemClock } from '../../../src/foundation/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { leaseOf } from '../runtime/parts.ts';

const SPAN = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 };

describe('the executor command', () => {
  let folder: string;
  let aborter: AbortController;
  let lines: string[];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-command-'));
    aborter = newAborter();
    lines = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function contextOf(more: object = {}): HandlerContext {
    const { job } = leaseOf({ id: 'the-job', task: 'tmp.clean', attempt: 2, ...more });
    const span = { ...NO_SPAN, spanContext: () => SPAN };
    const wish = (kind: string) => (about: unknown) => Object.assign(new Error(kind), { about });
    const told = {
      log: (line: string) => lines.push(line),
      dead: wish('dead'),
      retry: wish('retry'),
      cancel: wish('cancel'),
    };
    return {
      job,
      attempt: 2,
      idempotencyKey: job.id,
      span,
      signal: aborter.signal,
      ...told,
    } as unknown as HandlerContext;
  }

  function start(
    script: string,
    given: Partial<CommandSpec> = {},
    { env = {}, clock }: { env?: object; clock?: Clock } = {},
  ) {
    const spec = { command: ['/bin/sh', '-c', script], cwd: null, env: null, exitCodes: null, result: null, ...given };
    const around = { directory: folder, env: env as Readonly<Record<string, string>>, clock: clock ?? systemClock };
    const execution = commandExecutor(spec, around).start({}, contextOf()) as Execution;
    execution.done.catch(() => undefined);
    return execution;
  }
  const run = async (script: string, given: Partial<CommandSpec> = {}, env: object = {}): Promise<unknown> => {
    const { done } = start(script, given, { env });
    return done;
  };
  const firstLine = async (name: string): Promise<string> =>
    waitFor(`a line in ${name}`, async () => {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => '');
      return text.includes('\n') && text.trim();
    });
  const runs = async (pid: string): Promise<boolean> => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return stat !== '' && !/\) [ZX] /.test(stat);
  };

  /** Whatever it looks again for passes in its time. */
  const ended = async (execution: Execution, clock: FakeClock): Promise<void> => {
    let over = false;
    const end = (): void => {
      over = true;
    };
    execution.done.then(end, end);
    await waitFor('its end', async () => {
      await clock.advance(5);
      return over;
    });
  };

  it("has the attempt's span in TRACEPARENT, and of the environment what it should", async () => {
    await run(
      'env',
      {},
      { PATH: process.env['PATH'], HOME: '/h', LANG: 'C', TZ: 'UTC', SECRET: 'x', TRACEPARENT: 'of another' },
    );
    const names = (all: readonly string[]): string[] =>
      all
        .filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line))
        .map((line) => line.split('=')[0] ?? '')
        .toSorted();
    const named = ['ATTEMPT', 'GUARD', 'IDEMPOTENCY_KEY', 'JOB_ID', 'QUEUE', 'TASK'].map((name) => `SKEP_${name}`);
    const told = [...named, 'TRACEPARENT'];
    assert.deepEqual(names(lines), ['HOME', 'LANG', 'PATH', 'TZ', ...told].toSorted());
    assert.ok(lines.includes(`TRACEPARENT=00-${SPAN.traceId}-${SPAN.spanId}-01`), lines.join('\n'));
    assert.ok(lines.includes('SKEP_ATTEMPT=2'));
    lines = [];
    await run('/usr/bin/env', { env: ['SECRET'] }, { HOME: '/h', SECRET: 'x' });
    assert.deepEqual(names(lines), ['SECRET', ...told].toSorted());
  });

  it('runs in the folder that it is told, and finds a program there', async () => {
    assert.deepEqual(await run('mkdir sub && echo "pwd" > sub/where.sh && chmod +x sub/where.sh'), { exitCode: 0 });
    await run('', { command: ['/bin/sh', './where.sh'], cwd: 'sub' });
    assert.match(lines.at(-1) ?? '', /skep-command-[^/]*\/sub$/);
  });

  it('gets an input that it may leave unread, and has an output that it may close', async () => {
    const large: Json = 'x'.repeat(900_000);
    const spec = {
      command: ['/bin/sh', '-c', 'exec 0<&- 1>&- 2>&-; exit 0'],
      cwd: null,
      env: null,
      exitCodes: null,
      result: null,
    };
    const execution = commandExecutor(spec, { directory: folder, env: {} }).start(large, contextOf()) as Execution;
    assert.deepEqual(await execution.done, { exitCode: 0 });
  });

  it('does not start when it is too late', () => {
    aborter.abort(new Error('stopped'));
    assert.throws(() => start('touch was-here'), /stopped/);
  });

  it('is killed with its group, and says so when nothing of it runs', async () => {
    const execution = start(
      `trap '' TERM; (trap '' TERM; echo $$ > inner; while :; do sleep 0.1; done) & echo "$$ $!" > pids; wait`,
    );
    const pids = (await firstLine('pids')).split(' ');
    await firstLine('inner');
    assert.equal(await execution.kill(), true);
    for (const pid of pids) assert.equal(await runs(pid), false);
    await assert.rejects(execution.done, { code: 'ATTEMPT_CRASHED', message: 'the command was ended by SIGKILL' });
    // A second time it meets nobody.
    assert.equal(await execution.kill(), true);
  });

  it('is asked to end by an abort, and is killed by whoever counts the time', async () => {
    const clock = new FakeClock();
    const execution = start(`trap 'echo told >&2' TERM; echo $$ > pid; while :; do sleep 0.05; done`, {}, { clock });
    const pid = await firstLine('pid');
    aborter.abort(Object.assign(new Error('over'), { name: 'JobCancelled' }));
    await waitFor('the signal', () => lines.includes('told'));
    await clock.advance(60_000);
    assert.equal(await runs(pid), true);
    void execution.kill();
    await ended(execution, clock);
    await assert.rejects(execution.done, { message: /^over; the command was ended by SIGKILL/ });
    assert.equal(await runs(pid), false);
    assert.equal(clock.pending, 0);
  });

  it('ends with what it has left behind, also where that holds its output open', async () => {
    const clock = new FakeClock();
    const execution = start('sleep 600 & echo $! > left; echo done; exit 0', {}, { clock });
    const left = await firstLine('left');
    await waitFor('its end', () => clock.pending > 0);
    assert.equal(await runs(left), true);
    await clock.advance(1_000);
    await ended(execution, clock);
    assert.equal(await runs(left), false);
    assert.deepEqual(await execution.done, { exitCode: 0 });
    assert.deepEqual(lines, ['done']);
  });

  it('names what is missing, and the cause, for policies', async () => {
    await assert.rejects(run('', { command: ['./nothing'] }), (error: Error & { code: string }) => {
      assert.deepEqual([error.code, (error.cause as { code: string }).code], ['COMMAND_NOT_STARTED', 'ENOENT']);
      return true;
    });
    const long = Array.from({ length: 40 }, () => 'x'.repeat(100_000));
    const spec = { command: ['/bin/echo', ...long], cwd: null, env: null, exitCodes: null, result: null };
    const started = commandExecutor(spec, { directory: folder, env: {} }).start({}, contextOf());
    await assert.rejects(started as Promise<unknown>, /its arguments are longer than the system takes/);
  });

  it('tells the last lines of its error output, and no more', async () => {
    const script = 'n=0; while [ $n -lt 500 ]; do n=$((n+1)); echo "line $n" >&2; done; exit 2';
    await assert.rejects(run(script), (error: Error) => {
      const told = error.message.split('\n');
      assert.deepEqual(
        [told.length, told[0], told.at(-1)],
        [10, 'the command ended with exit code 2: line 491', 'line 500'],
      );
      return true;
    });
  });
});
