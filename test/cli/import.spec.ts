import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { skep } from '../support/skep-process.ts';

const CONFIG = `
from celery.schedules import crontab, solar
beat_schedule = {
    'nightly': {'task': 'shop.nightly', 'schedule': crontab(hour=2, minute=0)},
    'dusk': {'task': 'mail.dusk', 'schedule': solar('dusk', 52, 13)},
}
`;

describe('skep import', () => {
  let cwd: string;
  before(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'skep-import-'));
  });
  after(() => rm(cwd, { recursive: true }));

  it('writes a manifest and its handlers beside it, never over what is there', async () => {
    await writeFile(path.join(cwd, 'celeryconfig.py'), CONFIG);
    await mkdir(path.join(cwd, 'app/handlers'), { recursive: true });
    await writeFile(path.join(cwd, 'app/handlers/mail.ts'), 'export const dusk = () => 1;\n');
    const args = ['import', 'celery', 'celeryconfig.py', '--out', 'app/jobs.yaml', '--handlers'];
    const first = await skep(args, { cwd });
    assert.deepEqual([first.code, first.stdout], [0, ''], first.stderr);
    assert.match(first.stderr, /^no equal celeryconfig\.py:5: schedule dusk: solar\(/m);
    assert.match(first.stderr, /^2 tasks, 1 schedule, 0 queues; 1 without an equal/m);
    assert.match(first.stderr, /^left app\/handlers\/mail\.ts as it is/m);
    assert.match(await readFile(path.join(cwd, 'app/handlers/shop.ts'), 'utf8'), /export async function nightly/);
    assert.equal(await readFile(path.join(cwd, 'app/handlers/mail.ts'), 'utf8'), 'export const dusk = () => 1;\n');
    const manifest = await readFile(path.join(cwd, 'app/jobs.yaml'), 'utf8');
    assert.match(manifest, /^name: app$/m);
    const again = await skep(args, { cwd });
    assert.deepEqual([again.code, again.stderr.includes('jobs.yaml is there already; nothing was written')], [2, true]);
    assert.equal(await readFile(path.join(cwd, 'app/jobs.yaml'), 'utf8'), manifest);
  });

  it('reads standard input, and answers in JSON', async () => {
    const args = ['import', 'crontab', '-', '-o', 'json', '--timezone', 'Europe/Berlin', '--name', 'host'];
    const { stdout, code } = await skep(args, { cwd, input: '0 2 * * * /bin/backup\n@reboot /bin/warm\n' });
    const { manifest, counts, notes } = JSON.parse(stdout) as {
      manifest: string;
      counts: unknown;
      notes: { kind: string; line: number; subject: string }[];
    };
    assert.equal(code, 0);
    assert.deepEqual(counts, { tasks: 2, schedules: 1, queues: 0, workflows: 0 });
    assert.deepEqual(
      notes.map(({ kind, line, subject }) => [kind, line, subject]),
      [['none', 2, '@reboot']],
    );
    assert.match(manifest, /cron: 0 2 \* \* \*\n {4}timezone: Europe\/Berlin/);
  });
});
