/** A bulk operation from begin to end: it is asked for, told how far it is, and what came of it. */
import type { BulkAction, BulkFilter, BulkRequest, BulkView, Operations } from '../api/index.ts';
import { counted, pause, SkepError, systemClock } from '../foundation/index.ts';
import type { CommandCall } from './command-call.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { isForPeople, ProgressLine } from './progress-line.ts';
import { reportError } from './report-error.ts';
import { printable } from './terminal.ts';

const LOOK_MS = 200;
/** So often it is told how far it is. */
const TELL_MS = 1_000;

/** The option of commands that change all jobs of a filter. */
export const SEARCH_OPTION = [
  '--filter <search>',
  'a search, as of `skep jobs ls`: `task:emails.* payload.user.id:42`',
] as const;

/** Flags of a command as the filter of a bulk operation. */
export function soughtBy({ filter, ...others }: Omit<BulkFilter, 'q'> & { readonly filter?: string }): BulkFilter {
  return { ...others, ...(filter !== undefined && { q: filter }) };
}

/** @returns EXIT.jobFailed where it stopped since too many ended badly again */
export async function runBulk(call: CommandCall, request: BulkRequest): Promise<ExitCode | undefined> {
  const operations = await call.operations();
  const view = await ended(call, operations, await operations.startBulk(request));
  await call.printer.value(view, linesOf(view));
  return codeOf(call, view);
}

async function ended(call: CommandCall, operations: Operations, begun: BulkView): Promise<BulkView> {
  const line = new ProgressLine(call);
  let view = begun;
  let told = 0;
  try {
    for (let waited = LOOK_MS; view.state === 'running'; waited += LOOK_MS) {
      if (line.seen) showBulk(line, view);
      await pause(systemClock, LOOK_MS);
      view = await operations.bulk(view.id);
      if (view.state !== 'running' || waited % TELL_MS !== 0 || view.looked === told) continue;
      told = view.looked;
      if (!line.seen && isForPeople(call)) call.terminal.say(soFar(view));
    }
  } finally {
    line.end();
  }
  return view;
}

function showBulk(line: ProgressLine, { action, dryRun, met, changed, looked, matched }: BulkView): void {
  const sofar = dryRun ? met : changed;
  if (matched === null && looked > 0) line.showShare(sofar, null, `of ${looked} jobs that were looked at`);
  else line.showShare(sofar, matched, dryRun ? 'found' : DONE[action]);
}

function soFar({ id, dryRun, met, changed, looked, matched }: BulkView): string {
  const all = matched === null ? (looked > met ? ` of ${looked} looked at` : '') : ` of ${matched}`;
  return `${dryRun ? met : changed}${all} so far … (\`skep bulk cancel ${id}\` ends it)`;
}

function codeOf(call: CommandCall, view: BulkView): ExitCode | undefined {
  const error = errorOf(view);
  if (error === null) return EXIT.done;
  reportError(call.terminal, error, call.options);
  return view.state === 'stopped' ? EXIT.jobFailed : exitCodeOf(error);
}

function errorOf({ id, state, failures, ended: over, changed, error }: BulkView): SkepError | null {
  if (state === 'stopped') {
    const message = `${failures} of ${counted(over, 'job')} ended badly again: no other was retried`;
    return new SkepError('JOB_DEAD', message, { hint: '`skep errors` shows of what' });
  }
  if (state === 'cancelled') {
    return new SkepError('STOPPING', `it was ended by \`skep bulk cancel ${id}\` after ${counted(changed, 'job')}`);
  }
  return state === 'failed' ? new SkepError('INTERNAL', error ?? 'it failed') : null;
}

const DONE: Readonly<Record<BulkAction, string>> = {
  cancel: 'cancelled',
  move: 'moved',
  prioritize: 'given priority',
  remove: 'removed',
  retry: 'retried',
};

export function linesOf({
  action,
  to,
  priority,
  dryRun,
  met,
  changed,
  running,
  stayed,
  refusals,
}: BulkView): readonly string[] {
  const what = to !== null ? ` to ${to}` : priority !== null ? ` ${priority}` : '';
  const done = `${DONE[action]}${what}${runningText(action, running)}`;
  if (dryRun) return [`${counted(met, 'job')} would be ${done}; nothing was changed`];
  return [
    `${counted(changed, 'job')} ${done}`,
    ...(stayed === 0 ? [] : [`${counted(stayed, 'job')} had changed before:`]),
    ...refusals.map(({ detail }) => `  ${printable(detail)}`),
  ];
}

function runningText(action: BulkAction, running: number): string {
  return action === 'cancel' && running > 0 ? `, ${running} of them running` : '';
}
