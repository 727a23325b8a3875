/** What a thread of a pool begins with. */
import { parentPort, workerData } from 'node:worker_threads';

import { FarSide } from './far-side.ts';
import { enveloped, type FarOrder, type FarSetting } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('far-thread is begun as a thread');
const far = new FarSide({ post: (news) => port.postMessage(enveloped(news)) });
port.on('message', (order: FarOrder) => far.heed(order));
far.heed({ kind: 'setting', setting: workerData as FarSetting });
