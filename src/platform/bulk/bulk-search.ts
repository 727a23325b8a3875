/** What a bulk operation looks at job by job, since no index of the store tells it: a search, on jobs as they are shown. */
import type { SearchTerm } from '../../core/index.ts';
import type { JobFilter, JobsFacet, ListedJob } from '../../engine/index.ts';
import type { JobView } from '../../api/index.ts';
import { turn } from './bulk-step.ts';
import { jobFilter } from '../local/job-query.ts';
import { matching, narrowed, searchOf } from '../local/job-search.ts';
import type { BulkRecord } from './bulk-record.ts';

export interface BulkSearchParts {
  readonly jobs: Pick<JobsFacet, 'get' | 'list'>;
  readonly view: (job: ListedJob) => JobView;
}

/** Jobs that are looked at before others have their turn: large payloads are left out of lists, so it is a few milliseconds. */
const AT_ONCE = 10;

/** A page, and what is sought in it. */
export interface Sought {
  readonly found: readonly ListedJob[];
  readonly next: string | null;
}

export class BulkSearch {
  readonly #rest: readonly SearchTerm[];
  readonly #parts: BulkSearchParts;
  readonly #filter: JobFilter;
  readonly #now: number;

  /** Whoever carries it reads what was asked for as it was when it began: ages do not move on. */
  constructor(
    { given, filter, createdAt }: Pick<BulkRecord, 'given' | 'filter' | 'createdAt'>,
    parts: BulkSearchParts,
  ) {
    this.#rest = narrowed(searchOf(given.q ?? ''), jobFilter(given, createdAt), createdAt).rest;
    this.#parts = parts;
    this.#filter = filter;
    this.#now = createdAt;
  }

  /** Whether jobs of the filter may be others than those that are sought. */
  get looks(): boolean {
    return this.#rest.length > 0;
  }

  /** @returns those that are sought */
  async among(listed: readonly ListedJob[]): Promise<readonly ListedJob[]> {
    if (!this.looks) return listed;
    const found: ListedJob[] = [];
    for (let from = 0; from < listed.length; from += AT_ONCE) {
      const some = listed.slice(from, from + AT_ONCE);
      const places = await matching(some, this.#rest, { ...this.#parts, now: this.#now });
      found.push(...places.flatMap(({ place }) => some[place] ?? []));
      await turn();
    }
    return found;
  }

  /** At most so many of a page of that size. @param cursor where it begins */
  async page(size: number, most: number, cursor: string | null): Promise<Sought & { readonly looked: number }> {
    const { jobs } = this.#parts;
    const { jobs: listed, next } = await jobs.list(this.#filter, size, cursor);
    await turn();
    const found = await this.among(listed);
    const last = found[most - 1];
    if (last === undefined || found.length === most) return { found, next, looked: listed.length };
    // Asked for before any of them is changed: it goes on behind the last one that there is room for.
    const looked = listed.indexOf(last) + 1;
    const until = await jobs.list(this.#filter, looked, cursor);
    return { found: found.slice(0, most), next: until.next, looked };
  }
}
