/** Gates as they stand, as lua/gate-standing.lua tells it of each home of gates. */
import {
  type Circuit,
  circuitOf,
  CLOSED,
  type GateRule,
  type GateStanding,
  HELD_COUNTED,
} from '../../../engine/index.ts';

const FIELDS = 6;

/** @param reply as lua/gate-standing.lua gives it */
export function standingsIn(names: readonly string[], reply: readonly (string | number | null)[]): GateStanding[] {
  const now = Number(reply[0]);
  return names.map((name, index) => {
    const at = 1 + index * FIELDS;
    const [rule, overridden, used, circuit, held, until] = reply.slice(at, at + FIELDS);
    const known = ruleIn(String(rule));
    const state = hasCircuit(known) ? circuitAt(circuit) : null;
    const openAt = state !== null && state.until > now ? state.until : null;
    return {
      name,
      rule: known,
      overridden: overridden === 1,
      used: Number(used),
      held: Math.min(Number(held), HELD_COUNTED),
      until: openAt ?? (until === '' ? null : Number(until)),
      circuit: state,
    };
  });
}

function hasCircuit(rule: GateRule | null): boolean {
  return rule?.reason === 'breaker' || rule?.reason === 'bucket';
}

function circuitAt(text: string | number | null | undefined): Circuit {
  return typeof text === 'string' && text !== '' ? circuitOf(text) : CLOSED;
}

/** 'REASON ARGUMENT', as gates.ts writes it. */
function ruleIn(text: string): GateRule | null {
  const [reason, first = '', second = '', third, ...rest] = text.split(' ');
  switch (reason) {
    case 'rate':
      return { reason, limit: Number(first), perMs: Number(second), burst: Number(third) };
    case 'concurrency':
      return { reason, limit: Number(first), ...(second === '' ? {} : { onConflict: second as 'skip' }) };
    case 'breaker': {
      const [openForMs, probes] = rest.map(Number);
      const window = { percent: Number(first), of: Number(second), withinMs: Number(third) };
      return { reason, ...window, openForMs: openForMs ?? 0, probes: probes ?? 0 };
    }
    case 'bucket':
      return { reason };
    default:
      return null;
  }
}

/** Of the homes of a Cluster: what is used and held is added up, and it is shut where it is shut longest. */
export function together(name: string, homes: readonly GateStanding[]): GateStanding {
  const none: GateStanding = {
    name,
    rule: null,
    overridden: false,
    used: 0,
    held: 0,
    until: null,
    circuit: null,
  };
  return homes.reduce(
    (sum, one) => ({
      name,
      rule: sum.rule ?? one.rule,
      overridden: sum.overridden || one.overridden,
      used: sum.used + one.used,
      held: Math.min(sum.held + one.held, HELD_COUNTED),
      until: later(sum.until, one.until),
      circuit: joined(sum.circuit, one.circuit),
    }),
    none,
  );
}

/** What closed ones have counted is added up; else the one that is open longest. */
function joined(a: Circuit | null, b: Circuit | null): Circuit | null {
  if (a === null || b === null) return a ?? b;
  if (a.until === 0 && b.until === 0) return { ...a, slices: [...a.slices, ...b.slices] };
  return b.until > a.until ? b : a;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
