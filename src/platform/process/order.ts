/** What a process is told by people, as it goes through the store. */
import type { WorkerCommand } from '../../api/index.ts';
import type { Json } from '../../foundation/index.ts';

export const ORDER_TOPIC = 'order';

export interface Order {
  /** It is told again until it is answered: by this it is known the second time. */
  readonly id: string;
  /** By the store's clock: whoever hears it later does nothing. */
  readonly until: number;
  readonly by: string;
  readonly command: WorkerCommand;
}

const VERBS: Readonly<Record<WorkerCommand['verb'], true>> = {
  ping: true,
  pause: true,
  resume: true,
  stop: true,
  concurrency: true,
  queues: true,
};

/** @returns undefined for what this version does not know: whoever asked is told that nobody has answered */
export function orderOf(body: Json): Order | undefined {
  const order = body as unknown as Partial<Order> | null;
  if (typeof order !== 'object' || order === null) return undefined;
  const { id, until, by, command } = order;
  const whole = typeof id === 'string' && typeof until === 'number' && typeof by === 'string';
  if (!whole || typeof command !== 'object' || !Object.hasOwn(VERBS, command.verb)) return undefined;
  return { id, until, by, command };
}
