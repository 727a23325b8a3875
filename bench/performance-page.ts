/** docs/performance.md, made from the results of a run and from the notes that no run yields. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { conditions, rowReport, table } from './report.ts';
import type { Results } from './results.ts';
import { reached, type Target, TARGETS } from './targets.ts';

const NOTES = path.join(import.meta.dirname, 'performance-notes.md');

const INTRODUCTION = `# Performance

This page is made by \`npm run bench:docs -- RESULTS.json\` from what \`npm run bench -- --json RESULTS.json\` measured; do not
edit it. \`npm run bench:install\` installs the peers that are no packages of npm.

Every measurement is a process of its own with an empty store, contestants in turns, so that noise hits all alike. Before
the clock starts each runs a warm-up of 10 000 jobs (Celery and RQ: a few). Handlers do nothing. Redis keeps everything in memory here, for
all alike; SQLite and PostgreSQL sync every commit to disk. Ratios within one run say more than absolute numbers. The
last columns say how many times better Skep is in the first figure of the table; below 1× it is worse.
`;

export function writePerformancePage(results: Results): string {
  return [
    INTRODUCTION,
    '## Machine, versions, noise\n',
    `${conditions(results)}\n`,
    '## Targets\n',
    `${targetTable(results)}\n`,
    '## Rows\n',
    ...results.rows.map((row) => `${rowReport(row)}\n`),
    readFileSync(NOTES, 'utf8').trimEnd(),
    '',
  ].join('\n');
}

function targetTable(results: Results): string {
  const lines = TARGETS.map((target) => {
    const value = reached(target, results);
    return [target.what, wanted(target), Number.isNaN(value) ? '–' : shown(value, target.unit), verdict(target, value)];
  });
  return table([['', 'target', 'measured', ''], ...lines]);
}

function wanted({ atLeast, atMost, unit }: Target): string {
  return atLeast === undefined ? `≤ ${shown(atMost ?? 0, unit)}` : `≥ ${shown(atLeast, unit)}`;
}

function verdict({ atLeast = -Infinity, atMost = Infinity }: Target, value: number): string {
  if (Number.isNaN(value)) return 'not measured';
  return value >= atLeast && value <= atMost ? 'reached' : 'missed';
}

function shown(value: number, unit: string): string {
  const digits = Number(value.toPrecision(3));
  return unit === '×' ? `${digits}×` : `${digits} ${unit}`;
}
