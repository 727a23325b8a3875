/** What a process of a pool begins with. Nothing of a handler runs before somebody watches. */
import { Worker } from 'node:worker_threads';

import { FarSide } from './far-side.ts';
import { FarTurn } from './far-turn.ts';
import { enveloped, type FarOrder } from './messages.ts';
import { WATCH_SOURCE } from './watch-source.ts';

// Handlers may put something else there.
const send = process.send?.bind(process);
const turn = new FarTurn();
const far = new FarSide({ post: (news) => send?.(enveloped(news)) }, turn);
const watch = new Worker(WATCH_SOURCE, {
  ...{ eval: true, execArgv: [], workerData: turn.memory },
  resourceLimits: { maxOldGenerationSizeMb: 16 },
});
watch.once('online', () => process.on('message', (order: FarOrder) => far.heed(order)));
