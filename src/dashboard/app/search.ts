/** What a page shows, in its address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

type Changes = Readonly<Record<string, string | undefined>>;

/** @returns the parameters of the address, and how to change some; `undefined` takes one out */
export function useView(): readonly [
  view: Readonly<Record<string, string | undefined>>,
  change: (changes: Changes, options?: { replace?: boolean }) => void,
] {
  const view: Readonly<Record<string, string | undefined>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Changes, { replace = false } = {}) => {
      // The routes are made from a table, so their parameters are known to no type.
      const search = ((before: Record<string, unknown>) => ({ ...before, ...changes })) as never;
      void navigate({ to: '.', search, replace });
    },
    [navigate],
  );
  return [view, change];
}
