/** What a manifest comes to, before it runs: `skep test`, `skep doctor --manifest`, `skep simulate`. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';

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

    it('by a simulation: a table and a picture', async () => {
      await scene.project.write(BASIC);
      await writeFile(scene.project.path('load.yaml'), 'tasks: { work: { rate: 1/m, run: 5s } }\n');
      const args = ['--for', '1d', '--from', '2026-03-02T00:00:00Z', '--load', 'load.yaml', '--svg', 'day.svg'];
      const { code, stdout, stderr } = await ran('simulate', ...args);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^QUEUE +JOBS +STARTS .*\ndefault +1\d{3} +1\d{3} /m);
      assert.match(await readFile(scene.project.path('day.svg'), 'utf8'), /^<svg [^]*starts per minute[^]*<\/svg>\n$/);
    });
  });
}
