/** Why something that was asked for is not done, in the same words wherever it is asked. */
import { type ChangeReceipt, jobExists, type RunChange } from '../../engine/index.ts';
import { JOB_ID_PATTERN, SkepError, suggestion } from '../../foundation/index.ts';

/** Ids of other programs may be any text. */
function shownId(id: string): string {
  return JOB_ID_PATTERN.test(id) ? id : JSON.stringify(id.slice(0, 128));
}

export function unknownJob(id: string): SkepError {
  return new SkepError('JOB_UNKNOWN', `there is no job ${shownId(id)}`, {
    hint: 'it never existed here, or retention has removed it',
  });
}

export function unknownRun(id: string): SkepError {
  return new SkepError('RUN_UNKNOWN', `there is no run ${shownId(id)}`, {
    hint: 'it never existed here, or retention has removed it',
  });
}

const RUN_HINTS: Readonly<Record<string, string>> = {
  removed: 'cancel it first',
  resumed: 'a run goes on again when it failed or was cancelled; with `from` one that completed too',
};

/** @param verb as in "cannot be removed". @returns undefined when it was done */
export function refusedRun(id: string, receipt: RunChange | undefined, verb: string): SkepError | undefined {
  if (receipt === undefined || receipt.status === 'unknown') return unknownRun(id);
  if (receipt.status === 'done') return undefined;
  const hint = RUN_HINTS[verb];
  return new SkepError('STATE_CONFLICT', `run ${shownId(id)} cannot be ${verb}: it is ${receipt.state ?? 'gone'}`, {
    details: { id, state: receipt.state },
    ...(hint !== undefined && { hint }),
  });
}

/** @param ended it lived when it was asked */
export function unknownWorker(id: string, ended = false): SkepError {
  const message = ended ? `process ${id} has ended meanwhile` : `no process ${id} lives`;
  return new SkepError('WORKER_UNKNOWN', message, { hint: '`skep workers ls` shows those that do' });
}

/** @param verb as in "cannot be removed". @returns undefined when it was done */
export function refusalOf(id: string, receipt: ChangeReceipt | undefined, verb: string): SkepError | undefined {
  if (receipt === undefined || receipt.status === 'unknown') return unknownJob(id);
  if (receipt.status === 'done') return undefined;
  if (receipt.holder !== undefined) return jobExists(receipt.task ?? '', receipt.holder);
  return new SkepError('STATE_CONFLICT', `job ${shownId(id)} cannot be ${verb}: it is ${receipt.state ?? 'gone'}`, {
    details: { id, state: receipt.state },
    ...(receipt.state === 'running' && verb === 'removed' ? { hint: 'cancel it first' } : {}),
  });
}

/** @throws SkepError JOB_UNKNOWN, STATE_CONFLICT, JOB_EXISTS */
export function assertDone(id: string, receipt: ChangeReceipt | undefined, verb: string): void {
  const refusal = refusalOf(id, receipt, verb);
  if (refusal) throw refusal;
}

export function unknownName(
  code: 'QUEUE_UNKNOWN' | 'BUCKET_UNKNOWN' | 'SCHEDULE_UNKNOWN' | 'TASK_UNKNOWN' | 'WORKFLOW_UNKNOWN',
  kind: string,
  name: string,
  known: readonly string[],
): SkepError {
  const hint = suggestion(name.slice(0, 64), known);
  return new SkepError(
    code,
    `there is no ${kind} ${JSON.stringify(name.slice(0, 64))} in the manifest`,
    hint === undefined ? {} : { hint },
  );
}
