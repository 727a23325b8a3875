import type { Contestant } from '../contestant.ts';

/** Name → loader, so that a round loads only the contestant that it measures. */
export const CONTESTANTS: Readonly<Record<string, { readonly redis: boolean; load(): Promise<Contestant> }>> = {
  'skep on SQLite': {
    redis: false,
    load: async () => new (await import('./skep.ts')).Skep('sqlite'),
  },
  'skep on Redis': {
    redis: true,
    load: async () => new (await import('./skep.ts')).Skep('redis'),
  },
  'bee-queue 2': {
    redis: true,
    load: async () => new (await import('./bee-queue.ts')).PlainBeeQueue(),
  },
  'BullMQ 6': {
    redis: true,
    load: async () => new (await import('./bullmq.ts')).BullMq(),
  },
};
