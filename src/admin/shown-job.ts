/** A job as a route of the manifest shows it. */
import type { HttpRoute } from '../manifest/index.ts';
import type { ErrorView, JobView } from '../api/index.ts';

/** Without stacks where everyone may look: they tell of files and versions. */
export function shown(job: JobView, route: Pick<HttpRoute, 'public'>): JobView {
  if (!route.public) return job;
  const attempts = job.attempts.map((attempt) => ({ ...attempt, error: withoutStack(attempt.error) }));
  return { ...job, error: withoutStack(job.error), attempts };
}

function withoutStack(error: ErrorView | null): ErrorView | null {
  return error && { ...error, stack: null };
}
