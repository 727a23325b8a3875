import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { PlanStep } from '../../../../src/core/index.ts';
import { DEFAULT_TIMINGS } from '../../../../src/engine/index.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../../src/engines/sqlite/index.ts';
import { MIGRATIONS } from '../../../../src/engines/sqlite/migrations.ts';
import { openStore } from '../../../../src/engines/sqlite/opening.ts';
import { newId, systemClock as clock } from '../../../../src/foundation/index.ts';
import { newRun, plan, step, task } from '../../../support/run-model.ts';

describe('sqlite: a run that cannot go on', () => {
  let folder: string;
  let file: string;
  let engine: SqliteEngine;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-bad-run-'));
    file = path.join(folder, 'store.db');
    engine = await openSqliteEngine({ path: file, timings: DEFAULT_TIMINGS, clock, newId });
  });
  afterEach(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps no other from it, is laid aside, and is tried again later', async () => {
    const work: PlanStep['work'] = { kind: 'wait', wait: { signal: null, forMs: 60_000, until: null } };
    const graph = plan([step('w', { work }), step('next', { needs: [0], work: task('next', null) })]);
    await engine.runs.start(['bad', 'good'].map((id) => newRun(graph, { id })));
    const { store } = await openRaw();
    store.run("UPDATE runs SET due = 0, version = id || 'x'");
    store.run("UPDATE runs SET steps = '0 0 0 0 [what' WHERE id = 'bad'");
    store.run(`UPDATE runs SET steps = '0 0 0 0 [1,1,null,1,1,0,{"dueAt":1}]' WHERE id = 'good'`);
    store.close();
    const { nextDueAt } = await engine.runs.advance(100);
    assert.ok((nextDueAt ?? 0) > 1, String(nextDueAt));
    assert.equal((await engine.jobs.get('good.next'))?.task, 'next');
    const [aside] = (await openRaw()).aside();
    assert.match(aside ?? '', /^the run bad cannot go on: /);
  });

  async function openRaw(): Promise<{ store: Awaited<ReturnType<typeof openStore>>; aside: () => string[] }> {
    const store = await openStore({ path: file, clock, migrations: MIGRATIONS });
    const aside = (): string[] => {
      const rows = store.all('SELECT reason FROM undelivered').map(([reason]) => String(reason));
      store.close();
      return rows;
    };
    return { store, aside };
  }
});
