/** Outcomes written as records. layout.ts says the form, lua/_settle.lua what it takes. */
import {
  ATTEMPT_OUTCOME_OF,
  fatal,
  faultOf,
  hasBegun,
  type Outcome,
  OUTCOME_ENDS,
  resultUntil,
} from '../../../core/index.ts';
import { judgementOf, type Settlement } from '../../../engine/index.ts';
import { completedRecord, type Completion } from './completed-record.ts';
import { composeError } from '../compose.ts';
import { gateText } from '../gates/gate-text.ts';
import { budgetText, FRESH, letterOf, placeOf, tailText, withoutExpiry } from '../layout.ts';
import type { Stored } from './record.ts';
import type { ScriptArgument } from '../scripts.ts';
import { dataLine, formerAttempts, liveLine, traceText } from './settled-lines.ts';

/** The end of a lease with the record that it will be written from. */
export interface Ending {
  readonly stored: Stored;
  readonly settlement: Settlement;
  /** In the batch that it came with. */
  readonly place: number;
  /** By the store's clock: the reserve's time and what this process has measured since. */
  readonly finishedAt: number;
}

/** Completed jobs that came and went together, as nearly all of a batch do: what they share is said once. */
interface Group {
  readonly token: string;
  readonly finishedAt: number;
  /** Its place in the arguments, where it says how many they are. */
  readonly at: number;
  count: number;
}

/** In the third argument, added up. */
const FOLLOWED = 1;
const SHORT_LIVED = 2;
const RUNS_HERE = 4;

/**
 * ARGV of lua/_settle.lua: how many groups of completed jobs, how many others, whether anything may follow and results are removed before their
 * jobs, then those and these, each in order of the batch.
 * @param turns of runs that lie on the server of the queue, as lua/_turn.lua takes them; null: runs lie elsewhere
 * @throws TypeError for a result that is no JSON
 */
export function settleArguments(
  batch: readonly Ending[],
  turns: readonly (readonly ScriptArgument[])[] | null,
): ScriptArgument[] {
  const args: ScriptArgument[] = [0, 0, 0];
  let groups = 0;
  let completed = 0;
  let group: Group | undefined;
  let flags = 0;
  for (const ending of batch) {
    flags |= flagsOf(ending);
    if (!isCompleted(ending)) continue;
    const { stored, finishedAt } = ending;
    if (group?.token !== stored.token || group.finishedAt !== finishedAt) {
      group = { token: stored.token, finishedAt, at: args.length + 2, count: 0 };
      args.push(stored.token, finishedAt, 0);
      groups += 1;
    }
    addCompleted(args, ending);
    group.count += 1;
    args[group.at] = group.count;
    completed += 1;
  }
  args[0] = groups;
  const behind = turnsBehind(turns);
  args[2] = `${flags + (turns === null ? 0 : RUNS_HERE)}${countText(behind)}${shutText(batch)}`;
  args[1] = batch.length - completed;
  if (completed < batch.length) addOthers(args, batch);
  if (flags >= SHORT_LIVED) for (const ending of batch) if (isCompleted(ending)) addUntil(args, ending);
  for (const argument of behind) args.push(argument);
  return args;
}

function addOthers(args: ScriptArgument[], batch: readonly Ending[]): void {
  for (const ending of batch) if (!isCompleted(ending)) addOther(args, ending);
}

const NONE: readonly ScriptArgument[] = [];

function turnsBehind(turns: readonly (readonly ScriptArgument[])[] | null): readonly ScriptArgument[] {
  if (turns === null || turns.length === 0) return NONE;
  const all: ScriptArgument[] = [];
  for (const turn of turns) {
    all.push(turn.length);
    for (const argument of turn) all.push(argument);
  }
  return all;
}

function countText({ length }: readonly ScriptArgument[]): string {
  return length === 0 ? '' : `:${length}`;
}

/** Gates that the outcomes shut for everybody. */
function shutText(batch: readonly Ending[]): string {
  let text = '';
  for (const { settlement } of batch) {
    const { outcome } = settlement;
    if (!('shut' in outcome)) continue;
    for (const gate of outcome.shut.gates) text += `\n${Math.ceil(outcome.shut.forMs)} ${gateText(gate)}`;
  }
  return text;
}

function flagsOf(ending: Ending): number {
  const shortLived = ending.stored.job.resultKeepMs === null ? 0 : SHORT_LIVED;
  return mayBeFollowed(ending) ? shortLived | FOLLOWED : shortLived;
}

/** Until when its result is there, by the end that its record says. */
function addUntil(args: ScriptArgument[], { stored, finishedAt }: CompletedEnding): void {
  const { resultKeepMs } = stored.job;
  const until = resultUntil({ state: 'completed', finishedAt, resultKeepMs });
  if (until !== null) args.push(until, stored.storedId);
}

/** Whether something follows from some end of it. */
export function mayBeFollowed({ stored }: Ending): boolean {
  return stored.job.consequences.length > 0;
}

/** The usual one. */
interface CompletedEnding extends Ending {
  readonly settlement: Completion;
}

export function isCompleted(ending: Ending): ending is CompletedEnding {
  return ending.settlement.outcome.kind === 'complete';
}

function addCompleted(args: ScriptArgument[], { stored, settlement, finishedAt }: CompletedEnding): void {
  args.push(stored.storedId, placeOf('completed', stored.seq), completedRecord(stored, settlement, finishedAt));
}

function addOther(args: ScriptArgument[], { stored, settlement }: Ending): void {
  const { job } = stored;
  const { outcome } = settlement;
  const head = headOf(stored, outcome);
  const [body, rest] = composeEnd(stored, settlement);
  args.push(
    stored.storedId,
    stored.token,
    letterOf(OUTCOME_ENDS[outcome.kind].state),
    stored.seq,
    'delayMs' in outcome ? head : `${head}${job.runAt} `,
    body,
    rest,
    extraOf(stored, outcome),
  );
}

/** Whether the expiry goes: what has begun expires no more. What is over keeps it, to be seen. */
function isSpent(outcome: Outcome): boolean {
  return hasBegun(outcome) && outcome.kind !== 'dead' && outcome.kind !== 'cancel';
}

/** Line 1 up to RUN. */
function headOf(stored: Stored, outcome: Outcome): string {
  const { job } = stored;
  const { state, counted } = OUTCOME_ENDS[outcome.kind];
  const attempt = counted ? job.attempt : job.attempt - 1;
  const origin = isSpent(outcome) ? withoutExpiry(stored.origin) : stored.origin;
  return `${budgetText(state, { priority: job.priority, maxAttempts: job.maxAttempts, rescues: job.rescues, attempt })}${origin} ${job.startedAt ?? '-'} `;
}

/** What only some outcomes need: expiresAt or -, and the delay, priority or task. */
function extraOf({ job }: Stored, outcome: Outcome): string {
  const expires = isSpent(outcome) ? '-' : (job.expiresAt ?? '-');
  switch (outcome.kind) {
    case 'retry':
    case 'snooze':
      return `${expires} ${Math.max(0, Math.round(outcome.delayMs))}`;
    case 'release':
      return `${expires} ${job.priority}`;
    case 'hold':
      return `${expires} ${job.task}`;
    case 'dead':
      return `${judgementOf(outcome) === null ? '-' : ''}${faultOf(outcome.error)} ${job.task}`;
    default:
      return '';
  }
}

/** From after FINISHED up to the attempt's finishedAt, and what follows it. */
function composeEnd(stored: Stored, settlement: Settlement): readonly [string, string] {
  const { job } = stored;
  const { outcome } = settlement;
  const data = dataLine(stored);
  const front = `${tailText(OUTCOME_ENDS[outcome.kind].state, job.createdAt)}\n${stored.meta}\n${liveLine(stored, settlement)}\n${errorLine(stored, outcome)}\n`;
  const word = ATTEMPT_OUTCOME_OF[outcome.kind];
  if (word === null) return [`${front}${stored.attempts}\n${FRESH.result}\n${data}`, ''];
  const key = `{"number":${job.attempt},"worker":"${settlement.lease.session}","startedAt":${job.startedAt ?? 0},"outcome":"${word}"`;
  const error = 'error' in outcome && outcome.error ? `,"error":${composeError(outcome.error)}` : '';
  return [
    `${front}"attempts":[${formerAttempts(stored)}${key}${error}${traceText(settlement)},"finishedAt":`,
    `}],\n${FRESH.result}\n${data}`,
  ];
}

function errorLine(stored: Stored, outcome: Outcome): string {
  if (outcome.kind === 'dead') return `"error":${composeError(fatal(outcome.error))},`;
  return 'error' in outcome ? `"error":${composeError(outcome.error)},` : stored.error;
}
