/** Waiting for a job: prints it, and tells by the exit code what became of it. */
import { formatDuration, SkepError } from '../foundation/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { JOBS } from './layouts.ts';
import type { JobView } from '../api/index.ts';
import type { CommandCall } from './command-call.ts';
import { awaited, type ProgressLine } from './progress-line.ts';

/**
 * Prints the job when it is finished.
 * @returns EXIT.done when it completed, EXIT.jobFailed when it is dead or cancelled
 * @throws SkepError WAIT_TIMED_OUT, JOB_UNKNOWN
 */
export async function awaitJob(call: CommandCall, id: string, waitMs: number): Promise<ExitCode> {
  const operations = await call.operations();
  const job = await awaited(call, {
    waitMs,
    look: (ms) => operations.getJob(id, ms),
    show: showJob,
  });
  if (!job.finished) {
    throw new SkepError('WAIT_TIMED_OUT', `job ${id} is ${job.state} after ${formatDuration(waitMs)}`, {
      hint: `it goes on; look again with \`skep jobs wait ${id}\``,
      details: { id, state: job.state },
    });
  }
  await call.printer.item(JOBS, job);
  return job.state === 'completed' ? EXIT.done : EXIT.jobFailed;
}

function showJob(line: ProgressLine, { id, state, progress }: JobView): void {
  if (progress === null) line.show(`job ${id} is ${state} …`);
  else
    line.showShare(
      progress.done,
      progress.total,
      `in job ${id}${progress.message === null ? '' : `: ${progress.message}`}`,
    );
}
