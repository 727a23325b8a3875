/**
 * `npm run bench [-- --rows process,enqueue --only skep-redis,bullmq --rounds 5 --jobs N --json out.json --smoke]`: the
 * same work for Skep and for what a user would pick instead; prints medians, spread and ratios, and writes all rounds
 * as JSON. Figures, never assertions; it fails when a round gives none.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { CONTESTANTS } from './contestants/index.ts';
import { report } from './report.ts';
import { ROWS } from './rows/index.ts';
import { run } from './run.ts';

/** Jobs per round that show that everything runs, and nothing else. */
const SMOKE_JOBS = 200;

const HELP = `npm run bench -- [options]
  --rows a,b     only these rows: ${Object.keys(ROWS).join(', ')}
  --only a,b     only these contestants: ${Object.keys(CONTESTANTS).join(', ')}
  --rounds N     rounds of each, 5 by default; rows that take long have fewer
  --jobs N       jobs per round, instead of each row's own number
  --json FILE    writes every round's figures there, for npm run bench:docs
  --smoke        everything once with few jobs, to see that it runs`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string' },
    jobs: { type: 'string' },
    json: { type: 'string' },
    smoke: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
  process.exit(0);
}

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
