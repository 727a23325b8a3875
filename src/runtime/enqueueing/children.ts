/** What a handler enqueues and starts: jobs and runs that say whose they are. */
import type { Child, ChildItem, StartItem } from '../../core/index.ts';
import type { Inside } from '../../foundation/index.ts';
import type { Enqueuing } from '../attempts/attempt-start.ts';

/** @param inside where the call belongs to a trace of its own */
export async function enqueueChildren(
  enqueuer: Enqueuing,
  parentId: string,
  { task, items }: { readonly task: string; readonly items: readonly ChildItem[] },
  inside: Inside | undefined,
): Promise<readonly Child[]> {
  const store = (): ReturnType<Enqueuing['enqueue']> => enqueuer.enqueue(task, items, { parentId });
  const receipts = await (inside?.(store) ?? store());
  return receipts.map(({ id, status }) => ({ id, existing: status === 'existing' }));
}

/** @param inside as enqueueChildren @throws SkepError as RunStarter.start */
export async function startChild(
  { runs }: Enqueuing,
  parentId: string,
  item: StartItem,
  inside: Inside | undefined,
): Promise<Child> {
  const store = (): ReturnType<Enqueuing['runs']['start']> => runs.start(item, { parentId });
  const { id, status } = await (inside?.(store) ?? store());
  return { id, existing: status === 'existing' };
}
