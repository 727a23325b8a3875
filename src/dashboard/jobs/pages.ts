/** The pages of a search, as one list that grows when its end is near. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { nextRefresh, useLiveState } from '../api/live.ts';
import { request } from '../api/request.ts';
import type { Job, JobPage } from '../api/types.generated.ts';
import { observed } from '../api/use-api.ts';

/** Few at first, to be there soon; then as many as a page may have. */
const FIRST_PAGE = 100;
const NEXT_PAGE = 200;

export interface FoundJobs {
  readonly jobs: readonly Job[];
  readonly error: unknown;
  readonly loading: boolean;
  /** Whether there may be more, and what gets them. */
  readonly more: (() => void) | null;
  readonly fetching: boolean;
  /** Jobs that were gone through so far. */
  readonly looked: number;
  /** Newer ones that are not shown yet. */
  readonly fresh: number;
  readonly showFresh: () => void;
  readonly refresh: () => void;
}

interface Pages {
  readonly pages: JobPage[];
}

function isLong(found: Pages | undefined): boolean {
  return (found?.pages.length ?? 0) > 1;
}

/**
 * @param q what is sought
 * @param still what is shown stays where it is: newer ones are counted until they are asked for, those in view change in place
 */
export function useFoundJobs(q: string, still: boolean): FoundJobs {
  useLiveState();
  const client = useQueryClient();
  const key = ['api', 'jobs-list', q];
  const list = useInfiniteQuery<JobPage, Error, Pages, readonly unknown[], string>({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      observed(() =>
        request(
          'GET /api/jobs',
          { query: { q, cursor: pageParam, limit: pageParam === '' ? FIRST_PAGE : NEXT_PAGE } },
          signal,
        ),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) => (still || isLong(state.data) ? false : nextRefresh()),
    refetchOnWindowFocus: false,
    // Rows do not move under the hand of whoever reads them.
    meta: { untold: still || isLong(client.getQueryData<Pages>(key)) },
  });
  const frozen = still || isLong(list.data);
  const head = useQuery<JobPage>({
    queryKey: [...key, 'head'],
    queryFn: ({ signal }) => observed(() => request('GET /api/jobs', { query: { q, limit: FIRST_PAGE } }, signal)),
    refetchInterval: () => nextRefresh(),
    enabled: frozen,
  });
  const pages = list.data?.pages;
  const newest = frozen ? head.data?.jobs : undefined;
  const jobs = useMemo(() => merged(pages ?? [], newest ?? []), [pages, newest]);
  const fresh = newest === undefined ? 0 : freshOf(newest, jobs);
  const refresh = (): void => void client.resetQueries({ queryKey: key });
  return {
    jobs,
    error: list.error,
    loading: list.isPending,
    more: list.hasNextPage ? () => void list.fetchNextPage({ cancelRefetch: false }) : null,
    fetching: list.isFetchingNextPage,
    looked: (pages ?? []).reduce((sum, page) => sum + page.looked, 0),
    fresh,
    showFresh: refresh,
    refresh,
  };
}

/** A job that moved between two pages stands in both; one that is in the newest answer is shown as it is there. */
function merged(pages: readonly JobPage[], newest: readonly Job[]): readonly Job[] {
  const jobs = new Map(pages.flatMap((page) => page.jobs).map((job) => [job.id, job]));
  for (const job of newest) if (jobs.has(job.id)) jobs.set(job.id, job);
  return [...jobs.values()];
}

/** Those above the first that is shown. */
function freshOf(newest: readonly Job[], jobs: readonly Job[]): number {
  const known = new Set(jobs.map(({ id }) => id));
  const first = newest.findIndex(({ id }) => known.has(id));
  return first < 0 ? newest.length : first;
}
