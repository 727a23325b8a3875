/** Workflows, runs and schedules, for somebody who sees some queues and tasks. */
import type { RunView, ScheduleView } from '../../api/index.ts';
import { unknownName, unknownRun } from '../local/refusals.ts';
import { behind, beyond, filtered, listed, type Rules, type Scoped } from './scoped-rule.ts';
import { ifThere } from './scoped-sight.ts';

/** @throws SkepError RUN_UNKNOWN */
export async function seenRun({ all, sight }: Scoped, id: string): Promise<RunView> {
  const run = await all.getRun(id);
  if (!(await sight.run(run))) throw unknownRun(id);
  return run;
}

/** @throws SkepError WORKFLOW_UNKNOWN */
async function seenWorkflow({ sight }: Scoped, name: string): Promise<void> {
  if (!(await sight.workflow(name))) throw unknownName('WORKFLOW_UNKNOWN', 'workflow', name, []);
}

/** @throws SkepError SCHEDULE_UNKNOWN */
async function seenSchedule({ all, sight }: Scoped, name: string): Promise<ScheduleView> {
  const found = await ifThere(all.schedule(name));
  if (found === null || !(await sight.schedule(found))) throw unknownName('SCHEDULE_UNKNOWN', 'schedule', name, []);
  return found;
}

export const RUN_RULES = {
  workflows: listed('workflows', ({ sight }, { name }) => sight.workflow(name)),
  workflow: behind('workflow', seenWorkflow),
  startRun: behind('startRun', (to, { workflow }) => {
    if (typeof workflow !== 'string') throw beyond('it begins runs of workflows of the manifest alone');
    return seenWorkflow(to, workflow);
  }),
  listRuns: async ({ all, sight }, query) => {
    const { runs, next } = await all.listRuns(query);
    return { runs: await filtered(runs, (run) => sight.run(run)), next };
  },
  getRun: behind('getRun', seenRun),
  runItems: behind('runItems', seenRun),
  cancelRun: behind('cancelRun', seenRun),
  resumeRun: behind('resumeRun', seenRun),
  signalRun: behind('signalRun', seenRun),
  removeRun: behind('removeRun', seenRun),
  schedules: listed('schedules', ({ sight }, one) => sight.schedule(one)),
  schedule: behind('schedule', seenSchedule),
  nextTicks: behind('nextTicks', seenSchedule),
  agenda: async ({ all, sight }, within) => {
    const seen = await filtered(await all.schedules(), (one) => sight.schedule(one));
    return all.agenda(within, new Set(seen.map(({ name }) => name)));
  },
  tickHistory: behind('tickHistory', seenSchedule),
  backfillSchedule: behind('backfillSchedule', seenSchedule),
  runSchedule: behind('runSchedule', seenSchedule),
  pauseSchedule: behind('pauseSchedule', seenSchedule),
} satisfies Partial<Rules>;
