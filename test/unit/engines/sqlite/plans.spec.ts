/** How SQLite goes about lists that may be long: in the order of the page, and not through all that there is. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'libsql';

import { DEFAULT_TIMINGS } from '../../../../src/engine/index.ts';
import { auditRows } from '../../../../src/engines/sqlite/audit.ts';
import { SqliteEngine } from '../../../../src/engines/sqlite/index.ts';
import { listRuns } from '../../../../src/engines/sqlite/runs/run-lists.ts';
import type { SqlValue, Store } from '../../../../src/engines/sqlite/store.ts';
import { newId, systemClock } from '../../../../src/foundation/index.ts';

describe('SQLite: how lists are gone through', () => {
  let folder: string;
  let database: Database.Database;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skep-plans-'));
    const path = join(folder, 'store.db');
    const engine = new SqliteEngine({ path, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await engine.open();
    await engine.close();
    database = new Database(path);
  });
  after(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  /** @returns what SQLite says of each statement that is asked @param rows what each of them finds */
  function plansOf(ask: (store: Store) => unknown, rows: readonly SqlValue[][] = []): readonly string[] {
    const plans: string[] = [];
    const all = (sql: string, ...values: SqlValue[]): readonly SqlValue[][] => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { readonly detail: string }[];
      plans.push(steps.map(({ detail }) => detail).join('; '));
      return rows;
    };
    ask({ all, get: () => undefined } as unknown as Store);
    return plans;
  }

  it('lines of the audit log by their numbers, whatever time is asked for', () => {
    for (const span of [
      { from: null, to: null },
      { from: 1, to: 2 },
    ]) {
      const plans = plansOf((store) => auditRows(store, span, { limit: 50, before: null }));
      assert.deepEqual(plans, ['SEARCH audit USING INTEGER PRIMARY KEY (rowid<?)']);
    }
  });

  it('runs of a state at the newest first', () => {
    const wish = { filter: { states: ['completed'] as const }, limit: 1, cursor: null };
    const [glance, ...more] = plansOf((store) => listRuns(store, wish), [[2], [1]]);
    assert.match(glance ?? '', /SEARCH runs USING INTEGER PRIMARY KEY/);
    assert.deepEqual(more, []);
    // Fewer than asked for: the index of states knows where the others are.
    assert.match(plansOf((store) => listRuns(store, wish)).at(-1) ?? '', /runs_state/);
  });
});
