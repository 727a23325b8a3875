/** How workflows and runs look in a terminal. */
import { formatDuration, systemClock } from '../foundation/index.ts';
import type {
  GroupView,
  ListedRunView,
  ListedWorkflowView,
  RunItemView,
  RunStepView,
  RunView,
  StartedView,
  WorkflowStepView,
  WorkflowView,
} from '../api/index.ts';
import { faultText } from './fault-text.ts';
import { type Column, tableLines } from './fit-table.ts';
import { fact } from './layouts.ts';
import type { Layout } from './printer.ts';

const UUID = 36;

export const STARTED: Layout<StartedView> = {
  plural: 'runs',
  name: (run) => run.id,
  columns: [
    { title: 'ID', of: (run) => run.id, yields: 'middle', keeps: UUID },
    { title: 'STATE', of: (run) => run.state },
    { title: 'EXISTING', of: (run) => run.existing },
  ],
};

export const GROUP: Layout<GroupView> = {
  ...STARTED,
  columns: [...STARTED.columns, { title: 'JOBS', of: ({ count }: GroupView) => count }],
};

export const WORKFLOWS: Layout<ListedWorkflowView> = {
  plural: 'workflows',
  name: (workflow) => workflow.name,
  columns: [
    { title: 'WORKFLOW', of: (workflow) => workflow.name, yields: 'middle' },
    { title: 'STEPS', of: (workflow) => workflow.size },
    { title: 'TAGS', of: (workflow) => workflow.tags.join(','), wide: true },
    { title: 'DESCRIPTION', of: (workflow) => workflow.description, yields: 'end' },
  ],
};

export const RUNS: Layout<ListedRunView> = {
  plural: 'runs',
  name: (run) => run.id,
  columns: [
    { title: 'ID', of: (run) => run.id, yields: 'middle', keeps: UUID },
    { title: 'WORKFLOW', of: (run) => run.workflow, yields: 'middle' },
    { title: 'STATE', of: stateOf },
    { title: 'STEPS', of: stepsOf, yields: 'end' },
    { title: 'STARTED', of: (run) => run.createdAt, instant: true },
    { title: 'TOOK', of: (run) => tookText(run.createdAt, run.finishedAt) },
    { title: 'PARENT', of: (run) => run.parent?.run ?? null, wide: true },
    { title: 'TAGS', of: (run) => run.tags.join(','), wide: true },
    { title: 'ERROR', of: (run) => run.error?.message ?? null, wide: true },
  ],
};

export const ITEMS: Layout<RunItemView> = {
  plural: 'items',
  name: (item) => item.id,
  columns: [
    { title: 'ITEM', of: (item) => item.index },
    { title: 'STATE', of: (item) => item.state },
    { title: 'ID', of: (item) => item.id, yields: 'middle' },
    {
      title: 'RESULT',
      of: (item) => item.error?.message ?? (item.state === 'completed' ? JSON.stringify(item.result) : null),
      yields: 'end',
    },
  ],
};

function stateOf({ state, cancelled }: ListedRunView): string {
  return state === 'running' && cancelled !== null ? 'cancelling' : state;
}

/** `3 completed, 1 running`. */
function stepsOf({ counts }: ListedRunView): string {
  return Object.entries(counts)
    .flatMap(([state, count]) => (count === 0 ? [] : [`${count} ${state}`]))
    .join(', ');
}

function tookText(startedAt: string | null, finishedAt: string | null): string | null {
  if (startedAt === null) return null;
  const end = finishedAt === null ? systemClock.now() : Date.parse(finishedAt);
  return formatDuration(rounded(Math.max(0, end - Date.parse(startedAt))));
}

/** Beyond a minute nobody reads milliseconds. */
function rounded(ms: number): number {
  if (ms < 10_000) return ms;
  return ms < 60_000 ? Math.round(ms / 100) * 100 : Math.round(ms / 1_000) * 1_000;
}

/** @param width of the terminal. @returns what is known of it, then its steps */
export function runLines(run: RunView, width: number | undefined): string[] {
  const facts: [string, string | null][] = [
    ['id', run.id],
    ['workflow', run.workflow ?? '(came with its call)'],
    ['state', run.cancelled === null ? run.state : `${stateOf(run)} (${run.cancelled})`],
    ['started', run.createdAt],
    ['finished', run.finishedAt && `${run.finishedAt} after ${tookText(run.createdAt, run.finishedAt) ?? ''}`],
    ['tags', run.tags.join(', ')],
    ['schedule', run.schedule && `${run.schedule.name} at ${run.schedule.tickAt}`],
    ['parent', run.parent ? `run ${run.parent.run}` : run.parentId && `job ${run.parentId}`],
    ['trace', run.traceparent],
    ['input', run.input === null ? null : JSON.stringify(run.input)],
    ['result', run.result === null ? null : JSON.stringify(run.result)],
    ['error', run.error && faultText(run.error)],
  ];
  return [
    ...facts.flatMap(([name, text]) => (text === null || text === '' ? [] : [fact(name, text)])),
    '',
    ...tableLines(stepColumns(run.steps), run.steps, width),
  ];
}

function stepColumns(steps: readonly RunStepView[]): readonly Column<RunStepView>[] {
  const depths = depthsOf(steps);
  const one = ({ many, total }: RunStepView): boolean => !many && total <= 1;
  return [
    { title: 'STEP', of: (step) => `${'  '.repeat(depths.get(step.name) ?? 0)}${step.name}`, yields: 'middle' },
    { title: 'STATE', of: (step) => step.state },
    { title: 'DOES', of: doesText, yields: 'middle' },
    { title: 'ITEMS', of: (step) => (one(step) ? null : itemsText(step)), yields: 'end', keeps: 12 },
    { title: 'STARTED', of: (step) => step.startedAt, instant: true },
    { title: 'TOOK', of: (step) => tookText(step.startedAt, step.finishedAt) },
    { title: 'NOTE', of: noteText, yields: 'end', keeps: 24 },
  ];
}

/** Levels that are drawn; a chain of a hundred goes no further to the right. */
const DEEPEST = 6;

/** How many steps stand before each, in a row. */
function depthsOf(steps: readonly Pick<RunStepView, 'name' | 'needs'>[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { name, needs } of steps) {
    const before = needs.map((needed) => (depths.get(needed) ?? 0) + 1);
    depths.set(name, Math.min(DEEPEST, Math.max(0, ...before)));
  }
  return depths;
}

function doesText({ kind, does }: Pick<RunStepView, 'kind' | 'does'>): string {
  if (kind === 'wait') return 'wait';
  return kind === 'task' ? (does ?? '') : `workflow ${does ?? ''}`.trimEnd();
}

/** `80 of 120, 2 failed, 8 running`. */
function itemsText({ total, begun, completed, failed, cancelled }: RunStepView): string | null {
  if (total === 0 && begun === 0) return null;
  const running = begun - completed - failed - cancelled;
  const parts = [
    [failed, 'failed'],
    [cancelled, 'cancelled'],
    [running, 'running'],
  ] as const;
  return [
    `${completed} of ${total}`,
    ...parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])),
  ].join(', ');
}

const SKIPPED = { trouble: 'something failed before it', condition: 'its condition did not hold' } as const;

/** Why it stands where it stands: the error and whose it is, what it waits for, else its job. */
function noteText({ error, skipped, waitsFor, state, ids, many, when }: RunStepView): string | null {
  if (error !== null) return many || ids[0] === undefined ? faultText(error) : `${faultText(error)} (${ids[0]})`;
  if (skipped !== null) return when === 'failure' ? 'nothing failed before it' : SKIPPED[skipped];
  if (waitsFor !== null) return state === 'waiting' ? `after ${waitsFor}` : waitText(waitsFor);
  const [first = null, ...more] = ids;
  return many && more.length > 0 ? `${first ?? ''} …` : first;
}

/** @param waitsFor a signal, or how long: `until …`, `for ever` */
function waitText(waitsFor: string): string {
  return waitsFor.startsWith('the signal ') ? `waits for ${waitsFor}` : `waits ${waitsFor}`;
}

/** @param width of the terminal */
export function workflowLines(workflow: WorkflowView, width: number | undefined): string[] {
  const { name, description, movedTo, former, tags, input, output, steps } = workflow;
  const facts: [string, string | null][] = [
    ['workflow', name],
    ['by now', movedTo],
    ['formerly', former.join(', ')],
    ['about', description],
    ['tags', tags.join(', ')],
    ['input', input === null ? 'anything' : JSON.stringify(input)],
    // An expression is read as it is written; a mapping or a list of them has its quotes.
    ['output', output === null || typeof output === 'string' ? output : JSON.stringify(output)],
  ];
  const depths = depthsOf(steps);
  const columns: readonly Column<WorkflowStepView>[] = [
    { title: 'STEP', of: (step) => `${'  '.repeat(depths.get(step.name) ?? 0)}${step.name}`, yields: 'middle' },
    {
      title: 'DOES',
      of: (step) => (step.kind === 'wait' ? `wait: ${step.does ?? ''}` : doesText(step)),
      yields: 'end',
    },
    { title: 'AFTER', of: (step) => step.needs.join(','), yields: 'end' },
    { title: 'WHEN', of: (step) => (step.when === 'success' ? null : step.when), yields: 'end' },
    { title: 'FOR EACH', of: eachText, yields: 'end' },
    { title: 'MAY FAIL', of: (step) => (step.mayFail ? 'yes' : null) },
  ];
  return [
    ...facts.flatMap(([title, text]) => (text === null || text === '' ? [] : [fact(title, text)])),
    '',
    ...tableLines(columns, steps, width),
  ];
}

function eachText({ forEach, concurrency, chunk }: WorkflowStepView): string | null {
  if (forEach === null) return null;
  const list = typeof forEach === 'string' ? forEach : JSON.stringify(forEach);
  return [
    list,
    ...(chunk === null ? [] : [`${chunk} a job`]),
    ...(concurrency === null ? [] : [`${concurrency} at once`]),
  ].join(', ');
}
