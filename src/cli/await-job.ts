/** Waiting for a job: prints it, and tells by the exit code what became of it. */
import { formatDuration, SkepError } from '../foundation/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { JOBS } from './layouts.ts';
import type { CommandCall } from './command-call.ts';

/**
 * Prints the job when it is finished.
 * @returns EXIT.done when it completed, EXIT.jobFailed when it is dead or cancelled
 * @throws SkepError WAIT_TIMED_OUT, JOB_UNKNOWN
 */
export async function awaitJob(call: CommandCall, id: string, waitMs: number): Promise<ExitCode> {
  const operations = await call.operations();
  const job = await operations.getJob(id, waitMs);
  if (!job.finished) {
    throw new SkepError('WAIT_TIMED_OUT', `job ${id} is ${job.state} after ${formatDuration(waitMs)}`, {
      hint: `it goes on; look again with \`skep jobs wait ${id}\``,
      details: { id, state: job.state },
    });
  }
  await call.printer.item(JOBS, job);
  return job.state === 'completed' ? EXIT.done : EXIT.jobFailed;
}
