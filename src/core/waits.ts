/** What holds a job, and what has held it. */

/** What keeps an available job from being handed out: a gate that is full, or a hold. */
export interface Hold {
  readonly reason: HoldReason;
  readonly name: string;
  /** When it has room again, or ends, where that is known. */
  readonly until: number | null;
  /** Why, where a person has said so. */
  readonly text: string | null;
}

export const HOLD_REASONS = ['concurrency', 'rate', 'hold', 'paused'] as const;
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

/**
 * As a store writes it: `["reason","gate",from,until]` of each, with a comma between them; the last one of a job that is held
 * is left open, without `,until]`. So to let go of a job is to put something behind.
 */
const OPEN_END = /,\d+$/;

/**
 * @param text what is written of a job, or null @param gate as JSON text without quotes
 * @param startedAt start of its last attempt: what held it before is over for good
 * @returns the same with one more, that is open
 */
export function heldText(
  text: string | null,
  {
    reason,
    gate,
    from,
    startedAt,
  }: { readonly reason: string; readonly gate: string; readonly from: number; readonly startedAt: number | null },
): string {
  const head = `["${reason}","${gate}",`;
  const entries = entriesOf(text);
  const last = entries.at(-1);
  if (last?.startsWith(head) && untilOf(last) > (startedAt ?? -1)) {
    return [...entries.slice(0, -1), last.slice(0, last.lastIndexOf(','))].join(',');
  }
  return [...entries.slice(1 - WAITS_KEPT), `${head}${from}`].join(',');
}

/** @param text of a job that is held @returns the same of one that was let go */
export function letGoSuffix(now: number): string {
  return `,${now}]`;
}

/** Names hold no `,["`: quotes in them are escaped. */
function entriesOf(text: string | null): string[] {
  return text === null || text === ''
    ? []
    : text.split(',["').map((entry, index) => (index === 0 ? entry : `["${entry}`));
}

function untilOf(entry: string): number {
  return Number(entry.slice(entry.lastIndexOf(',') + 1, -1));
}

type Written = readonly [HoldReason, string, number, number?];

/**
 * @param text as it is written; null for none
 * @param held whether the last one is open @param endedAt when an open one ended with its job, which nobody has written
 * @param nameOf the name that is told of a gate
 */
export function waitsIn(
  text: string | null,
  {
    held,
    endedAt,
    nameOf,
  }: {
    readonly held: boolean;
    readonly endedAt: number | null;
    readonly nameOf: (reason: HoldReason, gate: string) => string;
  },
): readonly Wait[] {
  if (text === null || text === '') return NONE;
  const whole = OPEN_END.test(text) ? `${text}]` : text;
  return (JSON.parse(`[${whole}]`) as readonly Written[]).map(([reason, gate, from, until]) => ({
    reason,
    name: nameOf(reason, gate),
    from,
    until: until ?? (held ? null : endedAt),
  }));
}

const NONE: readonly Wait[] = [];
