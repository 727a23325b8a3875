/** What a dead job leaves in the queue that its task names for that. */
import { faultOf } from './errors/fingerprint.ts';
import type { Job, JobError } from './job.ts';

/** Reserved headers of a letter. The first is there from the begin, the others are filled in with the death. */
export const DEAD_OF_HEADER = 'skep-dead-of';
const QUEUE_HEADER = 'skep-dead-queue';
const ATTEMPTS_HEADER = 'skep-dead-attempts';
const ERROR_HEADER = 'skep-dead-error';
const CODE_HEADER = 'skep-dead-code';
const FINGERPRINT_HEADER = 'skep-dead-fingerprint';

/** What a task for letters gets: a template, see scopeOf(). */
export const LETTER_TEMPLATE = { job: '${job}', error: '${error}' } as const;

/** @returns the headers of a letter about this death. @param job null where it is gone by now */
export function letterHeaders(job: Job | null, error: JobError | null, attempt: number): Record<string, string> {
  return {
    ...(job === null ? {} : { [QUEUE_HEADER]: job.queue }),
    [ATTEMPTS_HEADER]: String(attempt),
    ...(error === null ? {} : errorHeaders(error)),
  };
}

/** No message: it may be long, and tell what nobody else should see. The dead job has it. */
function errorHeaders(error: JobError): Record<string, string> {
  const code = error.code === null ? {} : { [CODE_HEADER]: error.code };
  return { [ERROR_HEADER]: error.name, ...code, [FINGERPRINT_HEADER]: faultOf(error) };
}

/** @returns the id of the letter that a job has left; null where it has not died, or its task wants none */
export function letterOf({
  state,
  attempt,
  consequences,
}: Pick<Job, 'state' | 'attempt' | 'consequences'>): string | null {
  if (state !== 'dead' || consequences.length === 0) return null;
  const jobs = consequences.flatMap(({ effect }) => (effect.kind === 'enqueue' ? [effect.job] : []));
  const letter = jobs.find(({ headers }) => Object.hasOwn(headers, DEAD_OF_HEADER));
  return letter === undefined ? null : `${letter.id}.${attempt}`;
}
