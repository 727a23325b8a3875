/**
 * The comparison runs from end to end: every row gives figures for Skep on Redis, and everybody else who is installed here
 * plays the row that stores jobs and runs them. `npm run bench -- --smoke` plays all rows with all of them.
 */
import { strict as assert } from 'node:assert';

import { CONTESTANTS } from '../../bench/contestants/index.ts';
import { writePerformancePage } from '../../bench/performance-page.ts';
import type { Results } from '../../bench/results.ts';
import { run } from '../../bench/run.ts';
import { LONG_TEST_MS } from '../support/patience.ts';

const OURS = 'skep-redis';
const PEERS = Object.keys(CONTESTANTS).filter((name) => name !== OURS);

describe('The bench', function () {
  this.timeout(LONG_TEST_MS);
  let results: Results;
  let others: Results;

  before(async () => {
    const terms = { rounds: 1, jobs: 200, smoke: true, say: () => undefined };
    results = await run({ rows: [], only: [OURS], ...terms });
    others = await run({ rows: ['process'], only: PEERS, ...terms });
  });

  it('plays every round', () => {
    assert.deepEqual([...results.failures, ...others.failures], []);
  });

  it('has figures, finite and positive, in every row for every contestant that can play it', () => {
    for (const { name, results: contestants } of [...results.rows, ...others.rows]) {
      assert.notEqual(contestants.length, 0, `${name} was played by nobody`);
      for (const { contestant, rounds } of contestants) {
        const [figures = {}] = rounds;
        assert.notEqual(Object.keys(figures).length, 0, `${name} has no figures of ${contestant}`);
        for (const [figure, value] of Object.entries(figures)) {
          assert.ok(Number.isFinite(value) && value > 0, `${name}, ${contestant}: ${figure} is ${value}`);
        }
      }
    }
  });

  it('becomes a page with a table per row', () => {
    const page = writePerformancePage(results);
    for (const { title } of results.rows) assert.ok(page.includes(`### ${title}\n`), `${title} is missing`);
  });
});

describe('The bench, asked for what there is not', () => {
  it('names what there is', async () => {
    const asked = { rows: ['nothing'], only: [], rounds: 1, jobs: 1, smoke: true, say: () => undefined };
    await assert.rejects(run(asked), /no "nothing"; there are process, enqueue, /);
  });
});
