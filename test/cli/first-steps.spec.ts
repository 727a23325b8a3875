/** What a newcomer is told when the first steps go wrong. */
import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { skep } from '../support/skep-process.ts';

describe('the first steps', () => {
  let cwd: string;
  before(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'skep-first-'));
  });
  after(() => rm(cwd, { recursive: true }));

  it('show a manifest where there is none, and what they show is one', async () => {
    const { code, stderr } = await skep(['run'], { cwd });
    assert.equal(code, 2, stderr);
    assert.match((await skep(['check'], { cwd })).stderr, /there is no such file[^]*`skep init`/);
    const shown = /`(\{ version: .*\})`/.exec(stderr)?.[1] ?? assert.fail(stderr);
    await writeFile(path.join(cwd, 'jobs.yaml'), shown);
    await mkdir(path.join(cwd, 'handlers'));
    await writeFile(path.join(cwd, 'package.json'), '{"type":"module"}');
    await writeFile(path.join(cwd, 'handlers/greet.js'), 'exports.default = () => 1;\n');
    const wrong = await skep(['check'], { cwd });
    assert.match(wrong.stderr, /REF_EXPORT[^]*`export default …`[^]*`\.cjs`/);
    for (const [name, hint] of [
      ['nodemailer', 'npm install nodemailer'],
      ['@scope/mail/deep.js', 'npm install @scope/mail'],
    ] as const) {
      await writeFile(path.join(cwd, 'handlers/greet.js'), `import "${name}"; export default () => 1;\n`);
      assert.ok((await skep(['check'], { cwd })).stderr.includes(`\`${hint}\``), name);
    }
    await writeFile(path.join(cwd, 'handlers/greet.js'), 'export default () => 1;\n');
    assert.match((await skep(['check'], { cwd })).stdout, /^valid jobs\.yaml: one task|^valid jobs\.yaml: 1 task/);
  });

  it('show the help of a command below another', async () => {
    const asked = await skep(['help', 'workers', 'ls'], { cwd });
    assert.match(asked.stdout, /^Usage: skep workers ls /);
    assert.deepEqual(asked, await skep(['workers', 'ls', '--help'], { cwd }));
  });
});
