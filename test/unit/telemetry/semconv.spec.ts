import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { ATTR, ATTRIBUTES, SPANS } from '../../../src/telemetry/semconv.ts';

/** Rows of all tables of the page: cells without the padding that the formatter adds. */
async function rowsOfPage(): Promise<string[][]> {
  const page = await readFile(new URL('../../../docs/telemetry.md', import.meta.url), 'utf8');
  return page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
}

describe('docs/telemetry.md', () => {
  it('lists every attribute as it is, and no other', async () => {
    const rows = (await rowsOfPage()).filter(([name]) => /^`(messaging|skep|http|error|exception)\./.test(name ?? ''));
    const expected = Object.entries(ATTRIBUTES).map(([name, { on, meaning }]) => [`\`${name}\``, on, meaning]);
    assert.deepEqual(rows, expected);
    assert.deepEqual(Object.keys(ATTRIBUTES).sort(), Object.values(ATTR).sort());
  });

  it('has them in the table of attributes, and spans in that of spans', async () => {
    const rows = await rowsOfPage();
    const headings = rows.flatMap(([first], index) =>
      rows[index + 1]?.[0]?.startsWith('---') ? [{ first, index }] : [],
    );
    const under = (name: string): string => headings.findLast(({ index }) => index < rows.findIndex(([first]) => first === `\`${name}\``))?.first ?? ''; // prettier-ignore
    for (const name of Object.keys(ATTRIBUTES)) assert.equal(under(name), 'attribute', name);
    for (const name of Object.keys(SPANS)) assert.equal(under(name), 'span', name);
  });

  it('knows every attribute that the code names', async () => {
    const known = new Set<string>([...Object.values(ATTR), 'skep.webhook', 'skep.alert', 'skep.publish']);
    for (const folder of ['core', 'runtime', 'executors', 'telemetry']) {
      const at = new URL(`../../../src/${folder}/`, import.meta.url);
      for (const file of await readdir(at)) {
        if (!file.endsWith('.ts')) continue;
        const named = (await readFile(new URL(file, at), 'utf8')).match(/'skep\.[a-z_.]+'/g) ?? [];
        for (const name of named) assert.ok(known.has(name.slice(1, -1)), `${folder}/${file}: ${name}`);
      }
    }
  });

  it('lists every kind of span as it is', async () => {
    const rows = await rowsOfPage();
    for (const [name, { kind, meaning }] of Object.entries(SPANS)) {
      assert.ok(
        rows.some((row) => row[0] === `\`${name}\`` && row[1] === kind && row[2] === meaning),
        name,
      );
    }
  });

  it('has names of the published conventions where it says so', async () => {
    // The package comes with the SDK; it is asked for from there, so that it is the SDK's own copy.
    const fromSdk = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-node'));
    const conventions = Object.values(fromSdk('@opentelemetry/semantic-conventions/incubating') as object);
    for (const name of Object.values(ATTR)) {
      if (!name.startsWith('skep.')) assert.ok(conventions.includes(name), name);
    }
  });
});
