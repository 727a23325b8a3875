/** Lists that are looked at again and again, where no terminal shows them. */
import assert from 'node:assert/strict';

import { Command } from 'commander';

import type { ExitSlot } from '../../../src/cli/command-call.ts';
import { outliveSignals } from '../../../src/cli/last-moments.ts';
import { addGlobalOptions } from '../../../src/cli/options.ts';
import type { Layout } from '../../../src/cli/printer.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import { onList } from '../../../src/cli/watching.ts';
import { SkepError } from '../../../src/foundation/index.ts';

interface Thing {
  readonly name: string;
  readonly count: number;
}

const THINGS: Layout<Thing> = {
  plural: 'things',
  name: ({ name }) => name,
  columns: [
    { title: 'NAME', of: ({ name }) => name },
    { title: 'COUNT', of: ({ count }) => count },
  ],
};

describe('a list with --watch', () => {
  let data: string[];
  let said: string[];
  const real = Object.getOwnPropertyDescriptors(Terminal.prototype);

  beforeEach(() => {
    data = [];
    said = [];
    Terminal.prototype.data = (text) => void data.push(text);
    Terminal.prototype.say = (text) => void said.push(text);
  });
  afterEach(() => {
    Object.defineProperties(Terminal.prototype, { data: real.data, say: real.say });
  });

  /** One look after the other; the last is followed by a Ctrl-C. @returns the exit code, or what was thrown */
  async function watched(args: readonly string[], looks: readonly (readonly Thing[] | SkepError)[]): Promise<unknown> {
    const exit: ExitSlot = { code: undefined };
    const program = new Command('skep').exitOverride().configureOutput({ writeErr: () => undefined });
    addGlobalOptions(program);
    const flags: object[] = [];
    let next = 0;
    onList(program.command('things').option('--task <task>'), exit, async (call, _args, given: object) => {
      flags.push(given);
      const look = looks[next];
      next += 1;
      if (next === looks.length && !(look instanceof SkepError)) setImmediate(() => process.emit('SIGINT'));
      if (look instanceof SkepError) throw look;
      await call.printer.list(THINGS, look ?? []);
      return undefined;
    });
    // Which stays, see there.
    outliveSignals();
    const before = process.listenerCount('SIGINT');
    try {
      await program.parseAsync(['things', '--task', 'a', ...args], { from: 'user' });
    } catch (error) {
      return error instanceof SkepError ? error.code : String(error);
    } finally {
      assert.equal(process.listenerCount('SIGINT'), before, 'nobody listens any more');
    }
    assert.ok(flags.every((one) => JSON.stringify(one) === '{"task":"a"}'));
    return exit.code;
  }

  const one = (count: number): Thing[] => [{ name: 'a', count }];
  const LOOKS = [one(1), one(1), [...one(1), { name: 'b', count: 2 }], one(3)];

  it('shows a table whenever it has changed', async () => {
    assert.equal(await watched(['--watch', '200ms'], LOOKS), 130);
    assert.deepEqual(data, ['NAME  COUNT\na     1', '\nNAME  COUNT\na     1\nb     2', '\nNAME  COUNT\na     3']);
  });

  it('shows lines for programs that are new or have changed', async () => {
    assert.equal(await watched(['-w', '200ms', '-o', 'jsonl'], LOOKS), 130);
    assert.deepEqual(data, ['{"name":"a","count":1}', '{"name":"b","count":2}', '{"name":"a","count":3}']);
  });

  it('says once that nobody answers, and goes on', async () => {
    const away = new SkepError('STORE_UNREACHABLE', 'nobody is there');
    assert.equal(await watched(['-w', '200ms'], [one(1), away, away, one(2)]), 130);
    assert.deepEqual([data.length, said.length], [2, 1]);
    assert.match(said[0] ?? '', /STORE_UNREACHABLE.*nobody is there/);
  });

  it('ends where the first look fails, or another will not be better', async () => {
    assert.equal(await watched(['-w'], [new SkepError('STORE_UNREACHABLE', 'away')]), 'STORE_UNREACHABLE');
    assert.equal(await watched(['-w', '200ms'], [one(1), new SkepError('ROLE_DENIED', 'no')]), 'ROLE_DENIED');
  });

  it('is refused where one whole is wanted, or more looks than a store should bear', async () => {
    assert.equal(await watched(['-w', '-o', 'json'], []), 'USAGE');
    assert.match(String(await watched(['-w', '10ms'], [])), /at least 200ms/);
  });

  it('is shown once without it', async () => {
    assert.equal(await watched([], [one(1)]), undefined);
    assert.equal(data.length, 1);
  });
});
