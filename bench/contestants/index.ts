import { findRedisServer } from '../../test/support/redis-server.ts';
import type { Contestant } from '../contestant.ts';
import type { Ability } from '../row.ts';

export interface ContestantEntry {
  readonly title: string;
  /** The server that every round needs an empty one of. */
  readonly store: 'redis' | 'postgres' | null;
  readonly abilities: readonly Ability[];
  /** Share of a row's jobs, so that a round of a slower system takes as long as one of a fast one. */
  readonly pace: number;
  /** @returns what is not installed here; null when nothing is missing */
  missing(): string | null;
  /** Loads this contestant alone, so that a round has nothing else in its memory. */
  load(): Promise<Contestant>;
}

const redisServer = (): string | null => (findRedisServer() === null ? 'redis-server' : null);

/** By the name that `--only` takes. */
export const CONTESTANTS: Readonly<Record<string, ContestantEntry>> = {
  'skep-redis': {
    title: 'Skep on Redis',
    store: 'redis',
    abilities: ['inProcess', 'bulk', 'queues', 'priorities', 'delays', 'retries', 'traces', 'pauses', 'skep'],
    pace: 1,
    missing: redisServer,
    load: async () => new (await import('./skep.ts')).Skep('redis'),
  },
  'skep-sqlite': {
    title: 'Skep on SQLite',
    store: null,
    abilities: ['inProcess', 'bulk', 'queues', 'priorities', 'delays', 'retries', 'traces', 'pauses', 'skep'],
    pace: 1,
    missing: () => null,
    load: async () => new (await import('./skep.ts')).Skep('sqlite'),
  },
  'bee-queue': {
    title: 'bee-queue 2',
    store: 'redis',
    abilities: ['inProcess', 'bulk', 'queues', 'delays', 'retries'],
    pace: 1,
    missing: redisServer,
    load: async () => new (await import('./bee-queue.ts')).PlainBeeQueue(),
  },
  bullmq: {
    title: 'BullMQ 6',
    store: 'redis',
    abilities: ['inProcess', 'bulk', 'queues', 'priorities', 'delays', 'retries', 'traces'],
    pace: 0.5,
    missing: redisServer,
    load: async () => new (await import('./bullmq.ts')).BullMq(),
  },
};
