import { findRedisServer } from '../../test/support/redis-server.ts';
import type { Contestant } from '../contestant.ts';
import type { Ability, Row } from '../row.ts';
import { findPostgres } from '../servers/postgres-server.ts';
import { CELERY, hasModules, PythonPeer, RQ } from './python-peer.ts';

export interface ContestantEntry {
  readonly title: string;
  /** The server that every round needs an empty one of. */
  readonly store: 'redis' | 'postgres' | null;
  readonly abilities: readonly Ability[];
  /** Share of a row's jobs, so that a round of a slower system takes as long as one of a fast one. */
  readonly pace: Readonly<Record<Exclude<Row['work'], 'graphs'>, number>> & { readonly graphs?: number };
  /** @returns what is not installed here; null when nothing is missing */
  missing(): string | null;
  /** Loads this contestant alone, so that a round has nothing else in its memory. */
  load(): Promise<Contestant>;
}

const redisServer = (): string | null => (findRedisServer() === null ? 'redis-server' : null);
const postgres = (): string | null => (findPostgres() === null ? 'postgresql' : null);
const python = (name: string): string | null => (hasModules(name, 'redis') ? redisServer() : `python3-${name}`);

/** By the name that `--only` takes. */
export const CONTESTANTS: Readonly<Record<string, ContestantEntry>> = {
  'skep-redis': {
    title: 'Skep on Redis',
    store: 'redis',
    abilities: [
      'inProcess',
      'bulk',
      'queues',
      'priorities',
      'delays',
      'retries',
      'graphs',
      'traces',
      'results',
      'isolation',
      'backlogs',
      'program',
      'manifest',
      'limits',
      'unique',
    ],
    pace: { process: 1, enqueue: 1 },
    missing: redisServer,
    load: async () => new (await import('./skep.ts')).Skep('redis'),
  },
  'skep-sqlite': {
    title: 'Skep on SQLite',
    store: null,
    abilities: [
      'inProcess',
      'bulk',
      'queues',
      'priorities',
      'delays',
      'retries',
      'graphs',
      'traces',
      'results',
      'isolation',
      'backlogs',
      'program',
      'manifest',
      'limits',
      'unique',
    ],
    pace: { process: 1, enqueue: 1 },
    missing: () => null,
    load: async () => new (await import('./skep.ts')).Skep('sqlite'),
  },
  'bee-queue': {
    title: 'bee-queue 2',
    store: 'redis',
    abilities: ['inProcess', 'bulk', 'queues', 'delays', 'retries'],
    pace: { process: 0.35, enqueue: 1 },
    missing: redisServer,
    load: async () => new (await import('./bee-queue.ts')).PlainBeeQueue(),
  },
  bullmq: {
    title: 'BullMQ 6',
    store: 'redis',
    abilities: [
      'inProcess',
      'bulk',
      'queues',
      'priorities',
      'delays',
      'retries',
      'graphs',
      'traces',
      'results',
      'isolation',
      'backlogs',
      'limits',
      'unique',
    ],
    pace: { process: 0.25, enqueue: 0.5, graphs: 0.5 },
    missing: redisServer,
    load: async () => new (await import('./bullmq.ts')).BullMq(),
  },
  'graphile-worker': {
    title: 'graphile-worker 0.17',
    store: 'postgres',
    abilities: ['inProcess', 'bulk', 'priorities', 'delays'],
    pace: { process: 0.35, enqueue: 0.3 },
    missing: postgres,
    load: async () => new (await import('./graphile-worker.ts')).GraphileWorker(),
  },
  'pg-boss': {
    title: 'pg-boss 10',
    store: 'postgres',
    abilities: ['inProcess', 'bulk'],
    pace: { process: 0.1, enqueue: 0.2 },
    missing: postgres,
    load: async () => new (await import('./pg-boss.ts')).PgBossQueue(),
  },
  celery: {
    title: 'Celery 5',
    store: 'redis',
    abilities: ['graphs'],
    pace: { process: 0.02, enqueue: 0.1, graphs: 0.1 },
    missing: () => python('celery'),
    load: async () => new PythonPeer(CELERY),
  },
  rq: {
    title: 'RQ',
    store: 'redis',
    abilities: ['bulk'],
    pace: { process: 0.004, enqueue: 0.1 },
    missing: () => python('rq'),
    load: async () => new PythonPeer(RQ),
  },
};
