/**
 * A process that migrates copies of a file from today's layout to one of the test's own, one after the other.
 * Arguments: the folder to work in, and the log, which gets the path of each file before its migration begins.
 */
import { appendFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { insertJobs, prepareJobs } from '../../../src/engines/sqlite/enqueue.ts';
import { Transaction } from '../../../src/engines/sqlite/committer.ts';
import { momentOf } from '../../../src/engines/sqlite/moment.ts';
import { openStore } from '../../../src/engines/sqlite/opening.ts';
import { MIGRATIONS } from '../../../src/engines/sqlite/migrations.ts';
import type { Store } from '../../../src/engines/sqlite/store.ts';
import { systemClock as clock } from '../../../src/foundation/index.ts';
import { newJobs } from '../../support/new-job.ts';

export const MIGRATED_JOBS = 3_000;

/** Steps that take long enough to be killed in. */
const FURTHER = [
  'ALTER TABLE jobs ADD COLUMN marked INTEGER NOT NULL DEFAULT 0; UPDATE jobs SET marked = 1;',
  'CREATE INDEX jobs_marked ON jobs (marked, payload);',
];

/** Opens a file with the test's layout, which brings it up to date. */
export function furtherLayout(file: string): Promise<Store> {
  return openStore({ path: file, clock, migrations: [...MIGRATIONS, ...FURTHER] });
}

async function main(folder: string, log: string): Promise<void> {
  const old = path.join(folder, 'old.db');
  const store = await openStore({ path: old, clock });
  const transaction = new Transaction(store, momentOf(clock));
  store.exec('BEGIN IMMEDIATE');
  insertJobs(transaction, prepareJobs(newJobs(MIGRATED_JOBS, { payload: 'x'.repeat(200) })));
  transaction.flush();
  store.exec('COMMIT');
  store.close();
  for (let turn = 0; ; turn += 1) {
    const file = path.join(folder, `turn-${turn % 50}.db`);
    await copyFile(old, file);
    appendFileSync(log, `${file}\n`);
    (await furtherLayout(file)).close();
  }
}

const [, program = '', folder, log] = process.argv;
if (program.includes('migrator') && folder !== undefined && log !== undefined) await main(folder, log);
