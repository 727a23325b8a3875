/** Going through the lines of what was changed: in pages, between which others have their turn. */
import assert from 'node:assert/strict';

import type { AuditRow, Engine } from '../../../src/engine/index.ts';
import { auditOf } from '../../../src/platform/callers/audit-of.ts';

const line = { by: 'ops', via: 'token', operation: 'pauseQueue', arguments: { reason: 'x'.repeat(2_000) } };

/** A store of as many lines as one call goes through, which answers in the same turn of the event loop. */
function store(pages: number[]): Pick<Engine, 'audit' | 'now'> {
  const body = JSON.stringify(line);
  const list: Engine['audit']['list'] = (_span, limit, before) => {
    pages.push(limit);
    const from = before === null ? 1_000_000 : Number(before);
    const rows = Array.from({ length: limit }, (_none, at): AuditRow => {
      return { id: `l${from - at - 1}`, position: String(from - at - 1), at: 0, body };
    });
    return Promise.resolve(rows);
  };
  return { audit: { list } as Engine['audit'], now: () => Promise.resolve(0) };
}

describe('what was changed by whom, looked through', () => {
  it('lets others have their turn, and says where to go on', async () => {
    let turns = 0;
    let over = false;
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    const pages: number[] = [];
    const { lines, looked, next } = await auditOf({ by: 'nobody' }, store(pages));
    over = true;
    assert.deepEqual([lines.length, looked, next], [0, 20_000, '980000']);
    assert.ok(turns > 0);
    assert.ok(Math.max(...pages) <= 200);
  });
});
