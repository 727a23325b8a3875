import assert from 'node:assert/strict';
import type { JobState } from '../../../../src/core/index.ts';
import type { JobFilter } from '../../../../src/engine/index.ts';
import { listJobs } from '../../../../src/engines/sqlite/inspect.ts';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { stateCode } from '../../../../src/engines/sqlite/schema.ts';
import type { Store } from '../../../../src/engines/sqlite/store.ts';
import { systemClock as clock } from '../../../../src/foundation/index.ts';

const JOBS = 50_000;

/** µs of the processor that it costs when nobody disturbs it. */
function leastOf(act: () => unknown): number {
  const costs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
}

/** Rare things lie far behind the newest ones, where only an index leads. */
const STATES: readonly (readonly [JobState, string])[] = [
  ['dead', 'seq % 5000 = 7'],
  ['scheduled', 'seq % 5000 = 8'],
  ['running', 'seq % 5000 = 9'],
  ['blocked', 'seq % 5000 = 10'],
  ['retryable', 'seq % 5000 = 11'],
  ['cancelled', 'seq % 5000 = 12'],
  ['available', 'seq % 3 = 0 AND seq < 20000'],
];

describe('sqlite: search', function () {
  let store: Store;
  before(async () => {
    store = await openStore({ path: ':memory:', clock });
    const state = STATES.map(([name, when]) => `WHEN ${when} THEN ${stateCode(name)}`).join(' ');
    store.exec(`
      WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < ${JOBS})
      INSERT INTO jobs (seq, id, queue, task, state, priority, max_attempts, run_at, created_at, payload, schedule, finished_at)
      SELECT seq, 'j' || seq, iif(seq % 7 = 0, 'b', 'a'), iif(seq % 997 = 0, 'rare', 'common'),
        CASE ${state} ELSE ${stateCode('completed')} END, 5, 1, seq, seq * 1000, 'null', iif(seq % 911 = 0, 's', NULL), 1 FROM n;
      INSERT INTO tags SELECT 'rare', seq FROM jobs WHERE seq % 1009 = 0;
      INSERT INTO tags SELECT 'other', seq FROM jobs WHERE seq % 2 = 0;
    `);
    for (const name of [
      'scheduled',
      'blocked',
      'available',
      'running',
      'retryable',
      'completed',
      'cancelled',
      'dead',
    ]) {
      const code = stateCode(name as JobState);
      store.exec(`
        INSERT INTO queues (queue, ${name}) SELECT queue, count(*) FROM jobs WHERE state = ${code} GROUP BY queue
        ON CONFLICT (queue) DO UPDATE SET ${name} = excluded.${name}`);
    }
  });
  after(() => {
    store.close();
  });

  const FILTERS: readonly (readonly [JobFilter, string])[] = [
    [{}, 'true'],
    [{ queue: 'b' }, "queue = 'b'"],
    [{ task: 'rare' }, "task = 'rare'"],
    [{ task: 'rare', queue: 'b' }, "task = 'rare' AND queue = 'b'"],
    [{ task: 'common', states: ['dead'] }, `task = 'common' AND state = ${stateCode('dead')}`],
    [{ tag: 'rare' }, "seq IN (SELECT seq FROM tags WHERE tag = 'rare')"],
    [{ tag: 'rare', queue: 'b' }, "queue = 'b' AND seq IN (SELECT seq FROM tags WHERE tag = 'rare')"],
    [{ schedule: 's' }, "schedule = 's'"],
    [{ states: ['dead', 'available'] }, `state IN (${stateCode('dead')}, ${stateCode('available')})`],
    [{ states: ['available'], queue: 'b' }, `state = ${stateCode('available')} AND queue = 'b'`],
    [{ states: ['completed'], queue: 'b' }, `state = ${stateCode('completed')} AND queue = 'b'`],
    [{ since: 10_000_000, until: 11_000_000 }, 'created_at >= 10000000 AND created_at < 11000000'],
    [{ until: 3_000_000, queue: 'b' }, "created_at < 3000000 AND queue = 'b'"],
    [{ queue: 'nowhere' }, 'false'],
    ...STATES.map(([state]) => [{ states: [state] }, `state = ${stateCode(state)}`] as const),
  ];

  for (const [filter, where] of FILTERS) {
    it(`finds ${JSON.stringify(filter)} page by page, exactly as a look at every row does`, () => {
      const expected = store
        .all(`SELECT id FROM jobs WHERE ${where} ORDER BY seq DESC LIMIT 400`)
        .map((row) => String(row[0]));
      const found: string[] = [];
      let cursor: string | null = null;
      do {
        const page = listJobs(store, { filter, limit: 37, cursor, now: 0 });
        found.push(...page.jobs.map((job) => job.id));
        cursor = page.next;
      } while (cursor !== null && found.length < 400);
      assert.deepEqual(found.slice(0, 400), expected);
    });
  }

  it('does not go through the table for what an index knows', () => {
    const whole = leastOf(() => store.all('SELECT * FROM jobs'));
    for (const [filter] of FILTERS) {
      const cost = leastOf(() => listJobs(store, { filter, limit: 50, cursor: null, now: 0 }));
      assert.ok(cost < whole, `${JSON.stringify(filter)} costs ${cost} µs, a look at every row ${whole} µs`);
    }
  });
});
