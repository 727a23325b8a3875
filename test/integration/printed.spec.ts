/** What handlers print is a log line of their job, wherever they run, and still printed. */
import assert from 'node:assert/strict';

import { ANY_ENGINE } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';

const HANDLER = `
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './say.mjs';

export async function prints({ name }: { name: string }) {
  console.log('hello %s', name);
  await pause(5);
  console.warn({ name });
  await Promise.all([pause(1).then(() => console.error('late', name)), pause(1)]);
  say('password=https://a:geheim@host/');
}
export async function helped({ name }: { name: string }) {
  say('first ' + name);
  await pause(5);
  say('second ' + name);
}
`;
const MANIFEST = `
tasks:
  here: { handler: ./handlers/prints.ts#prints }
  thread: { handler: ./handlers/prints.ts#prints, executor: thread }
  process: { handler: ./handlers/prints.ts#prints, executor: process }
  helped: { handler: ./handlers/prints.ts#helped }
admin: { port: 0 }
`;

for (const harness of ANY_ENGINE) {
  describe(`what handlers print, on ${harness.name}`, () => {
    const scene = stage(harness);
    const printed: string[] = [];
    const { log, warn, error } = console;

    before(() => {
      // What stands there before: the test's own output stays readable, and is looked at.
      const keep = (text: unknown): void => void printed.push(String(text));
      Object.assign(console, { log: keep, warn: keep, error: keep });
    });

    after(() => Object.assign(console, { log, warn, error }));

    it('is in the lines of each job with its level, not mixed, and still printed; not where it is turned off', async () => {
      await scene.project.writeHandler('prints.ts', HANDLER);
      await scene.project.writeHandler('say.mjs', 'export const say = (text) => console.info(text);\n');
      await scene.project.write(MANIFEST);
      const platform = await scene.run();
      const lines = async (id: string): Promise<string[]> =>
        (await finished(platform, id)).logs.map(({ level, line }) => `${level} ${line}`);

      const helped = await Promise.all(['a', 'b'].map((name) => enqueue(platform, { name }, {}, 'helped')));
      assert.deepEqual(await Promise.all(helped.map(lines)), [
        ['info first a', 'info second a'],
        ['info first b', 'info second b'],
      ]);
      for (const task of ['here', 'thread', 'process']) {
        const ids = await Promise.all(['ann', 'bob'].map((name) => enqueue(platform, { name }, {}, task)));
        const told = (name: string): string[] => [
          ...[`info hello ${name}`, `warn { name: '${name}' }`, `error late ${name}`],
          'info password=https://a:***@host/',
        ];
        assert.deepEqual(await Promise.all(ids.map(lines)), [told('ann'), told('bob')], task);
      }
      assert.ok(printed.includes('hello %s') && printed.includes('late'));

      await scene.project.replace(`${MANIFEST}telemetry: { logs: { console: false } }\n`);
      await platform.operations.reload();
      for (const task of ['here', 'thread']) {
        assert.deepEqual(await lines(await enqueue(platform, { name: 'x' }, {}, task)), [], task);
      }
      await platform.stop();
      assert.equal(console.log.name, 'keep');
    });
  });
}
