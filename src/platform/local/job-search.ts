/** A search of jobs: what the store has an index for narrows what is gone through; the rest is looked at job by job. */
import {
  compareBy,
  JOB_STATES,
  type JobState,
  matchesSearch,
  readSearch,
  type Scope,
  type SearchOrder,
  type SearchRead,
  type SearchTerm,
  seesJob,
} from '../../core/index.ts';
import type { JobFilter, JobsFacet, ListedJob } from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { JobPageView, JobView } from '../../api/index.ts';
import { LIST_STEPS } from './job-query.ts';

/** Jobs that one step of a search goes through. */
const STEP = 100;

/** @throws SkepError REQUEST_INVALID, with the place in the text; for one that asks for an order too */
export function searchOf(text: string): readonly SearchTerm[] {
  const { terms, order } = orderedSearchOf(text);
  if (order === null) return terms;
  throw new SkepError('REQUEST_INVALID', 'q: `sort` is for pages: here all that is found is taken as it is found', {
    hint: 'leave `sort` out',
  });
}

/** As searchOf, with the order that it asks for. @throws SkepError REQUEST_INVALID */
export function orderedSearchOf(text: string): Extract<SearchRead, { readonly ok: true }> {
  const read = readSearch(text);
  if (read.ok) return read;
  const { message, at, hint } = read;
  throw new SkepError('REQUEST_INVALID', `q: ${message}, at character ${at + 1}`, { hint });
}

export interface Narrowed {
  readonly filter: JobFilter;
  /** What the filter does not say. */
  readonly rest: readonly SearchTerm[];
}

/** @param now epoch milliseconds by the store's clock */
export function narrowed(terms: readonly SearchTerm[], given: JobFilter, now: number): Narrowed {
  let filter = given;
  const rest: SearchTerm[] = [];
  for (const term of terms) {
    const more = filterOf(term, now);
    const [key] = Object.keys(more ?? {}) as (keyof JobFilter)[];
    if (more === null || key === undefined || filter[key] !== undefined) rest.push(term);
    else filter = { ...filter, ...more };
  }
  return { filter, rest };
}

const INDEXED: readonly string[] = ['task', 'queue', 'tag', 'schedule', 'fingerprint'];

/** @returns null where only a look at each job tells */
function filterOf(term: SearchTerm, now: number): JobFilter | null {
  const { key, negated, values } = term;
  if (key === 'state') return statesOf(term);
  const [value] = values;
  if (value === undefined || values.length > 1 || negated) return null;
  if (key === 'created') return createdOf(value, now);
  return INDEXED.includes(key) && !value.text.includes('*') ? { [key]: value.text } : null;
}

function statesOf({ values, negated }: SearchTerm): JobFilter | null {
  const named = values.map(({ text }) => text);
  const states: readonly JobState[] = JOB_STATES.filter((state) => named.includes(state) !== negated);
  return states.length === 0 ? null : { states };
}

function createdOf({ sign, number, ago }: SearchTerm['values'][number], now: number): JobFilter {
  const instant = ago ? now - number : number;
  const inclusive = sign.endsWith('=');
  // What is older than an age was created before its instant. `since` holds its instant, `until` does not.
  if (sign.startsWith('>') !== ago) return { since: inclusive ? instant : instant + 1 };
  return { until: inclusive ? instant + 1 : instant };
}

export interface SearchParts {
  readonly jobs: Pick<JobsFacet, 'get' | 'list'>;
  readonly view: (job: ListedJob) => JobView;
  readonly now: number;
  /** null: all jobs are seen. */
  readonly scope?: Scope | null;
}

/** What an answer is made of. */
interface Page {
  readonly limit: number;
  readonly cursor: string | null;
}

/**
 * Goes through the jobs of the filter until so many are found, or a bound of work is reached: `next` goes on from there.
 * Others get their turn between two steps.
 */
export async function searchJobs(
  { filter, rest }: Narrowed,
  { limit, cursor }: Page,
  parts: SearchParts,
): Promise<JobPageView> {
  const jobs: JobView[] = [];
  let looked = 0;
  let next = cursor;
  for (let steps = 1; ; steps += 1) {
    const before = next;
    const size = rest.length === 0 && (parts.scope ?? null) === null ? limit - jobs.length : STEP;
    const page = await parts.jobs.list(filter, size, before);
    const found = await matching(page.jobs, rest, parts);
    const taken = found.slice(0, limit - jobs.length);
    jobs.push(...taken.map(({ view }) => view));
    const last = taken.at(-1);
    if (last !== undefined && taken.length < found.length) {
      // The page goes on behind the last one that there was room for.
      const until = await parts.jobs.list(filter, last.place + 1, before);
      looked += seen(page.jobs.slice(0, last.place + 1), parts);
      return { jobs, looked, next: until.next };
    }
    looked += seen(page.jobs, parts);
    next = page.next;
    if (next === null || jobs.length >= limit || steps >= LIST_STEPS) return { jobs, looked, next };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** How many of them are there for whoever asks. */
function seen(jobs: readonly ListedJob[], { scope = null }: SearchParts): number {
  return scope === null ? jobs.length : jobs.filter((job) => seesJob(scope, job)).length;
}

/**
 * Those that come first by an order among the jobs that one call goes through, the newest of the filter. The store has no index
 * for such an order: `next` goes on with older jobs, and orders those among themselves.
 */
export async function sortedJobs(
  { filter, rest }: Narrowed,
  order: SearchOrder,
  { limit, cursor }: Page,
  parts: SearchParts,
): Promise<JobPageView> {
  let best: JobView[] = [];
  let looked = 0;
  let next = cursor;
  for (let steps = 1; ; steps += 1) {
    const page = await parts.jobs.list(filter, STEP, next);
    const found = await matching(page.jobs, rest, parts);
    best = [...best, ...found.map(({ view }) => view)].sort((a, b) => compareBy(order, a, b)).slice(0, limit);
    looked += seen(page.jobs, parts);
    next = page.next;
    if (next === null || steps >= LIST_STEPS) return { jobs: best, looked, next };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export interface Found {
  readonly view: JobView;
  /** In its page. */
  readonly place: number;
}

/** @returns those that the terms mean, with their places */
export async function matching(
  listed: readonly ListedJob[],
  rest: readonly SearchTerm[],
  { jobs, view, now, scope = null }: Omit<SearchParts, 'jobs'> & { readonly jobs: Pick<JobsFacet, 'get'> },
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const [place, job] of listed.entries()) {
    if (!seesJob(scope, job)) continue;
    const shown = view(job);
    // Large parts are left out of lists: such a job is read whole where the search asks for them.
    const whole = asksFor(rest, job.omitted) ? await jobs.get(job.id) : null;
    if (matchesSearch(rest, whole === null ? shown : view({ ...whole, omitted: [] }), now))
      found.push({ view: shown, place });
  }
  return found;
}

const PARTS: Readonly<Partial<Record<SearchTerm['key'], string>>> = {
  payload: 'payload',
  error: 'error',
  duration: 'attempts',
  worker: 'attempts',
};

function asksFor(terms: readonly SearchTerm[], omitted: readonly string[]): boolean {
  return omitted.length > 0 && terms.some(({ key }) => omitted.includes(PARTS[key] ?? ''));
}
