/** Metrics for Prometheus, on the server that is there already. */
import { type Answer, endpoint } from '../api/index.ts';
import { SkepError } from '../foundation/index.ts';
import { PROMETHEUS_TYPES, type PrometheusFormat } from '../telemetry/index.ts';
import type { ServerCall, ServerEndpoint } from './service.ts';

export const metricsEndpoint: ServerEndpoint = {
  ...endpoint({
    name: 'metrics',
    method: 'GET',
    path: '/metrics',
    access: 'viewer',
    tag: 'service',
    summary:
      'Metrics in the form of Prometheus, or OpenMetrics where that is accepted; without a token where telemetry.metrics.public says so',
    answers: {
      200: {
        description: 'Metrics of this process',
        schema: null,
        text: Object.values(PROMETHEUS_TYPES).map(bareType),
      },
    },
    errors: ['ROUTE_UNKNOWN'],
    run,
  }),
  accessBy: ({ telemetry }) => (telemetry.metrics.public ? 'open' : 'viewer'),
};

/** @throws SkepError SCOPE_DENIED, ROUTE_UNKNOWN */
async function run({ served, scoped, accept }: ServerCall): Promise<Answer> {
  // They tell of all queues and tasks.
  if (scoped && !served.manifest().telemetry.metrics.public) {
    throw new SkepError('SCOPE_DENIED', 'metrics tell of all queues and tasks, and this caller sees some of them');
  }
  const format: PrometheusFormat = accept.includes('application/openmetrics-text') ? 'openmetrics' : 'text';
  const body = await served.metrics.text(format);
  if (body !== null) return { status: 200, type: PROMETHEUS_TYPES[format], headers: { Vary: 'Accept' }, body };
  throw new SkepError('ROUTE_UNKNOWN', 'no metrics are served here', {
    hint: 'write `telemetry: { metrics: { exporter: prometheus } }` in the manifest',
  });
}

function bareType(type: string): string {
  return type.split(';', 1)[0] ?? type;
}
