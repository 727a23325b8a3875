/** Jobs that a reserve met past their expiry and cancelled: kept until the next expire() reports them. */
import type { JobRef } from '../core/index.ts';
import type { ExpireReport } from './keeping.ts';

/** What nobody asks for must not fill the memory: beyond it the oldest are forgotten; they are only told, never acted on. */
const KEPT = 10_000;

export class ExpiredInPassing {
  #jobs: readonly JobRef[] = [];

  readonly add = (jobs: readonly JobRef[]): void => {
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
