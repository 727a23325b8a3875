import type { HandlerContext } from 'skep';

import type { Session } from './resources/db.ts';

interface Activity {
  readonly user_id: number;
  readonly action: string;
}

/** Notes what a user did. The key of the attempt's job keeps a second attempt from noting it twice. */
export function logActivity({ user_id: user, action }: Activity, ctx: HandlerContext<unknown, { db: Session }>) {
  const insert = ctx.resources.db.prepare('INSERT OR IGNORE INTO activities VALUES (?, ?, ?)');
  return { noted: insert.run(ctx.idempotencyKey, user, action).changes };
}

/** Jobs from before `version: 2` still wait here and there. */
export function activityV1to2({ user_id, event }: { readonly user_id: number; readonly event: string }): Activity {
  return { user_id, action: event };
}
