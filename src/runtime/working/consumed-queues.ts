/** Which queues a worker was told to consume, and in which order they come first. */
import { SkepError, suggestion } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';

export interface ConsumedQueues {
  /** Consume these queues only. */
  readonly only?: readonly string[];
  /** All but these. */
  readonly exclude?: readonly string[];
  /** By queue. */
  readonly weights?: Readonly<Record<string, number>>;
}

/**
 * Whether the queues that a worker is to consume or to leave exist; asked before anything is opened as well.
 * @throws SkepError QUEUE_UNKNOWN when one of them names a queue that the manifest does not declare
 */
export function checkQueues({ only = [], exclude = [], weights = {} }: ConsumedQueues, manifest: Manifest): void {
  for (const name of [...only, ...exclude, ...Object.keys(weights)]) refuseUnknown(name, manifest);
}

/** @throws SkepError QUEUE_UNKNOWN when the manifest does not declare it */
export function refuseUnknown(queue: string, { queues }: Manifest): void {
  if (Object.hasOwn(queues, queue)) return;
  const hint = suggestion(queue, Object.keys(queues));
  throw new SkepError(
    'QUEUE_UNKNOWN',
    `there is no queue ${JSON.stringify(queue)} to consume`,
    hint === undefined ? {} : { hint },
  );
}

/** @returns the queues of the manifest, the named ones first, in the order in which they were named */
export function inOrder({ only = [] }: ConsumedQueues, { queues }: Manifest): readonly string[] {
  return [...new Set([...only.filter((name) => Object.hasOwn(queues, name)), ...Object.keys(queues)])];
}
