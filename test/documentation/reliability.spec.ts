/** docs/reliability.md names a test for each fault: the files are there, and so are the scenarios by their ids. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { textOf } from './blocks.ts';

const TESTS = path.join(import.meta.dirname, '..');
const SPECS = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.spec.ts'));
const PAGE = textOf('docs/reliability.md');

/** `R02–R04` and `S09, S10` as the ids they stand for. */
function idsOf(cell: string): string[] {
  return [...cell.matchAll(/([A-Z])(\d\d)(?:–[A-Z](\d\d))?/g)].flatMap(([, family = '', from = '', to = from]) =>
    Array.from(
      { length: Number(to) - Number(from) + 1 },
      (_, n) => `${family}${String(Number(from) + n).padStart(2, '0')}`,
    ),
  );
}

/** Rows of the table of scenarios: what stands in its first column. */
function scenarios(): string[] {
  const table = PAGE.slice(PAGE.indexOf('## Scenarios'), PAGE.indexOf("## bee-queue's holes"));
  return [...table.matchAll(/^\| ([A-Z]\d\d[^|]*)\|/gm)].flatMap(([, cell = '']) => idsOf(cell));
}

describe('reliability.md: tests that it names', () => {
  it('are files', () => {
    const named = new Set([...PAGE.matchAll(/`(?:test\/)?([\w/-]+\.spec\.ts)`/g)].map(([, file = '']) => file));
    const lost = [...named].filter((file) => !SPECS.some((spec) => spec === file || spec.endsWith(`/${file}`)));
    assert.deepEqual(lost, []);
    assert.ok(named.size > 20);
  });

  it('have the scenarios of the table, by id', () => {
    const faults = SPECS.filter((file) => file.startsWith('faults/'));
    const titles = faults.flatMap((file) =>
      [...readFileSync(path.join(TESTS, file), 'utf8').matchAll(/['"`](?:\w+: )?([A-Z]\d\d[^'"`\n]*)/g)].map(
        ([, title = '']) => title,
      ),
    );
    const known = new Set(titles.flatMap(idsOf));
    const ids = scenarios();
    assert.deepEqual(
      ids.filter((id) => !known.has(id)),
      [],
    );
    assert.ok(ids.length > 60, `${ids.length}`);
  });
});
