/** What a process tells about itself, at each beat. */
import os from 'node:os';
import { performance } from 'node:perf_hooks';
import type { ProcessInfo } from '../../engine/index.ts';
import { packageVersion } from '../../foundation/index.ts';
import type { Generation } from '../../manifest/index.ts';
import type { Services } from '../services.ts';

/** What only the platform knows. */
export interface Particulars extends Pick<
  ProcessInfo,
  'roles' | 'adminUrl' | 'bornAt' | 'troubles' | 'control' | 'answers' | 'pools'
> {
  readonly generation: Generation;
  readonly services: Pick<Services, 'queues' | 'counts' | 'sources'>;
}

export function processInfo({ generation, services, pools = {}, ...told }: Particulars): ProcessInfo {
  return {
    ...told,
    host: os.hostname(),
    pid: process.pid,
    version: packageVersion(),
    queues: services.queues(),
    ...services.counts(),
    ...(Object.keys(services.sources).length > 0 && { sources: services.sources }),
    ...(Object.keys(pools).length > 0 && { pools }),
    load: loadNow(),
    manifestHash: generation.manifest.hash,
    manifestRevision: generation.revision,
  };
}

/** Of this process, however many platforms are in it. */
let before = performance.eventLoopUtilization();

/** What the process takes of its host; of its event loop since the call before. */
function loadNow(): NonNullable<ProcessInfo['load']> {
  const now = performance.eventLoopUtilization();
  const { utilization } = performance.eventLoopUtilization(now, before);
  before = now;
  const { rss, heapUsed } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed, loopBusy: Math.round(utilization * 1_000) / 1_000 };
}
