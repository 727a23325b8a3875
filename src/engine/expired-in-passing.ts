/** Jobs that a reserve cancelled (past their expiry, or in a conflict): kept until the next expire() reports them. */
import type { EndedInPassing, ExpireReport } from './keeping.ts';

/** What nobody asks for must not fill the memory: beyond it the oldest are forgotten; they are only told, never acted on. */
const KEPT = 10_000;

export class ExpiredInPassing {
  #jobs: readonly EndedInPassing[] = [];

  readonly add = (jobs: readonly EndedInPassing[]): void => {
    this.#jobs = [...this.#jobs, ...jobs].slice(-KEPT);
  };

  /** @returns the report with those since the last call */
  into(report: ExpireReport): ExpireReport {
    const jobs = this.#jobs;
    if (jobs.length === 0) return report;
    this.#jobs = [];
    return { ...report, expired: [...jobs, ...report.expired] };
  }
}
