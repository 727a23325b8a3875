/**
 * `npm run bench [-- --rows process,enqueue --only skep-redis,bullmq --rounds 5 --jobs N --json out.json --smoke]`: the
 * same work for Skep and for what a user would pick instead; prints medians, spread and ratios, and writes all rounds
 * as JSON. Figures, never assertions; it fails when a round gives none.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { report } from './report.ts';
import { run } from './run.ts';

/** Jobs per round that show that everything runs, and nothing else. */
const SMOKE_JOBS = 200;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string' },
    jobs: { type: 'string' },
    json: { type: 'string' },
    smoke: { type: 'boolean', default: false },
  },
});

const names = (list: string): string[] => list.split(',').filter((name) => name !== '');
const jobs = values.jobs === undefined ? null : Number(values.jobs);

const results = await run({
  rows: names(values.rows),
  only: names(values.only),
  rounds: Number(values.rounds ?? (values.smoke ? 1 : 5)),
  jobs: jobs ?? (values.smoke ? SMOKE_JOBS : null),
  smoke: values.smoke,
  say: (line) => process.stderr.write(`${line}\n`),
});
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
console.log(report(results));
process.exitCode = results.failures.length === 0 ? 0 : 1;
