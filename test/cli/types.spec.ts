/** `skep types`: a declaration from the manifest, and whether the one there is stale. */
import assert from 'node:assert/strict';
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';

import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { stage } from '../support/stage.ts';

const TYPED = `
    input: { type: object, required: [to], properties: { to: { type: string }, cc: { type: array, items: { type: string } } } }
    output: { type: object, required: [id], properties: { id: { type: string } } }`;
const MANIFEST = BASIC.replace('tasks:', `tasks:\n  mails.send:\n    handler: ./handlers/fixture.ts${TYPED}`);

const WRITTEN = `export interface Tasks {
  "mails.send": {
    payload: {
      cc?: string[];
      to: string;
    };
    result: {
      id: string;
    };
  };
  work: {
    payload: unknown;
    result: unknown;
  };
}
`;

const [harness] = ENGINES;
if (harness !== undefined) {
  describe('skep types', () => {
    const scene = stage(harness);
    const ran = async (...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
      scene.spawn(['types', ...args]).ended;

    it('prints them, and writes the same into a file', async () => {
      await scene.project.write(MANIFEST);
      const printed = await ran();
      assert.equal(printed.code, 0, printed.stderr);
      assert.ok(printed.stdout.endsWith(WRITTEN), printed.stdout);
      assert.equal((await ran('--out', 'jobs.d.ts')).code, 0);
      assert.equal(await readFile(scene.project.path('jobs.d.ts'), 'utf8'), printed.stdout);
    });

    it('--check tells by its exit code whether the file is what the manifest says', async () => {
      await scene.project.write(MANIFEST);
      const missing = await ran('--out', 'jobs.d.ts', '--check');
      assert.deepEqual([missing.code, missing.stderr.includes('cannot be read')], [1, true]);
      await ran('--out', 'jobs.d.ts');
      assert.equal((await ran('--out', 'jobs.d.ts', '--check')).code, 0);
      // The order of tasks and keys is nobody's business, a further key is.
      await scene.project.write(
        BASIC.replace(
          './handlers/fixture.ts }',
          `./handlers/fixture.ts }\n  mails.send:\n    handler: ./handlers/fixture.ts${TYPED}`,
        ),
      );
      assert.equal((await ran('--out', 'jobs.d.ts', '--check')).code, 0);
      await scene.project.write(MANIFEST.replace('to: {', 'bcc: { type: string }, to: {'));
      const stale = await ran('--out', 'jobs.d.ts', '--check');
      assert.deepEqual([stale.code, stale.stderr.includes('skep types --out')], [1, true]);
    });

    it('tells what it cannot do, and leaves the file as it was', async () => {
      await scene.project.write(MANIFEST);
      assert.equal((await ran('--check')).code, 2);
      assert.equal((await ran('--out', 'nowhere/jobs.d.ts')).code, 1);
      await writeFile(scene.project.path('jobs.d.ts'), 'mine');
      await scene.project.write(MANIFEST.replace('type: object', 'type: objekt'));
      assert.equal((await ran('--out', 'jobs.d.ts')).code, 2);
      assert.equal(await readFile(scene.project.path('jobs.d.ts'), 'utf8'), 'mine');
    });

    it('keeps links, writes to devices in place of taking them away, and leaves no draft', async () => {
      const { project } = scene;
      await project.write(MANIFEST);
      await mkdir(project.path('kept'));
      await writeFile(project.path('kept/jobs.d.ts'), 'old');
      await symlink('kept/jobs.d.ts', project.path('jobs.d.ts'));
      await symlink('/dev/full', project.path('full.d.ts'));
      assert.equal((await ran('--out', 'jobs.d.ts')).code, 0);
      assert.ok((await readFile(project.path('kept/jobs.d.ts'), 'utf8')).endsWith(WRITTEN));
      const full = await ran('--out', 'full.d.ts');
      assert.deepEqual([full.code, full.stderr.includes('ENOSPC')], [1, true], full.stderr);
      assert.equal((await ran('--out', 'kept')).code, 1);
      for (const link of ['jobs.d.ts', 'full.d.ts']) {
        assert.equal((await lstat(project.path(link))).isSymbolicLink(), true, link);
      }
      const names = [...(await readdir(project.path('.'))), ...(await readdir(project.path('kept')))];
      assert.deepEqual(
        names.filter((name) => /\d$/.test(name)),
        [],
      );
    });
  });
}
