/**
 * Golden cases: test/import-cases/NAME/source/ has files of another program, NAME is that program (and more after a dash; .txt is not for the tools of this project);
 * jobs.yaml beside it is what must come of them. `UPDATE_CASES=1` writes what comes of them now; read the diff.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { SkepError } from '../../../src/foundation/index.ts';
import { importFrom, type ImportSource } from '../../../src/importing/index.ts';
import { checkManifest } from '../../../src/platform/index.ts';

const CUTS = 40;
const folder = path.join(import.meta.dirname, '../../import-cases');

function sourceOf(name: string): ImportSource {
  return name.replace(/-(?!cron$).*$/, '') as ImportSource;
}

function filesOf(name: string): { name: string; text: string }[] {
  const root = path.join(folder, name, 'source');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name: file }) => path.join(parentPath, file))
    .sort()
    .map((file) => ({ name: path.relative(root, file).replace(/\.txt$/, ''), text: readFileSync(file, 'utf8') }));
}

describe('import cases', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'skep-import-'));
  });
  after(() => rm(root, { recursive: true }));

  for (const name of readdirSync(folder)) {
    it(name, async () => {
      const { manifest, handlers } = importFrom(sourceOf(name), filesOf(name), { name: 'shop', timezone: null });
      const golden = path.join(folder, name, 'jobs.yaml');
      if (process.env['UPDATE_CASES'] === '1') writeFileSync(golden, manifest);
      assert.equal(manifest, readFileSync(golden, 'utf8'));
      await writeFile(path.join(root, 'jobs.yaml'), manifest);
      for (const module of handlers) {
        await mkdir(path.dirname(path.join(root, module.path)), { recursive: true });
        await writeFile(path.join(root, module.path), module.text);
      }
      const { valid, diagnostics } = await checkManifest(
        { file: 'jobs.yaml', env: {}, cwd: root },
        { runHandlers: false },
      );
      assert.ok(valid, JSON.stringify(diagnostics, null, 2));
    });

    it(`${name}, cut off anywhere, is read as far as it goes`, () => {
      const files = filesOf(name);
      for (let cut = 0; cut < CUTS; cut += 1) {
        const some = files.map((file) => ({ ...file, text: file.text.slice(0, (file.text.length * cut) / CUTS) }));
        try {
          importFrom(sourceOf(name), some, { name: 'shop', timezone: null });
        } catch (error) {
          assert.equal(error instanceof SkepError && error.code, 'USAGE');
        }
      }
    });
  }
  it('gives up a name that stands for more than a file would say', () => {
    for (const [begin, twice] of [
      ["['a']", '[x, x]'],
      ["'a'", 'x + x'],
    ]) {
      const used = "beat_schedule = {'a': {'task': 't', 'schedule': 5.0, 'args': [x]}}";
      const text = `x = ${begin}\n${`x = ${twice}\n`.repeat(60)}${used}\n`;
      const { manifest, notes } = importFrom('celery', [{ name: 'beat.py', text }], { name: 'shop', timezone: null });
      assert.ok(manifest.length < 4_000_000);
      assert.ok(notes.some(({ message }) => message.includes('known only to whoever runs it')));
    }
  });
  it('leaves out a time zone that nobody knows, and says so', () => {
    const beat = "beat_schedule = {'a': {'task': 't', 'schedule': crontab(hour=1)}}";
    for (const [source, name, text] of [
      ['crontab', 'crontab', 'CRON_TZ=Mars/Olympus\n0 4 * * * /bin/x\n'],
      ['sidekiq-cron', 'schedule.yml', "a: { class: A, cron: '0 4 * * * Mars/Olympus' }\n"],
      [
        'bullmq',
        'q.ts',
        "const queue = new Queue('q');\nawait queue.upsertJobScheduler('a', { pattern: '0 4 * * *', tz: 'Mars/Olympus' }, { name: 'a' });\n",
      ],
      ['celery', 'celeryconfig.py', `timezone = 'Mars/Olympus'\n${beat}\n`],
    ] as const) {
      const { manifest, notes } = importFrom(source, [{ name, text }], { name: 'shop', timezone: null });
      assert.match(manifest, /^ +cron: /m, source);
      assert.doesNotMatch(manifest, /timezone: Mars/, source);
      assert.match(notes.map(({ message }) => message).join(), /`Mars\/Olympus` is not a known time zone/, source);
    }
  });

  it('says of which file nothing was understood, and which characters are lost', () => {
    const files = [
      { name: 'jobs.crontab', text: '0 4 * * * printf "\u001b[1m"\n' },
      { name: 'readme.txt', text: 'These jobs run at night.' },
    ];
    const { manifest, notes } = importFrom('crontab', files, { name: 'shop', timezone: 'UTC' });
    assert.match(manifest, /printf "\ufffd\[1m"/);
    assert.deepEqual(
      notes.map(({ file, subject }) => [file, subject]),
      [
        ['readme.txt', 'a line'],
        ['jobs.crontab', 'characters'],
      ],
    );
    const { notes: none } = importFrom('celery', files, { name: 'shop', timezone: null });
    assert.deepEqual(
      none.map(({ file, subject }) => [file, subject]),
      [
        ['jobs.crontab', 'nothing'],
        ['jobs.crontab', 'characters'],
        ['readme.txt', 'nothing'],
      ],
    );
  });
});
