/** The table: every endpoint of the API, in the order of the document. */
import { OPERATION_ENDPOINTS } from '../api/index.ts';
import { eventEndpoints } from './event-endpoints.ts';
import { metricsEndpoint } from './metrics-endpoint.ts';
import { healthEndpoint, readinessEndpoint, type ServerEndpoint, serviceEndpoints } from './service.ts';
import { sessionEndpoints } from './session-endpoints.ts';

/** What a process without the api role answers. */
export const PROBES: readonly ServerEndpoint[] = [healthEndpoint, readinessEndpoint, metricsEndpoint];

export const ENDPOINTS: readonly ServerEndpoint[] = [
  ...serviceEndpoints(() => ENDPOINTS),
  metricsEndpoint,
  ...sessionEndpoints,
  ...eventEndpoints,
  ...OPERATION_ENDPOINTS,
];
