/** What a handler enqueues and starts: jobs and runs that say whose they are. */
import type { Child, ChildItem, StartItem } from '../core/index.ts';
import type { Enqueuing } from './attempt-start.ts';

/** @param inside where the call belongs to a trace of its own */
export async function enqueueChildren(
  enqueuer: Enqueuing,
  parentId: string,
  { task, items }: { readonly task: string; readonly items: readonly ChildItem[] },
  inside: (<T>(work: () => T) => T) | undefined,
): Promise<readonly Child[]> {
  const store = (): ReturnType<Enqueuing['enqueue']> => enqueuer.enqueue(task, items, { parentId });
  const receipts = await (inside?.(store) ?? store());
  return receipts.map(({ id, status }) => ({ id, existing: status === 'existing' }));
}

/** @throws SkepError as RunStarter.start */
export async function startChild({ runs }: Enqueuing, parentId: string, item: StartItem): Promise<Child> {
  const { id, status } = await runs.start(item, { parentId });
  return { id, existing: status === 'existing' };
}
