/** A run that goes on after its end: what failed is done once more, or everything from a step on. */
import type { Plan, PlanStep } from './plan.ts';
import { type ItemEnd, progressOf, type Run, stepOf, type StepProgress, UNTOUCHED } from './run.ts';
import { counted } from './decide.ts';
import { isIdTaken } from './run-errors.ts';

/** What is stored when a run is opened again. */
export interface Reopened {
  readonly steps: ReadonlyMap<number, StepProgress>;
  /** Steps whose items that did not complete are to be retried: they count as under way. */
  readonly retried: readonly number[];
  /** Names of those that came before and are waited for anew: they are forgotten. */
  readonly signals: readonly string[];
}

/**
 * @param from names of steps that begin anew with all behind them; none: what did not complete is done once more
 * @returns null where nothing is to be done again. One that did not complete though all of its steps did is asked for its output once more
 */
export function reopenedFrom(run: Run, from: readonly string[]): Reopened | null {
  const numbers = run.plan.steps.flatMap(({ name }, number) => (from.includes(name) ? [number] : []));
  const reopened = from.length === 0 ? resumed(run) : rerun(run, numbers);
  if (reopened.steps.size > 0) return reopened;
  return from.length === 0 && run.state !== 'completed' ? reopened : null;
}

/** From what failed or was cancelled on; what completed stays. */
export function resumed(run: Run): Reopened {
  const { plan, steps } = run;
  const changed = new Map<number, StepProgress>();
  const retried: number[] = [];
  steps.forEach((progress, number) => {
    const { state, skipped, total, failed, cancelled } = progress;
    if (state === 'skipped' ? skipped !== 'trouble' : state !== 'failed' && state !== 'cancelled') return;
    // What could not be begun is begun; what was not over when the run was cancelled goes on.
    const open = { ...progress, state: 'running' as const, finishedAt: null, broken: false, error: null };
    if (total === 0 || plan.steps[number]?.work.kind === 'wait' || hasStrangers(progress)) {
      changed.set(number, fresh(progress));
    } else changed.set(number, { ...open, failed: 0, cancelled: 0 });
    if (failed + cancelled > 0 && changed.get(number)?.state === 'running') retried.push(number);
  });
  for (const number of descendants(plan, [...changed.keys()])) {
    const progress = progressOf(run, number);
    if (!changed.has(number) && progress.state === 'skipped') changed.set(number, fresh(progress));
  }
  return { steps: changed, retried, signals: [] };
}

/** Whether what has its ids is not its own: that is not to be retried, and new ids are free. */
function hasStrangers({ completed, error }: StepProgress): boolean {
  return completed === 0 && isIdTaken(error);
}

/** These steps and all that stand behind them, from the beginning: whoever has approved of the former round is asked once more. */
export function rerun(run: Run, from: readonly number[]): Reopened {
  const { plan } = run;
  const all = new Set([...from, ...descendants(plan, from)]);
  return {
    steps: new Map([...all].map((number) => [number, fresh(progressOf(run, number))])),
    retried: [],
    signals: [...all].flatMap((number) => signalOf(stepOf(plan, number)) ?? []),
  };
}

function signalOf({ work }: PlanStep): string | null {
  return work.kind === 'wait' ? work.wait.signal : null;
}

/** Its items have new ids from now on where some began before. */
function fresh({ round, begun }: StepProgress): StepProgress {
  return { ...UNTOUCHED, round: begun > 0 ? round + 1 : round };
}

function descendants({ steps }: Plan, from: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  const begun = new Set(from);
  steps.forEach(({ needs }, number) => {
    if (needs.some((needed) => found.has(needed) || begun.has(needed))) found.add(number);
  });
  return found;
}

/**
 * An item that had ended without completing has ended once more, for a person has retried its job.
 * @param before how it had ended
 */
export function healed(run: Run, number: number, before: Before, end: ItemEnd): Reopened {
  const { plan } = run;
  const progress = progressOf(run, number);
  const changed = new Map([[number, counted(without(progress, before), end)]]);
  for (const behind of descendants(plan, [number])) {
    const passed = progressOf(run, behind);
    if (passed.skipped === 'trouble') changed.set(behind, fresh(passed));
  }
  return { steps: changed, retried: [], signals: [] };
}

type Before = Exclude<ItemEnd['state'], 'completed'>;

function without(progress: StepProgress, before: Before): StepProgress {
  const open = { ...progress, state: 'running' as const, finishedAt: null, [before]: progress[before] - 1 };
  return open.failed + open.cancelled === 0 ? { ...open, error: null } : open;
}
