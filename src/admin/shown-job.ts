/** A job, or a run, as a route of the manifest shows it. */
import type { HttpRoute } from '../manifest/index.ts';
import type { ErrorView, JobView, RunView } from '../api/index.ts';

/** Without stacks where everyone may look: they tell of files and versions. */
export function shown(job: JobView, route: Pick<HttpRoute, 'public'>): JobView {
  if (!route.public) return job;
  const attempts = job.attempts.map((attempt) => ({ ...attempt, error: withoutStack(attempt.error) }));
  return { ...job, error: withoutStack(job.error), attempts };
}

export function shownRun(run: RunView, route: Pick<HttpRoute, 'public'>): RunView {
  if (!route.public) return run;
  const steps = run.steps.map((step) => ({ ...step, error: withoutStack(step.error) }));
  return { ...run, error: withoutStack(run.error), steps };
}

function withoutStack(error: ErrorView | null): ErrorView | null {
  return error && { ...error, stack: null };
}
