import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { DEFAULT_TIMINGS } from '../../../../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../../src/engines/sqlite/index.ts';
import { MIGRATIONS } from '../../../../src/engines/sqlite/migrations.ts';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { newId, systemClock as clock } from '../../../../src/foundation/index.ts';
import { Hand, INFO } from '../../../conformance/hand.ts';
import { newJob } from '../../../support/new-job.ts';

describe('sqlite: a newer Skep changes the layout under a process that runs', () => {
  let folder: string;
  let file: string;
  let engine: SqliteEngine;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-layout-'));
    file = path.join(folder, 'store.db');
    engine = await openSqliteEngine({ path: file, timings: DEFAULT_TIMINGS, clock, newId });
  });
  afterEach(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const REFUSED = {
    code: 'STORE_REFUSED',
    message: new RegExp(`has layout ${MIGRATIONS.length + 1}; this Skep knows up to ${MIGRATIONS.length}`),
  };
  const migrate = async (step: string): Promise<void> => {
    (await openStore({ path: file, clock, migrations: [...MIGRATIONS, step] })).close();
  };

  it('its next change says so, though its statements would still work, and nothing of it is written', async () => {
    await engine.jobs.enqueue([newJob()]);
    await migrate('CREATE TABLE later (a TEXT)');
    await assert.rejects(engine.jobs.enqueue([newJob()]), REFUSED);
    await assert.rejects(engine.keeping.promote(10), REFUSED);
    const store = await openStore({ path: file, clock, migrations: [...MIGRATIONS, 'later'] });
    assert.equal(store.number('SELECT count(*) FROM jobs'), 1);
    store.close();
  });

  it('what it reads of a table that is gone says so too, and so does a consumer', async () => {
    await engine.fleet.join(INFO);
    await engine.jobs.enqueue([newJob()]);
    await migrate('ALTER TABLE jobs RENAME TO tasks');
    await assert.rejects(engine.jobs.list({}, 10, null), REFUSED);
    const hand = new Hand(engine);
    hand.next().catch(() => undefined);
    while (hand.troubles.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [trouble] = hand.troubles as [Error & { code: string }];
    assert.equal(trouble.code, REFUSED.code);
    assert.match(trouble.message, REFUSED.message);
    await hand.consumer.stop();
  });
});
