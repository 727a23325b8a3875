/** What a manifest comes to, before it runs: `skep test`, `skep doctor --manifest`, `skep simulate`. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';

import { countEnd, noFigure } from '../../src/core/index.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';

const TESTS = `tests:
  - { name: good, enqueue: { task: work }, outcomes: [{ return: 1 }], expect: { state: completed } }
  - { name: bad, enqueue: { task: work }, outcomes: [{ return: 1 }], expect: { state: dead } }
`;

const [harness] = ENGINES;
if (harness !== undefined) {
  describe('understanding a manifest', () => {
    const scene = stage(harness);
    const ran = async (...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
      scene.spawn(args).ended;

    it('by tests beside it: exit 1 where one fails', async () => {
      await scene.project.write(BASIC);
      await writeFile(scene.project.path('more.yaml'), TESTS);
      const { code, stdout, stderr } = await ran('test', 'more.yaml');
      assert.equal(code, 1, stderr);
      assert.match(stdout, /^ok {4}good\nFAIL {2}bad \(more.yaml:3\)\n {6}state: - "dead"\n {13}\+ "completed"\n$/);
      assert.match(stderr, /2 tests, 1 failed/);
      const none = await ran('test', 'more.yaml', '--only', 'goof');
      assert.equal(none.code, 2);
      assert.match(none.stderr, /no test has `goof` in its name\nhint: there are `good`, `bad`/);
    });

    it('by advice: exit 1 for a warning where it is strict, and findings for programs', async () => {
      await scene.project.write(BASIC.replace('shutdownTimeout: 5s', 'shutdownTimeout: 5s, timeout: 5m'));
      const { code, stdout } = await ran('doctor', '--manifest', '--strict', '-o', 'json');
      assert.equal(code, 1);
      const { checks, findings } = JSON.parse(stdout) as {
        readonly checks: readonly { readonly name: string }[];
        readonly findings: readonly { readonly code: string; readonly severity: string; readonly edit: string }[];
      };
      assert.deepEqual(
        checks.map(({ name }) => name),
        ['manifest'],
      );
      const [first] = findings;
      assert.deepEqual(
        [first?.code, first?.severity, first?.edit],
        ['stop-cuts-attempts', 'warn', 'defaults:\n  shutdownTimeout: 5m\n'],
      );
    });

    it('by a plan: all is new where there is no store yet, exit 6', async () => {
      await scene.project.write(
        BASIC.replace('{ handler:', '{ on: { failure: { webhook: "https://x.example" } }, handler:'),
      );
      const text = await readFile(scene.project.file, 'utf8');
      await writeFile(scene.project.file, text.replace(/^engine:.*$/m, 'engine: sqlite:./none.db'));
      const { code, stdout, stderr } = await ran('plan', '--exit-code');
      assert.equal(code, 6, stderr);
      assert.match(stdout, /^nothing is in force yet → [^]*\n\+ tasks work\n/);
      assert.doesNotMatch(stdout, /skep\.|engine/);
    });

    it('by a simulation with the times that a store has seen: a table and a picture', async () => {
      await scene.project.write(BASIC);
      const figure = noFigure();
      for (let count = 0; count < 40; count += 1) countEnd(figure, 'complete', 0, 60_000);
      const engine = await scene.project.store.open();
      await engine.stats.add('one', 1, [{ task: 'work', queue: 'default', figure }]).finally(() => engine.close());
      await writeFile(scene.project.path('load.yaml'), 'tasks: { work: { rate: 1/m } }\n');
      const args = ['--for', '1d', '--from', '2026-03-02T00:00:00Z', '--load', 'load.yaml', '--svg', 'day.svg'];
      const { code, stdout, stderr } = await ran('simulate', ...args, '--measured');
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stderr, /assumed/);
      assert.match(stdout, /^QUEUE +JOBS +STARTS .*\ndefault +1\d{3} +1\d{3} /m);
      // One that takes a minute comes each minute: one place of those that there are is taken.
      const [busy] = /[\d.]+(?=%)/.exec(stdout) ?? [];
      assert.ok(Number(busy) > 3, stdout);
      assert.match(await readFile(scene.project.path('day.svg'), 'utf8'), /^<svg [^]*starts per minute[^]*<\/svg>\n$/);
    });
  });
}
