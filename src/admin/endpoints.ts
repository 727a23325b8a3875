/** The table: every endpoint of the API, in the order of the document. */
import { OPERATION_ENDPOINTS } from '../api/index.ts';
import { eventEndpoints } from './event-endpoints.ts';
import { healthEndpoint, readinessEndpoint, type ServerEndpoint, serviceEndpoints } from './service.ts';
import { sessionEndpoints } from './session-endpoints.ts';

/** What a process without the api role answers. */
export const PROBES: readonly ServerEndpoint[] = [healthEndpoint, readinessEndpoint];

export const ENDPOINTS: readonly ServerEndpoint[] = [
  ...serviceEndpoints(() => ENDPOINTS),
  ...sessionEndpoints,
  ...eventEndpoints,
  ...OPERATION_ENDPOINTS,
];
