/** Workflows of a manifest are looked at without a store. */
import { strict as assert } from 'node:assert';

import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { freePort } from '../support/redis-server.ts';
import { stage } from '../support/stage.ts';

const WORKFLOWS = `
workflows:
  greet: { chain: [{ task: work, with: { do: ok } }, { task: work, with: { do: ok } }] }
moved: { workflows: { hail: { movedTo: greet } } }
`;

for (const harness of ENGINES.slice(0, 1)) {
  describe('skep workflows on a file whose store is not there', () => {
    const scene = stage(harness);

    it('lists them, shows one, and draws it; check counts them', async () => {
      await scene.project.write(`${BASIC}${WORKFLOWS}`);
      const { code, stdout, stderr } = await scene.spawn(['workflows', 'ls', '-o', 'json']).ended;
      assert.equal(code, 0, stderr);
      assert.match(stdout, /"name": ?"greet"/);
      assert.match(stdout, /"size": ?2/);
      const shown = await scene.spawn(['workflows', 'show', 'greet', '--mermaid']).ended;
      assert.match(shown.stdout, /s2/);
      const [now, former] = await Promise.all(
        ['greet', 'hail'].map(async (name) => (await scene.spawn(['workflows', 'show', name]).ended).stdout),
      );
      assert.match(now ?? '', /^workflow: +greet\nformerly: +hail\n.*\noutput: +\$\{steps\.s2\.result\}\n/);
      assert.match(former ?? '', /^workflow: +hail\nby now: +greet\n/);
      const unknown = await scene.spawn(['workflows', 'show', 'gret']).ended;
      assert.match(unknown.stderr, /WORKFLOW_UNKNOWN/);
      assert.match(unknown.stderr, /did you mean/);
      assert.match((await scene.spawn(['check', '--no-import']).ended).stdout, /1 workflow, /);
    });

    it('shows those in force where a server runs, whatever the file says by now', async () => {
      const basic = BASIC.replace('port: 0', `port: ${await freePort()}`).replace('debounce: 30ms', 'watch: false');
      await scene.project.write(`${basic}${WORKFLOWS}`);
      await scene.spawn(['run']).ready();
      await scene.project.replace(`${basic}${WORKFLOWS}`.replaceAll('greet', 'salute'));
      assert.equal((await scene.spawn(['workflows', 'ls', '-o', 'name']).ended).stdout, 'greet\n');
      assert.equal((await scene.spawn(['workflows', 'show', 'salute']).ended).code, 3);
      assert.match((await scene.spawn(['manifest', 'show']).ended).stdout, /declares: .* 1 workflow, /);
      assert.match((await scene.spawn(['reload']).ended).stdout, / 1 workflow, /);
      assert.equal((await scene.spawn(['workflows', 'ls', '-o', 'name']).ended).stdout, 'salute\n');
    });
  });
}
