/** What a browser has to load before it shows the dashboard's first page. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const BUILT = path.join(import.meta.dirname, '../../../dist/dashboard');
const MOST_BYTES = 200_000;

/** The files that these import, and what those import. */
function closure(files: readonly string[]): ReadonlySet<string> {
  const all = new Set(files);
  for (const file of all) {
    for (const [, other = ''] of text(file).matchAll(/(?:from|import)"\.\/([\w.-]{1,80}\.js)"/g)) all.add(other);
  }
  return all;
}

const text = (name: string): string => readFileSync(path.join(BUILT, 'assets', name), 'utf8');

describe('the built dashboard', () => {
  it('loads less than 200 kB of program before its first page is shown', () => {
    const page = readFileSync(path.join(BUILT, 'index.html'), 'utf8');
    const named = [...page.matchAll(/(?:src|href)="\.\/assets\/([\w.-]{1,80}\.js)"/g)].map(([, name = '']) => name);
    const overview = readdirSync(path.join(BUILT, 'assets')).filter((name) => /^overview-[\w-]{8}\.js$/.test(name));
    assert.equal(overview.length, 1);
    const files = closure([...named, ...overview]);
    assert.ok(files.size > named.length + 1, 'what the first page imports was found');
    const bytes = [...files].map((name) => gzipSync(text(name), { level: 9 }).length);
    const sum = bytes.reduce((total, one) => total + one, 0);
    assert.ok(sum < MOST_BYTES, `${sum} bytes, packed: ${[...files].join(' ')}`);
  });
});
