/** What was changed by whom: a sorted set in the slot of no queue, `ID BODY` by the microsecond; lua/audit.lua writes. */
import { AUDIT_SWEPT, type AuditFacet, type AuditRow, type RulesInForce } from '../../engine/index.ts';
import type { RedisStore } from './store.ts';

export function auditOf(store: RedisStore, rules: RulesInForce): AuditFacet {
  const { global } = store.keys;
  const run = async (limit: number, ...line: readonly string[]): Promise<number> => {
    const { keepMs, max } = rules.current.audit;
    return Number(await store.run('producer', 'audit', [global], [keepMs, max, limit, ...line]));
  };
  return {
    append: async (id, body, was) => {
      await run(AUDIT_SWEPT, `${id} ${body}`, ...(was === undefined ? [] : [`${id} ${was}`]));
    },
    list: async ({ from, to }, limit, before) => {
      const top = before ?? (to === null ? '+inf' : String(to * 1_000));
      const client = store.client('producer');
      const found = await store.guard(() =>
        client.zrevrangebyscore(
          `${global}audit`,
          top === '+inf' ? top : `(${top}`,
          from === null ? '-inf' : String(from * 1_000),
          'WITHSCORES',
          'LIMIT',
          0,
          limit,
        ),
      );
      return rowsOf(found);
    },
    prune: async (limit) => {
      const count = await run(limit);
      return { count, more: count >= limit };
    },
  };
}

/** @param found members and their scores in turn */
function rowsOf(found: readonly string[]): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let index = 0; index + 1 < found.length; index += 2) {
    const [member = '', position = ''] = [found[index], found[index + 1]];
    const blank = member.indexOf(' ');
    rows.push({
      id: member.slice(0, blank),
      position,
      at: Math.floor(Number(position) / 1_000),
      body: member.slice(blank + 1),
    });
  }
  return rows;
}
