/**
 * The record of a job that completed, as nearly all do.
 *
 * Jobs that come and go together differ in their ids, payloads and results; what else their records say is composed
 * once and taken again while it stays the same. Put together from forty pieces each, the texts of a batch took a tenth
 * of a worker's time.
 */
import type { Job } from '../../core/index.ts';
import type { Settlement } from '../../engine/index.ts';
import { textOf } from './compose.ts';
import type { Stored } from './record.ts';
import { dataLine, formerAttempts, liveLine, traceText } from './settled-lines.ts';

/** @throws TypeError for a result that is no JSON */
export function completedRecord(stored: Stored, settlement: Settlement, finishedAt: number): string {
  const { job, origin, meta } = stored;
  const { outcome, lease } = settlement;
  const result = outcome.kind === 'complete' ? (outcome.text ?? textOf(outcome.result)) : 'null';
  return `${budgetOf(job)}${origin}${momentsOf(job, finishedAt)}${linesOf(meta, liveLine(stored, settlement))}${formerAttempts(stored)}${attemptOf(job, lease.session)}${traceText(settlement)}${endOf(finishedAt)}${result},\n${dataLine(stored)}`;
}

/** What the latest record said, with the text for it; NaN is equal to nothing. */
let budget = { priority: NaN, attempt: NaN, maxAttempts: NaN, rescues: NaN, text: '' };
let moments: { startedAt: number | null; runAt: number; createdAt: number; finishedAt: number; text: string };
moments = { startedAt: NaN, runAt: NaN, createdAt: NaN, finishedAt: NaN, text: '' };
let lines = { meta: '', live: '', text: '' };
let latest: { attempt: number; startedAt: number | null; session: string; text: string };
latest = { attempt: NaN, startedAt: NaN, session: '', text: '' };
let end = { finishedAt: NaN, text: '' };

function budgetOf({ priority, attempt, maxAttempts, rescues }: Job): string {
  if (
    budget.priority !== priority ||
    budget.attempt !== attempt ||
    budget.maxAttempts !== maxAttempts ||
    budget.rescues !== rescues
  ) {
    const text = flat(`{"skep":"c ${priority} ${attempt} ${maxAttempts} ${rescues} `);
    budget = { priority, attempt, maxAttempts, rescues, text };
  }
  return budget.text;
}

function momentsOf({ startedAt, runAt, createdAt }: Job, finishedAt: number): string {
  if (
    moments.createdAt !== createdAt ||
    moments.runAt !== runAt ||
    moments.startedAt !== startedAt ||
    moments.finishedAt !== finishedAt
  ) {
    const text = flat(
      ` ${startedAt ?? '-'} ${runAt} ${finishedAt}","status":"succeeded","options":{"timestamp":${createdAt}},"progress":0,\n`,
    );
    moments = { startedAt, runAt, createdAt, finishedAt, text };
  }
  return moments.text;
}

function linesOf(meta: string, live: string): string {
  if (lines.meta !== meta || lines.live !== live) {
    lines = { meta, live, text: flat(`${meta}\n${live}\n"error":null,\n"attempts":[`) };
  }
  return lines.text;
}

function attemptOf({ attempt, startedAt }: Job, session: string): string {
  if (latest.attempt !== attempt || latest.startedAt !== startedAt || latest.session !== session) {
    const text = flat(`{"number":${attempt},"worker":"${session}","startedAt":${startedAt ?? 0},"outcome":"completed"`);
    latest = { attempt, startedAt, session, text };
  }
  return latest.text;
}

function endOf(finishedAt: number): string {
  if (end.finishedAt !== finishedAt) {
    end = { finishedAt, text: flat(`,"finishedAt":${finishedAt}}],\n"result":`) };
  }
  return end.text;
}

/** V8 keeps a text that was put together as a tree of its pieces until a character is asked for. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
