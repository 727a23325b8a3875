import { useParams } from '@tanstack/react-router';

/** @returns what stands in the address in place of `$name` */
export function useName(): string {
  // The routes are made from a table, so their parameters are known to no type.
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params.name ?? '';
}
