/** What holds a job, and what has held it. */

/** Kinds of holds; `paused`: of one task, whose name is `task:NAME`. */
export const STANDING_REASONS = ['hold', 'paused'] as const;
export type StandingReason = (typeof STANDING_REASONS)[number];

/** What keeps an available job from being handed out: a gate that is full, or a hold. */
export interface Hold {
  readonly reason: HoldReason;
  readonly name: string;
  /** When it has room again, or ends, where that is known. */
  readonly until: number | null;
  /** Why, where a person has said so. */
  readonly text: string | null;
}

export const HOLD_REASONS = ['concurrency', 'rate', 'bucket', 'breaker', 'hold', 'paused'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** A time in which something held a job. Held again by the same before it has started, it is one. */
export interface Wait {
  readonly reason: HoldReason;
  readonly name: string;
  readonly from: number;
  /** When it was let go, or ended otherwise; null while it is held. */
  readonly until: number | null;
}

export const WAITS_KEPT = 20;

/** @param job that comes to its turn, or whose hold is another @param now of the store @returns its waits afterwards */
export function waitsHeld(
  { waits, startedAt }: { readonly waits: readonly Wait[]; readonly startedAt: number | null },
  { reason, name }: Pick<Hold, 'reason' | 'name'>,
  now: number,
): readonly Wait[] {
  const last = waits.at(-1);
  const again = last?.reason === reason && last.name === name && (last.until ?? Infinity) > (startedAt ?? -1);
  if (last && again) return [...waits.slice(0, -1), { ...last, until: null }];
  return [...waits.slice(1 - WAITS_KEPT), { reason, name, from: now, until: null }];
}

/** Nothing holds it any more. */
export function waitsLetGo(waits: readonly Wait[], now: number): readonly Wait[] {
  const last = waits.at(-1);
  return last?.until === null ? [...waits.slice(0, -1), { ...last, until: now }] : waits;
}

const OPEN = ',null]';

/** As stores write it: `["reason","gate",from,until]` of each; an open one at the end goes without its end, which is put behind then. */
export function waitsText(waits: readonly Wait[]): string {
  const entries = waits.map(({ reason, name, from, until }) =>
    JSON.stringify([reason, gateOf(reason, name), from, until]),
  );
  const text = entries.join(',');
  return text.endsWith(OPEN) ? text.slice(0, -OPEN.length) : text;
}

/** What is put behind the text of a job that is let go. */
export function waitsEnd(now: number): string {
  return `,${now}]`;
}

type Written = readonly [HoldReason, string, number, number?];

/** @param text see waitsText; null or '' for none */
export function waitsIn(text: string | null): readonly Wait[] {
  if (text === null || text === '') return NO_WAITS;
  const whole = text.endsWith(']') ? text : `${text}]`;
  return (JSON.parse(`[${whole}]`) as readonly Written[]).map(([reason, gate, from, until = null]) => ({
    reason,
    name: toldName(reason, gate),
    from,
    until,
  }));
}

export const NO_WAITS: readonly Wait[] = Object.freeze([]);

/** The name of a gate as it is told: a hold's own. */
export function toldName(reason: HoldReason, gate: string): string {
  return isStandingReason(reason) ? gate.slice(reason.length + 1) : gate;
}

function gateOf(reason: HoldReason, name: string): string {
  return isStandingReason(reason) ? `${reason}:${name}` : name;
}

function isStandingReason(reason: HoldReason): boolean {
  return STANDING_REASONS.some((one) => one === reason);
}
