/** The page on tests shows a manifest and what `skep test` says of it: both are tried. */
import { strict as assert } from 'node:assert';

import { loadManifestText } from '../../src/manifest/index.ts';
import { runTests, type TestReport } from '../../src/platform/rehearsal/run-tests.ts';
import { blocksOf } from './blocks.ts';

const BLOCKS = blocksOf('docs/testing.md');
const MANIFEST = BLOCKS.find(({ language }) => language === 'yaml')?.text ?? '';

async function tried(text: string): Promise<readonly TestReport[]> {
  const loaded = await loadManifestText(text, { env: {}, file: '/srv/jobs.yaml', cwd: '/srv' });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const reports: TestReport[] = [];
  for await (const report of runTests(loaded.manifest)) reports.push(report);
  return reports;
}

/** As the command writes it. */
function said({ name, place, passed, differences }: TestReport): readonly string[] {
  if (passed) return [`ok    ${name}`];
  return [
    `FAIL  ${name} (${place?.file}:${place?.line})`,
    ...differences.flatMap(({ key, expected, got }) => [
      `      ${key}: - ${JSON.stringify(expected)}`,
      `      ${' '.repeat(key.length)}  + ${JSON.stringify(got)}`,
    ]),
  ];
}

describe('docs/testing.md', () => {
  it('has tests that pass', async () => {
    const reports = await tried(MANIFEST);
    assert.deepEqual(
      reports.map(({ passed }) => passed),
      [true, true, true],
    );
  });

  it('shows what is said where the manifest has no `deadOn`', async () => {
    const without = MANIFEST.split('\n').filter((line) => !line.includes('deadOn'));
    assert.equal(without.length, MANIFEST.split('\n').length - 1);
    const shown = BLOCKS.find(({ language, text }) => language === '' && text.includes('FAIL'))?.text ?? '';
    const lines = (await tried(without.join('\n'))).flatMap(said);
    assert.deepEqual(shown.split('\n').slice(0, -1), lines);
  });
});
