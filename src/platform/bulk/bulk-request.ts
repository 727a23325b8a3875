/** What is asked of a bulk operation, checked: programs in JavaScript ask too, and what comes by HTTP was checked by its schema. */
import { BULK_ACTIONS, type BulkAction, type BulkRequest, CANARY_MAX } from '../../api/index.ts';
import { type JobState, mayLeave, type SearchTerm, statesBefore } from '../../core/index.ts';
import type { JobFilter } from '../../engine/index.ts';
import { rateOf, SkepError } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { BulkPlan, StopRule } from './bulk-record.ts';
import { jobFilter } from '../local/job-query.ts';
import { type Narrowed, narrowed, searchOf } from '../local/job-search.ts';
import { checkPriority } from '../local/prioritize.ts';
import { unknownName } from '../local/refusals.ts';

const DEAD: readonly JobState[] = ['dead'];
const VERBS: Readonly<Record<BulkAction, string>> = {
  cancel: 'cancelled',
  move: 'moved',
  prioritize: 'given another priority',
  remove: 'removed',
  retry: 'retried',
};

/**
 * @param now the store's clock
 * @throws SkepError USAGE, REQUEST_INVALID, QUEUE_UNKNOWN
 */
export function planOf(request: BulkRequest, queues: Manifest['queues'], now: number): BulkPlan {
  checkForm(request);
  const { action, filter: given, dryRun = false } = request;
  const terms = searchOf(given.q ?? '');
  const sought = narrowed(terms, jobFilter(given, now), now);
  const filter = filterOf(action, sought, !given.state?.length && terms.every(isNoState));
  if (action !== 'retry') refuseFor(request, ['canary', 'canaryFailures', 'stopAfterFailures']);
  if (action !== 'move') refuseFor(request, ['to']);
  if (action !== 'prioritize') refuseFor(request, ['priority']);
  const rate = request.rate === undefined ? null : rateOf(request.rate);
  const stop = stopOf(request.stopAfterFailures);
  if (stop !== null && rate === null) {
    throw invalid('stopAfterFailures needs a rate: without one all are retried before the first has ended');
  }
  const [to, priority] = [targetOf(request, queues), priorityOf(request)];
  return { action, given, filter, to, priority, dryRun, rate, canary: canaryOf(request), stop };
}

function checkForm(request: unknown): void {
  const { action, filter } = (request ?? {}) as { readonly action?: unknown; readonly filter?: unknown };
  const known = (BULK_ACTIONS as readonly unknown[]).includes(action);
  if (known && typeof filter === 'object' && filter !== null && !Array.isArray(filter)) return;
  throw new SkepError('USAGE', `startBulk takes an action (${BULK_ACTIONS.join(', ')}) and a filter`, {
    hint: "write startBulk({ action: 'retry', filter: { task: 'emails.send' } }); one job by its id is retryJob('id')",
  });
}

function refuseFor(request: BulkRequest, keys: readonly (keyof BulkRequest)[]): void {
  const key = keys.find((one) => request[one] !== undefined);
  if (key !== undefined) throw invalid(`${key} does not go with ${request.action}`);
}

/** Dead ones are meant by retry and remove unless others are named: nobody deletes what waits by accident. */
function filterOf(action: BulkAction, { filter, rest }: Narrowed, anyState: boolean): JobFilter {
  const dead = action === 'retry' || action === 'remove';
  const { states: named, ...others } = filter;
  // Who says which states are not meant does not ask for those that it cannot be done to.
  const states = anyState ? named?.filter((state) => mayLeave(action, state)) : named;
  if (Object.keys(dead ? others : filter).length + rest.length === 0) {
    throw new SkepError('REQUEST_INVALID', `nothing says which jobs are to be ${VERBS[action]}`, {
      hint: `give some of queue, task, tag, ${dead ? 'since and fingerprint' : 'state and since'}, or a search`,
    });
  }
  const meant = states ?? (dead ? DEAD : statesBefore(action));
  const wrong = meant.find((state) => !mayLeave(action, state));
  if (wrong !== undefined) {
    throw new SkepError('REQUEST_INVALID', `state: ${wrong} jobs cannot be ${VERBS[action]}`, {
      hint: hintFor(action, wrong),
    });
  }
  if (filter.fingerprint !== undefined && !meant.includes('dead')) {
    throw invalid('only dead jobs have a fingerprint');
  }
  return { ...others, states: meant };
}

function isNoState({ key, negated }: SearchTerm): boolean {
  return key !== 'state' || negated;
}

function hintFor(action: BulkAction, state: JobState): string {
  const others = `only these can: ${statesBefore(action).join(', ')}`;
  return action === 'move' && mayLeave('retry', state) ? `${others}; a retry makes it one of them` : others;
}

function targetOf({ action, to }: BulkRequest, queues: Manifest['queues']): string | null {
  if (action !== 'move') return null;
  if (typeof to !== 'string') throw invalid('move needs `to`, a queue of the manifest');
  if (!Object.hasOwn(queues, to)) throw unknownName('QUEUE_UNKNOWN', 'queue', to, Object.keys(queues));
  return to;
}

function priorityOf({ action, priority }: BulkRequest): number | null {
  if (action !== 'prioritize') return null;
  if (priority === undefined) throw invalid('prioritize needs `priority`, 0 to 9');
  checkPriority(priority);
  return priority;
}

function canaryOf({ canary, canaryFailures = 0 }: BulkRequest): BulkPlan['canary'] {
  if (canary === undefined) return null;
  if (!isWhole(canary, 1, CANARY_MAX)) throw invalid(`canary is not a whole number from 1 to ${CANARY_MAX}`);
  if (!isWhole(canaryFailures, 0, 100)) throw invalid('canaryFailures is not a whole number from 0 to 100');
  return { jobs: canary, percent: canaryFailures };
}

function stopOf(rule: number | string | undefined): StopRule | null {
  if (rule === undefined) return null;
  if (typeof rule === 'number' && isWhole(rule, 1, 1_000_000)) return { count: rule, percent: null };
  const percent = /^([1-9]\d?)%$/.exec(String(rule))?.[1];
  if (percent !== undefined) return { count: null, percent: Number(percent) };
  throw invalid('stopAfterFailures is neither a number of jobs nor a share of them, as in 20%');
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

function invalid(message: string): SkepError {
  return new SkepError('REQUEST_INVALID', message);
}
