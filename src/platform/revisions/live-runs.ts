/** Runs that are under way, against a manifest that is to come into force: what of them nobody would do any more. */
import type { Plan, Run } from '../../core/index.ts';
import type { Engine } from '../../engine/index.ts';
import { counted } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { throughPages } from '../local/through-pages.ts';
import type { Stranded } from '../stranded.ts';

const PAGE = 100;

/** Names that the next manifest has no more. */
interface Gone {
  readonly workflows: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
}

/** @returns [] at once where neither a workflow nor a task is taken away; else it costs what the runs are that are under way */
export async function strandedRuns(
  engine: Pick<Engine, 'runs'>,
  now: Pick<Manifest, 'tasks' | 'workflows'>,
  next: Pick<Manifest, 'tasks' | 'workflows'>,
): Promise<readonly Stranded[]> {
  const gone = { workflows: missing(now.workflows, next.workflows), tasks: missing(now.tasks, next.tasks) };
  if (gone.workflows.size === 0 && gone.tasks.size === 0) return [];
  const [workflows, tasks] = [new Map<string, number>(), new Map<string, number>()];
  for await (const run of runsUnderWay(engine, gone)) {
    if (run.workflow !== null && gone.workflows.has(run.workflow)) add(workflows, run.workflow);
    for (const name of tasksToCome(run)) if (gone.tasks.has(name)) add(tasks, name);
  }
  return [
    ...[...workflows].map(([name, runs]): Stranded => {
      const text = `workflow ${name} is taken away, and ${counted(runs, 'run of it is', 'runs of it are')} under way`;
      return { code: 'LIVE_WORKFLOW', text, jobs: runs, section: 'workflows', name };
    }),
    ...[...tasks].map(([name, runs]): Stranded => {
      const text = `task ${name} is taken away, and ${counted(runs, 'run has', 'runs have')} steps of it to come`;
      return { code: 'LIVE_TASK', text, jobs: runs, section: 'tasks', name };
    }),
  ];
}

function missing(now: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  return new Set(Object.keys(now).filter((name) => !Object.hasOwn(next, name)));
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** With plan and steps only where a task is gone: else what a list has is enough. */
async function* runsUnderWay(
  { runs }: Pick<Engine, 'runs'>,
  { tasks }: Gone,
): AsyncGenerator<Pick<Run, 'workflow'> & Partial<Run>> {
  const all = throughPages(
    (cursor) => runs.list({ states: ['running'] }, PAGE, cursor),
    (page) => page.runs,
  );
  for await (const listed of all) {
    const run = tasks.size === 0 ? listed : await runs.get(listed.id);
    if (run !== null) yield run;
  }
}

/** Of steps that have jobs to begin; those that have begun are jobs. */
function tasksToCome({ plan, steps }: Partial<Run>): ReadonlySet<string> {
  const names = new Set<string>();
  plan?.steps.forEach((step, number) => {
    const progress = steps?.[number];
    const isToCome =
      progress?.state === 'waiting' || (progress?.state === 'running' && progress.begun < progress.total);
    if (isToCome) addTasks(step, names);
  });
  return names;
}

function addTasks({ work }: Plan['steps'][number], names: Set<string>): void {
  if (work.kind === 'task') names.add(work.job.task);
  if (work.kind === 'workflow') for (const step of work.plan.steps) addTasks(step, names);
}
