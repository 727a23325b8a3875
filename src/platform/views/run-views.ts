/** Runs and workflows as they are shown. */
import {
  hide,
  HIDDEN,
  type Job,
  type JobError,
  isOver,
  itemId,
  type Plan,
  type PlanStep,
  type Run,
  sensitivePaths,
  STEP_STATES,
  type StepProgress,
  type StepState,
  UNTOUCHED,
  type StepWait,
} from '../../core/index.ts';
import type { Item, ItemPage, ListedRun } from '../../engine/index.ts';
import { formatDuration, iso, type Json, SkepError } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type {
  ListedRunView,
  RunItemsView,
  RunItemView,
  RunStepView,
  RunView,
  WorkflowStepView,
} from '../../api/index.ts';

/** Ids of a step that are shown. */
const IDS = 10;

export function listedRunView(run: ListedRun): ListedRunView {
  const { id, workflow, state, cancelled, createdAt, finishedAt, tags, headers, error, schedule } = run;
  const { traceparent, manifestRevision, parent, parentId } = run;
  return {
    ...{ id, workflow, state, finished: state !== 'running', cancelled, tags, headers },
    ...{ traceparent, manifestRevision, parentId, error },
    createdAt: iso(createdAt),
    finishedAt: finishedAt === null ? null : iso(finishedAt),
    parent: parent && { run: parent.run, step: parent.step, index: parent.index },
    schedule: schedule && { name: schedule.name, tickAt: iso(schedule.tickAt) },
    counts: countsOf((state_) => run.counts[state_] ?? 0),
  };
}

function countsOf(of: (state: StepState) => number): Readonly<Record<StepState, number>> {
  return Object.fromEntries(STEP_STATES.map((state) => [state, of(state)])) as Record<StepState, number>;
}

/**
 * What tasks of its steps have as sensitive may stand anywhere in input and result: then neither is shown.
 * @param manifest the one in force; null shows everything, to those to whom it is revealed
 */
export function runView(run: Run, manifest: Manifest | null): RunView {
  const { plan, steps, input, result, ...listed } = run;
  const counts = countsOf((state) => steps.filter((one) => one.state === state).length);
  const secret = manifest !== null && isSecret(plan, manifest);
  const shown = (value: Json): Json => (secret && value !== null ? HIDDEN : value);
  const hidden = [...(shown(input) === input ? [] : ['input']), ...(shown(result) === result ? [] : ['result'])];
  return {
    ...listedRunView({ ...listed, counts }),
    ...{ input: shown(input), result: shown(result), hidden },
    steps: plan.steps.map((step, number) => stepView(run, step, number)),
  };
}

function isSecret(plan: Plan, manifest: Manifest): boolean {
  return plan.steps.some(({ work }) => {
    if (work.kind === 'workflow') return isSecret(work.plan, manifest);
    if (work.kind === 'wait') return false;
    return work.job.care?.sealed === true || sensitiveOf(work.job, manifest).length > 0;
  });
}

/** What was sensitive when the run began, and what the manifest in force names. */
function sensitiveOf({ task, care }: Pick<Job, 'task' | 'care'>, { tasks }: Manifest): readonly string[] {
  const now = Object.hasOwn(tasks, task) ? (tasks[task]?.sensitive ?? []) : [];
  return [...(care?.sensitive ?? []), ...now];
}

function stepView(run: Run, step: PlanStep, number: number): RunStepView {
  const progress = run.steps[number] ?? UNTOUCHED;
  const { state, total, begun, completed, failed, cancelled, round, skipped, error, dueAt } = progress;
  const { kind, does } = workOf(step);
  const ids = kind === 'wait' ? 0 : Math.min(begun, IDS);
  return {
    name: step.name,
    state,
    kind,
    does,
    when: whenText(step),
    many: step.forEach !== null,
    needs: step.needs.map((needed) => run.plan.steps[needed]?.name ?? String(needed)),
    startedAt: instant(progress.startedAt),
    finishedAt: instant(progress.finishedAt),
    total,
    begun,
    completed,
    failed,
    cancelled,
    skipped,
    error: told(error),
    ids: Array.from({ length: ids }, (_none, index) => itemId(run, { step: number, index, round })),
    waitsFor: waitText(run, step, progress),
    dueAt: instant(dueAt),
  };
}

function instant(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}

function told(error: JobError | null): JobError | null {
  return error && { name: error.name, message: error.message, code: error.code, stack: error.stack };
}

function workOf({ work }: PlanStep): Pick<WorkflowStepView, 'kind' | 'does'> {
  if (work.kind === 'task') return { kind: 'task', does: work.job.task };
  return work.kind === 'workflow' ? { kind: 'workflow', does: work.workflow } : { kind: 'wait', does: null };
}

function whenText({ when }: Pick<PlanStep, 'when'>): string {
  if (typeof when === 'string') return when;
  return 'condition' in when ? when.condition : templateText(when.template);
}

function templateText(template: Json): string {
  return typeof template === 'string' ? template : JSON.stringify(template);
}

function waitText(run: Run, step: PlanStep, progress: StepProgress): string | null {
  if (run.state !== 'running' || isOver(progress)) return null;
  if (progress.state === 'waiting') return openText(run, step);
  return step.work.kind === 'wait' ? signalText(step.work.wait, progress.dueAt) : null;
}

/** Steps before it that are not over; the first few. */
function openText({ plan, steps }: Run, { needs }: PlanStep): string | null {
  const open = needs.filter((number) => !isOver(steps[number] ?? UNTOUCHED)).map((number) => plan.steps[number]?.name);
  if (open.length === 0) return null;
  const more = open.length > 3 ? ` and ${open.length - 3} more` : '';
  return `${open.slice(0, 3).join(', ')}${more}`;
}

function signalText({ signal }: StepWait, dueAt: number | null): string {
  const until = dueAt === null ? '' : `until ${iso(dueAt)}`;
  if (signal === null) return until === '' ? 'for ever' : until;
  return until === '' ? `the signal ${signal}` : `the signal ${signal}, ${until}`;
}

/** @param manifest the one in force; null shows everything, to those to whom it is revealed */
export function itemsView(
  run: Run,
  number: number,
  { items, next }: ItemPage,
  manifest: Manifest | null,
): RunItemsView {
  const step = run.plan.steps[number];
  if (step === undefined) throw new SkepError('INTERNAL', `the run ${run.id} has no step ${number}`);
  const { state, total } = run.steps[number] ?? UNTOUCHED;
  const shown = manifest === null ? asItIs : resultSight(run.plan, step, manifest);
  return { run: run.id, step: step.name, state, total, items: items.map((item) => itemView(item, shown)), next };
}

/** What comes with a signal may go to any step, as the input may: it is hidden where that is. */
function resultSight(plan: Plan, { work }: PlanStep, manifest: Manifest): (result: Json) => Json {
  if (work.kind === 'wait') return isSecret(plan, manifest) ? whole : asItIs;
  if (work.kind === 'workflow') return isSecret(work.plan, manifest) ? whole : asItIs;
  if (work.job.care?.sealed === true) return whole;
  const { result: paths } = sensitivePaths(sensitiveOf(work.job, manifest));
  return (result) => hide(result, paths);
}

function asItIs(result: Json): Json {
  return result;
}

function whole(result: Json): Json {
  return result === null ? null : HIDDEN;
}

function itemView({ index, id, end }: Item, shown: (result: Json) => Json): RunItemView {
  if (end === null) return { index, id, state: 'running', result: null, error: null };
  if (end.state === 'completed') return { index, id, state: 'completed', result: shown(end.result), error: null };
  return { index, id, state: end.state, result: null, error: told(end.error) };
}

/** A step of a workflow, before any run. */
export function plannedStepView({ steps }: Plan, step: PlanStep): WorkflowStepView {
  const { name, needs, forEach, concurrency, chunk, onFailure, work } = step;
  const { kind, does } = workOf(step);
  return {
    ...{ name, kind, needs: needs.map((needed) => steps[needed]?.name ?? String(needed)), when: whenText(step) },
    ...{ forEach, concurrency, chunk, mayFail: onFailure === 'continue' },
    does: work.kind === 'wait' ? plannedWait(work.wait) : does,
  };
}

function plannedWait({ signal, forMs, until }: StepWait): string {
  const time = forMs === null ? '' : formatDuration(forMs);
  if (signal !== null) return time === '' ? signal : `${signal}, ${time} at most`;
  return time === '' ? templateText(until) : time;
}
