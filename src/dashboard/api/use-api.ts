/** The API in components: what is read is cached and kept fresh, what is changed tells those who show it. */
import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { answered, EVERY_MS, isPaused, nextRefresh, unanswered, useLiveState } from './live.ts';
import { ApiProblem } from './problem.ts';
import { type AnswerOf, type Asked, type EndpointName, request } from './request.ts';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** It is not asked again whenever an event came, only by its clock. */
      readonly untold?: boolean;
    };
  }
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        // A wrong question is not answered better the second time.
        retry: (count, error) => error instanceof ApiProblem && error.status === 0 && count < 2,
        refetchOnWindowFocus: () => !isPaused(),
        refetchIntervalInBackground: false,
      },
    },
  });
}

export interface ApiOptions {
  /** Milliseconds between two questions; false: only when something else asks. */
  readonly every?: number | false;
  readonly enabled?: boolean;
  /** Shows the answer to the question before while the new one is asked. */
  readonly keep?: boolean;
}

export function keyOf<Name extends EndpointName>(name: Name, asked: Asked<Name> = {}): readonly unknown[] {
  return ['api', name, asked.params ?? {}, asked.query ?? {}, asked.body ?? null];
}

/** Asks, and tells the indicator whether an answer came. */
export async function observed<T>(ask: () => Promise<T>): Promise<T> {
  try {
    const answer = await ask();
    answered(Date.now());
    return answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 0) unanswered();
    throw error;
  }
}

/** What an endpoint answers, kept fresh. */
export function useApi<Name extends EndpointName>(name: Name, asked: Asked<Name> = {}, options: ApiOptions = {}) {
  useLiveState();
  const { every, enabled = true, keep = false } = options;
  return useQuery<AnswerOf<Name>>({
    queryKey: keyOf(name, asked),
    queryFn: ({ signal }) => observed(() => request(name, asked, signal)),
    refetchInterval: every === false ? false : () => nextRefresh(every),
    // Those that are asked rarely are not asked whenever something happens.
    meta: { untold: every !== undefined && (every === false || every > EVERY_MS) },
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  });
}

/** Changes something; afterwards everything that is shown is asked again. */
export function useAct<Name extends EndpointName>(name: Name) {
  const client = useQueryClient();
  return useMutation<AnswerOf<Name>, Error, Asked<Name>>({
    mutationFn: (asked) => request(name, asked),
    onSettled: () => client.invalidateQueries({ queryKey: ['api'] }),
  });
}
