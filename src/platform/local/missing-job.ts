/** An id of no job: whoever began a run has the id of that, and looks for it among the jobs. */
import type { Engine } from '../../engine/index.ts';
import { JOB_ID_PATTERN, SkepError } from '../../foundation/index.ts';
import { unknownJob } from './refusals.ts';

/** @returns JOB_UNKNOWN; where a run has that id it says so */
export async function missingJob(id: string, { runs }: Pick<Engine, 'runs'>): Promise<SkepError> {
  const unknown = unknownJob(id);
  if (!JOB_ID_PATTERN.test(id) || (await runs.get(id)) === null) return unknown;
  return new SkepError('JOB_UNKNOWN', unknown.message, {
    hint: `it is the id of a run: \`skep runs show ${id}\`, or GET /api/runs/${id}`,
  });
}
