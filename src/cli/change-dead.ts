/** All dead jobs of a filter, in steps that no server refuses: at a rate, after a canary, telling how far it is. */
import type { ChangedView, ChangeRequest } from '../api/index.ts';
import type { Operations } from '../api/index.ts';
import { counted, type Rate, SkepError, systemClock } from '../foundation/index.ts';
import type { CommandCall } from './command-call.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { reportError } from './report-error.ts';
import { printable } from './terminal.ts';

export interface DeadFlags extends Omit<ChangeRequest, 'act' | 'cursor' | 'limit' | 'state'> {
  readonly rate?: Rate;
  readonly canary?: number;
  /** Percent. */
  readonly canaryFailures?: number;
}

/** A step is told when it is done: a second or so. */
const STEP = 1_000;
const TOLD = 100;
/** Longest wait for the end of a canary at a stretch; it is asked again. */
const WAIT_MS = 30_000;

/** One that is not dead any more when its turn comes is no failure. */
export async function changeDead(
  call: CommandCall,
  act: ChangeRequest['act'],
  { rate, canary, canaryFailures = 0, ...filter }: DeadFlags,
): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  const dryRun = filter.dryRun === true;
  const sum = { matched: 0, changed: 0, stayed: 0 };
  const refusals: ChangedView['refusals'][number][] = [];
  const step = async (limit: number, cursor: string | null): Promise<ChangedView> => {
    const view = await operations.changeJobs({ ...filter, act, limit, ...(cursor !== null && { cursor }) });
    for (const key of ['matched', 'changed', 'stayed'] as const) sum[key] += view[key];
    refusals.push(...view.refusals.slice(0, TOLD - refusals.length));
    if (view.next !== null) call.terminal.say(`${counted(dryRun ? sum.matched : sum.changed, 'job')} so far …`);
    return view;
  };
  let cursor: string | null = null;
  let more = true;
  if (canary !== undefined && !dryRun) {
    const view = await step(canary, null);
    if (!(await endedWell(call, operations, { ids: view.ids, canaryFailures }))) return EXIT.jobFailed;
    cursor = view.next;
    more = cursor !== null;
  }
  while (more) {
    const view: ChangedView = await step(Math.min(STEP, rate?.count ?? STEP), cursor);
    cursor = view.next;
    more = cursor !== null;
    if (more && rate !== undefined && !dryRun) await pause((view.changed / rate.count) * rate.perMs);
  }
  const total = { act, dryRun, ...sum, refusals };
  await call.printer.value(total, linesOf(total));
  return EXIT.done;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void systemClock.after(ms, resolve));
}

/** Tells where more of them ended badly than may. */
async function endedWell(
  call: CommandCall,
  operations: Operations,
  { ids, canaryFailures }: { readonly ids: readonly string[]; readonly canaryFailures: number },
): Promise<boolean> {
  call.terminal.say(`waiting for the end of ${counted(ids.length, 'job')} …`);
  let failures = 0;
  for (const id of ids) if (!(await endsWell(operations, id))) failures += 1;
  if (failures * 100 <= canaryFailures * ids.length) return true;
  const message = `${failures} of ${counted(ids.length, 'job')} ended badly again: no other was retried`;
  reportError(call.terminal, new SkepError('JOB_DEAD', message, { hint: '`skep errors` shows of what' }), call.options);
  return false;
}

async function endsWell(operations: Operations, id: string): Promise<boolean> {
  for (;;) {
    const job = await operations.getJob(id, WAIT_MS);
    if (job.finished) return job.state === 'completed';
  }
}

interface Total extends Pick<ChangedView, 'dryRun' | 'matched' | 'changed' | 'stayed' | 'refusals'> {
  readonly act: ChangeRequest['act'];
}

function linesOf({ act, dryRun, matched, changed, stayed, refusals }: Total): string[] {
  const done = act === 'retry' ? 'retried' : 'removed';
  if (dryRun) return [`${counted(matched, 'job')} would be ${done}; nothing was changed`];
  return [
    `${counted(changed, 'job')} ${done}`,
    ...(stayed === 0 ? [] : [`${counted(stayed, 'job')} had changed before:`]),
    ...refusals.map(({ detail }) => `  ${printable(detail)}`),
  ];
}
