/** Which texts and numbers a store can keep as they are: what of jobs and rules is refused at its door. */
import type { NewJob } from '../core/index.ts';
import { isWellFormed, SkepError } from '../foundation/index.ts';
import type { GateRules, Passed } from './gates.ts';

/** SQLite ends a text at NUL, and half a pair is no UTF-8. */
export function isKeepable(text: string): boolean {
  return !text.includes('\0') && isWellFormed(text);
}

const LEAVE_OUT = 'leave out NUL and halves of surrogate pairs';

function unfit(text: string, what: string, hint = LEAVE_OUT): SkepError {
  return new SkepError('REQUEST_INVALID', `${JSON.stringify(text.slice(0, 64))} ${what}`, { hint });
}

/** @returns why one of the jobs cannot be stored for its gates, its tenant or its key; null when all can */
export function flawOfJobs(batch: readonly Pick<NewJob, 'gates' | 'fairness' | 'unique'>[]): SkepError | null {
  for (const { gates, fairness, unique } of batch) {
    // Hot: most jobs have none of them.
    const flaw =
      (gates.length === 0 ? null : flawOfGates(gates)) ??
      (fairness === null ? null : flawOfTenant(fairness)) ??
      (unique === null || isKeepable(unique.key) ? null : unfit(unique.key, 'cannot be the key of a job'));
    if (flaw !== null) return flaw;
  }
  return null;
}

/** The empty name stands for jobs without a tenant. */
function flawOfTenant(tenant: string): SkepError | null {
  if (tenant === '') return unfit(tenant, 'cannot name a tenant', 'give a job without a tenant null');
  return isKeepable(tenant) ? null : unfit(tenant, 'cannot name a tenant');
}

/** @returns why one of these cannot name a gate; null when all can */
export function flawOfGates(names: readonly string[]): SkepError | null {
  const name = names.find((one) => !isKeepable(one));
  return name === undefined ? null : unfit(name, 'cannot name a gate');
}

/** @returns why rules cannot be counted by, or what jobs take of them; null when all can */
export function flawOfRules(rules: GateRules, { tasks, queues }: Passed): SkepError | null {
  const tolls = [...Object.values(tasks), ...Object.values(queues)].flat();
  const flaw = flawOfGates([...Object.keys(rules), ...tolls.map(({ gate }) => gate)]);
  if (flaw !== null) return flaw;
  const slashed = Object.keys(rules).find((name) => name.includes('/'));
  if (slashed !== undefined) {
    return unfit(
      slashed,
      'cannot name a rule',
      'what stands behind a slash is a key: name the rule by what stands before it',
    );
  }
  const counts = [...Object.values(rules).flatMap(countsOf), ...tolls.map(({ cost }) => ['cost', cost, 1] as const)];
  const wrong = counts.find(([, count, least]) => !Number.isSafeInteger(count) || count < least);
  if (wrong === undefined) return null;
  const [what, count, least] = wrong;
  return new SkepError('REQUEST_INVALID', `${what} of a gate must be a whole number from ${least}, not ${count}`);
}

/** Its numbers: what, how much, and the least that it may be. */
function countsOf(rule: GateRules[string]): readonly (readonly [string, number, number])[] {
  // A concurrency of 0 lets nobody through.
  const least = rule.reason === 'concurrency' ? 0 : 1;
  return Object.entries(rule).flatMap(([what, count]) =>
    typeof count === 'number' ? [[what, count, least] as const] : [],
  );
}
