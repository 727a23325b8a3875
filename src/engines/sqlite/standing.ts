/** Gates as they stand, for those who look. */
import { type GateRule, type GateStanding, HELD_COUNTED } from '../../engine/index.ts';
import { circuitAt } from './gates/circuits.ts';
import { rateRoom, roomAt } from './gates/rates.ts';
import { IS_HELD } from './schema.ts';
import type { Store } from './store.ts';
import { ruleOf } from './gates/tolls.ts';

const HELD = `SELECT count(*) FROM (
  SELECT 1 FROM jobs INDEXED BY jobs_held WHERE ${IS_HELD} AND hold = ? LIMIT ${HELD_COUNTED})`;

/** @param now epoch milliseconds of the store */
export function gateStanding(store: Store, name: string, now: number): GateStanding {
  const rule = ruleOf(store, name);
  const overridden = store.get('SELECT 1 FROM overrides WHERE name = ?', name) !== undefined;
  const held = rule === null ? 0 : store.number(HELD, `${rule.reason} ${name}`);
  return { name, rule, overridden, held, ...numbersOf(store, { name, rule, now }) };
}

interface Look {
  readonly name: string;
  readonly rule: GateRule | null;
  readonly now: number;
}

function numbersOf(store: Store, { name, rule, now }: Look): Pick<GateStanding, 'used' | 'until' | 'circuit'> {
  switch (rule?.reason) {
    case 'concurrency': {
      const used = store.number('SELECT coalesce(sum(cost), 0) FROM passes WHERE gate = ?', name);
      return { used, until: null, circuit: null };
    }
    case 'rate': {
      const at = { gate: name, rule, now };
      const room = rateRoom(store, at);
      return { used: rule.burst - room, until: room > 0 ? null : roomAt(store, at, 1), circuit: null };
    }
    case 'bucket':
    case 'breaker': {
      const circuit = circuitAt(store, name);
      return { used: 0, until: circuit.until > now ? circuit.until : null, circuit };
    }
    case undefined:
      return { used: 0, until: null, circuit: null };
  }
}
