/**
 * The record of a job that completed, as nearly all do.
 *
 * Jobs that come and go together differ in their ids, payloads and results; what else their records say is composed
 * once and taken again while it stays the same. Put together from forty pieces each, the texts of a batch took a tenth
 * of a worker's time.
 */
import type { Job, Outcome } from '../../../core/index.ts';
import type { Settlement } from '../../../engine/index.ts';
import { textOf } from '../compose.ts';
import { budgetText, FRESH, tailText } from '../layout.ts';
import type { Stored } from './record.ts';
import { dataLine, formerAttempts, liveLine, traceText } from './settled-lines.ts';

/** A settlement that says that the job completed. */
export interface Completion extends Settlement {
  readonly outcome: Extract<Outcome, { readonly kind: 'complete' }>;
}

/**
 * @param finishedAt epoch milliseconds of the store's clock
 * @throws TypeError for a result that is no JSON
 */
export function completedRecord(stored: Stored, settlement: Completion, finishedAt: number): string {
  const { job, origin, meta } = stored;
  const { outcome, lease } = settlement;
  const result = outcome.text ?? textOf(outcome.result);
  return `${budgetOf(job)}${origin}${momentsOf(job, finishedAt)}${frontOf(meta, liveLine(stored, settlement))}${formerAttempts(stored)}${attemptOf(job, lease.session)}${traceText(settlement)}${endOf(finishedAt)}${result},\n${dataLine(stored)}`;
}

/** What the latest record said, with the text for it; NaN is equal to nothing. */
let budget = { priority: NaN, attempt: NaN, maxAttempts: NaN, rescues: NaN, text: '' };
let moments = { startedAt: NaN as number | null, runAt: NaN, createdAt: NaN, finishedAt: NaN, text: '' };
let front = { meta: '', live: '', text: '' };
let own = { attempt: NaN, startedAt: NaN as number | null, session: '', text: '' };
let end = { finishedAt: NaN, text: '' };

function budgetOf({ priority, attempt, maxAttempts, rescues }: Job): string {
  if (
    budget.priority !== priority ||
    budget.attempt !== attempt ||
    budget.maxAttempts !== maxAttempts ||
    budget.rescues !== rescues
  ) {
    const text = flat(budgetText('completed', { priority, attempt, maxAttempts, rescues }));
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
    const text = flat(` ${startedAt ?? '-'} ${runAt} ${finishedAt}${tailText('completed', createdAt)}\n`);
    moments = { startedAt, runAt, createdAt, finishedAt, text };
  }
  return moments.text;
}

function frontOf(meta: string, live: string): string {
  if (front.meta !== meta || front.live !== live) {
    front = { meta, live, text: flat(`${meta}\n${live}\n${FRESH.error}\n"attempts":[`) };
  }
  return front.text;
}

function attemptOf({ attempt, startedAt }: Job, session: string): string {
  if (own.attempt !== attempt || own.startedAt !== startedAt || own.session !== session) {
    const text = flat(`{"number":${attempt},"worker":"${session}","startedAt":${startedAt ?? 0},"outcome":"completed"`);
    own = { attempt, startedAt, session, text };
  }
  return own.text;
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
