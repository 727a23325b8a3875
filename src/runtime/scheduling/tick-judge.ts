/**
 * Whether what a schedule made before stands in the way of its ticks (`overlap`), or is reason to pause it (`pauseAfterFailures`).
 *
 * It is asked before the claim and needs no lock: what has ended stays ended, and a claim wins only if the cursor stands where it
 * stood, so nobody else has made anything meanwhile. What waits for its turn is not decided: its cursor stands still, whoever dies.
 */
import { isFinished, tell } from '../../core/index.ts';
import { NO_WHY, type ScheduleRow, TICKS_KEPT } from '../../engine/index.ts';
import { counted } from '../../foundation/index.ts';
import type { ScheduleSpec } from '../../manifest/index.ts';
import type { TickDecision } from './due-ticks.ts';
import type { RuntimeDeps } from '../ports.ts';
import type { Entry } from './schedule-book.ts';

export interface Judgement {
  readonly decisions: readonly TickDecision[];
  /** Where the schedule was paused: its row afterwards. */
  readonly row?: ScheduleRow | null;
}

/** Entries of outboxes that are delivered to find what was claimed by a process that died. */
const DELIVERED = 200;

export class TickJudge {
  readonly #deps: Pick<RuntimeDeps, 'engine' | 'logger'>;

  constructor(deps: Pick<RuntimeDeps, 'engine' | 'logger'>) {
    this.#deps = deps;
  }

  /** @param decisions of the entry, as the clock and the cursor have them */
  async judge({ schedule, row }: Entry, decisions: readonly TickDecision[]): Promise<Judgement> {
    const { overlap, pauseAfterFailures } = schedule;
    if ((overlap === 'allow' && pauseAfterFailures === null) || !decisions.some(({ run }) => run)) return { decisions };
    if (pauseAfterFailures !== null && (await this.#hasFailed(schedule, pauseAfterFailures))) {
      return { decisions: [], row: await this.#pause(schedule, pauseAfterFailures) };
    }
    if (overlap === 'allow') return { decisions };
    const open = await this.#isOpen(schedule, row.lastJobId);
    if (!open) return { decisions: oneOf(decisions, schedule) };
    if (overlap === 'skip') return { decisions: [skipped(decisions, row.lastJobId)] };
    if (overlap === 'cancelRunning') await this.#cancel(schedule, row.lastJobId ?? '');
    return { decisions: [] };
  }

  /** Whether the last ones failed for good, one after another; those that are not over say nothing. */
  async #hasFailed(schedule: ScheduleSpec, limit: number): Promise<boolean> {
    let failures = 0;
    for (const { id, why, by } of await this.#deps.engine.schedules.history(schedule.name, TICKS_KEPT)) {
      // Somebody has resumed it since.
      if (why === 'paused') return false;
      if (id === null || by === 'manual') continue;
      const state = await this.#stateOf(schedule, id);
      if (state === 'dead' || state === 'failed') failures += 1;
      else if (state === null || isOver(state)) return false;
      if (failures >= limit) return true;
    }
    return false;
  }

  async #pause({ name }: ScheduleSpec, limit: number): Promise<ScheduleRow | null> {
    const text = `its last ${counted(limit, 'job')} failed`;
    tell(this.#deps.logger, 'schedule.given-up', { schedule: name, failures: limit });
    return this.#deps.engine.schedules.pause(name, true, { ...NO_WHY, text, by: 'pauseAfterFailures' });
  }

  async #isOpen(schedule: ScheduleSpec, id: string | null): Promise<boolean> {
    if (id === null) return false;
    const state = await this.#stateOf(schedule, id);
    if (state !== null) return !isOver(state);
    // Gone, or claimed by a process that died before it was stored where it belongs.
    await this.#deps.engine.keeping.deliver(DELIVERED);
    const found = await this.#stateOf(schedule, id);
    return found !== null && !isOver(found);
  }

  async #stateOf({ task }: ScheduleSpec, id: string): Promise<string | null> {
    const { jobs, runs } = this.#deps.engine;
    return task === null ? runs.stateOf(id) : ((await jobs.get(id))?.state ?? null);
  }

  async #cancel({ task, name }: ScheduleSpec, id: string): Promise<void> {
    const { jobs, runs } = this.#deps.engine;
    const reason = `the next tick of the schedule ${name} is due`;
    await (task === null ? runs.cancel([id], reason) : jobs.cancel([id], reason));
  }
}

function isOver(state: string): boolean {
  return state === 'failed' || isFinished(state as Parameters<typeof isFinished>[0]);
}

function skipped(decisions: readonly TickDecision[], blockedBy: string | null): TickDecision {
  const [first, last] = [decisions[0], decisions.at(-1)];
  const range = { from: first?.from ?? 0, to: last?.to ?? 0 };
  return { ...range, run: false, why: 'overlap', ...(blockedBy !== null && { blockedBy }) };
}

/** One at a time: of what waited for its turn the newest, or where each is to run, the oldest. */
function oneOf(decisions: readonly TickDecision[], { overlap, catchUp }: ScheduleSpec): readonly TickDecision[] {
  const runs = decisions.filter(({ run }) => run);
  const [oldest, newest] = [runs[0], runs.at(-1)];
  if (oldest === undefined || newest === undefined) return decisions;
  const before = decisions.filter(({ to }) => to <= oldest.from);
  if (overlap === 'skip' || catchUp.policy === 'all' || runs.length === 1) return [...before, oldest];
  return [...before, { from: oldest.from, to: newest.from, run: false, why: 'overlap' }, newest];
}
