import type { HandlerContext } from 'skep';

import type { Session } from './resources/db.ts';

const DAY_MS = 86_400_000;

/** Deletes sessions older than `days`. Counted from the planned instant: a late run deletes the same ones. */
export function cleanup({ days }: { readonly days: number }, ctx: HandlerContext<unknown, { db: Session }>) {
  const now = ctx.job.schedule?.tickAt ?? ctx.job.createdAt;
  const { changes } = ctx.resources.db.prepare('DELETE FROM sessions WHERE created_at < ?').run(now - days * DAY_MS);
  ctx.log(`deleted ${changes} sessions older than ${days} days`);
  return { deleted: changes };
}
