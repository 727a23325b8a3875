/** Holds and pauses that stand: those of long ago, which somebody may have forgotten, and those that have ended by themselves. */
import type { Engine, Pause, QueueCounts, StandingHold, StoreCheck } from '../../engine/index.ts';
import { iso } from '../../foundation/index.ts';

/** What keeps jobs, or ticks, from starting by somebody's word. */
export interface Stand extends Pause {
  /** Whom it means, for people: `hold acme`, `pause of queue mails`. One of a text. */
  readonly what: string;
  readonly subject: { readonly kind: 'queue' | 'task' | 'schedule' | 'hold'; readonly name: string };
  /** What ends it. */
  readonly remedy: string;
}

/** Without an end it may be forgotten; one that has an end was meant to last until then, but hardly for more than a day. */
const LONG_MS = { endless: 3_600_000, ending: 86_400_000 };

/** Those in force now, of the store's word. */
export async function standing(
  engine: Pick<Engine, 'holds' | 'schedules'>,
  counts: readonly QueueCounts[],
): Promise<readonly Stand[]> {
  const [holds, schedules] = await Promise.all([engine.holds.list(), engine.schedules.list()]);
  return [
    ...holds.map(standOfHold),
    ...counts.flatMap(({ queue: name, pause }) =>
      pause === null ? [] : [standOf(pause, { kind: 'queue', name }, `skep queues resume ${name}`)],
    ),
    ...schedules.flatMap(({ name, pause }) =>
      pause === null ? [] : [standOf(pause, { kind: 'schedule', name }, `skep schedules resume ${name}`)],
    ),
  ];
}

function standOfHold(hold: StandingHold): Stand {
  const { name, manifest, reason } = hold;
  if (reason === 'paused') {
    const task = name.replace('task:', '');
    return standOf(hold, { kind: 'task', name: task }, `skep tasks resume ${task}`);
  }
  const subject = { kind: 'hold', name } as const;
  if (!manifest) return standOf(hold, subject, `skep hold rm ${name}`);
  return { ...standOf(hold, subject, 'a manifest without it'), what: `hold ${name} of the manifest` };
}

function standOf({ text, until, by, at }: Pause, subject: Stand['subject'], remedy: string): Stand {
  const { kind, name } = subject;
  return { text, until, by, at, subject, what: kind === 'hold' ? `hold ${name}` : `pause of ${kind} ${name}`, remedy };
}

/** @param now of the store @returns what to tell of one that stands for long; undefined where it does not */
export function longStand({ what, remedy, text, until, by, at }: Stand, now: number): StoreCheck | undefined {
  if (now - at < (until === null ? LONG_MS.endless : LONG_MS.ending)) return undefined;
  const end = until === null ? 'without an end' : `until ${iso(until)}`;
  const why = [...(text === null ? [] : [text]), ...(by === null ? [] : [`by ${by}`])].join(', ');
  const message = `${what} stands since ${iso(at)} ${end}${why === '' ? '' : ` (${why})`}`;
  return { name: 'standing', status: 'warn', message, hint: `If it is not meant any more: ${remedy}.` };
}

/** @param before at the last look @param after now @returns those that have ended because their time was over */
export function endedByTime(before: readonly Stand[], after: readonly Stand[], now: number): readonly Stand[] {
  const left = new Set(after.map(({ what }) => what));
  return before.filter(({ what, until }) => until !== null && until <= now && !left.has(what));
}
