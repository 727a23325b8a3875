/** Holds: jobs that a selector matches are not started while one stands, and a pause of a task is one. */
import { type Job, matchesTask, STANDING_REASONS, type StandingReason } from '../core/index.ts';
import { SkepError } from '../foundation/index.ts';
import { isKeepable } from './fit-names.ts';

/** Whom it means: all that is said must hold, and what is null is not said. */
export interface HoldSelector {
  /** A pattern over names of tasks, see core/asking/task-pattern.ts. */
  readonly task: string | null;
  readonly queue: string | null;
  readonly tag: string | null;
  /** An expression over the job, decided by whoever works (`judgeBy`). */
  readonly where: string | null;
}

export interface NewHold extends HoldSelector {
  readonly reason: StandingReason;
  /** One of a reason has it. */
  readonly name: string;
  /** It ends then by itself, by the store's clock; null: when it is taken away. */
  readonly until: number | null;
  /** Why, for people. */
  readonly text: string | null;
  /** Who made it. */
  readonly by: string | null;
}

export interface StandingHold extends NewHold {
  /** Since when; a hold that is put anew keeps it. */
  readonly at: number;
  /** The manifest in force has it: with the next one that has not it ends. */
  readonly manifest: boolean;
}

/** Whether the job is one that `where` means. It must not throw. */
export type HoldJudge = (job: Job, where: string) => boolean;

/**
 * The step that reserves holds a job that one matches before it looks at its gates: it stays `available`, with `hold`, takes no slot, no
 * token and no attempt, lies in nobody's way, and is handed to nobody. From the moment that `put` resolves none starts, in any process.
 * When a hold ends, `keeping.promote` lets go whom it held, in steps, to the front of their priority; it says in `nextDueAt` when.
 *
 * What `where` asks is decided once per job and hold, by a process that works: what it does not mean is let through. Where a process dies before it
 * has decided, another one does. Without a judge all that the rest of the selector means are held.
 */
export interface HoldsFacet {
  /** Those that stand now, by reason and name. */
  list(): Promise<readonly StandingHold[]>;
  /** From now on, instead of one of that reason and name. @throws SkepError REQUEST_INVALID for a text that the store cannot hold */
  put(hold: NewHold): Promise<StandingHold>;
  /** Ends it now. @returns what stood; null when none did */
  end(reason: StandingReason, name: string): Promise<StandingHold | null>;
  /** The holds of the manifest in force are these; those that were put otherwise stand on. @throws as put */
  apply(holds: readonly NewHold[]): Promise<void>;
  judgeBy(judge: HoldJudge): void;
}

/** As gates are named: what is held lies before it. */
export function holdGate({ reason, name }: Pick<NewHold, 'reason' | 'name'>): string {
  return `${reason}:${name}`;
}

/** Whether a gate is a hold, by what begins its text: reason, blank, gate. */
export function isStanding(held: string): boolean {
  return STANDING_REASONS.some((reason) => held.startsWith(`${reason} ${reason}:`));
}

/** Whether it may mean a job, as far as `where` is not asked. */
export function mayMean(hold: HoldSelector, job: Pick<Job, 'task' | 'queue'>, tags: () => readonly string[]): boolean {
  if (hold.queue !== null && hold.queue !== job.queue) return false;
  if (hold.task !== null && !matchesTask(hold.task, job.task)) return false;
  return hold.tag === null || tags().includes(hold.tag);
}

/** @returns why one of these cannot be stored; null when all can: see fit-names.ts */
export function flawOfHolds(holds: readonly NewHold[]): SkepError | null {
  const texts = holds.flatMap(({ name, task, queue, tag, where, text, by }) => [
    name,
    task,
    queue,
    tag,
    where,
    text,
    by,
  ]);
  const unfit = texts.find((text) => text !== null && !isKeepable(text));
  if (unfit === undefined || unfit === null) return null;
  return new SkepError('REQUEST_INVALID', `${JSON.stringify(unfit.slice(0, 64))} cannot be said of a hold`, {
    hint: 'leave out NUL and halves of surrogate pairs',
  });
}

/** What apply has to do. @param standing those that stand @returns those to put, and those to end */
export function changesTo(
  holds: readonly NewHold[],
  standing: readonly StandingHold[],
): { readonly put: readonly NewHold[]; readonly end: readonly StandingHold[] } {
  const wanted = new Map(holds.map((hold) => [holdGate(hold), hold]));
  const there = new Map(standing.map((hold) => [holdGate(hold), hold]));
  return {
    put: holds.filter((hold) => !sameHold(hold, there.get(holdGate(hold)))),
    end: standing.filter((hold) => hold.manifest && !wanted.has(holdGate(hold))),
  };
}

function sameHold(hold: NewHold, other: StandingHold | undefined): boolean {
  const keys = ['task', 'queue', 'tag', 'where', 'until', 'text', 'by'] as const;
  return other?.manifest === true && keys.every((key) => hold[key] === other[key]);
}
