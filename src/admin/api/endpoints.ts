/** The table: every endpoint of the API, in the order of the document. */
import type { Endpoint } from '../endpoint.ts';
import { jobEndpoints } from './jobs.ts';
import { manifestEndpoints } from './manifest.ts';
import { queueEndpoints } from './queues.ts';
import { scheduleEndpoints } from './schedules.ts';
import { serviceEndpoints } from './service.ts';
import { taskEndpoints } from './tasks.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  ...serviceEndpoints(() => ENDPOINTS),
  ...manifestEndpoints,
  ...queueEndpoints,
  ...taskEndpoints,
  ...jobEndpoints,
  ...scheduleEndpoints,
];
