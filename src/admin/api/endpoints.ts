/** The table: every endpoint of the API, in the order of the document. */
import type { Endpoint } from '../endpoint.ts';
import { jobEndpoints } from './jobs.ts';
import { manifestEndpoints } from './manifest.ts';
import { queueEndpoints } from './queues.ts';
import { scheduleEndpoints } from './schedules.ts';
import { healthEndpoint, readinessEndpoint, serviceEndpoints } from './service.ts';
import { taskEndpoints } from './tasks.ts';

/** What a process without the api role answers. */
export const PROBES: readonly Endpoint[] = [healthEndpoint, readinessEndpoint];

export const ENDPOINTS: readonly Endpoint[] = [
  ...serviceEndpoints(() => ENDPOINTS),
  ...manifestEndpoints,
  ...queueEndpoints,
  ...taskEndpoints,
  ...jobEndpoints,
  ...scheduleEndpoints,
];
