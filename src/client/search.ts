import type { Query } from '../api/index.ts';

/** @returns the query as it stands behind a path; '' where it says nothing */
export function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search.toString()}`;
}
