/** Runs a piece of JavaScript in a process of its own: tracing is a matter of the whole process. */
import { execFile } from 'node:child_process';

import { door, LOADING } from '../../support/built.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * @param body statements of an async module; `start(traces, env?, given?)` creates the telemetry, `specOf(traces)` is the
 *   manifest's part, `until(probe)` waits, `lines` holds what was logged, `quiet` is a span processor, `loaded(part)` tells whether a module whose path holds that part was loaded
 */
export function runTraced(body: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const script = `
    import { createRequire } from 'node:module';
    import { createTelemetry } from ${JSON.stringify(door('telemetry'))};
    import { EventStream } from ${JSON.stringify(door('core'))};
    const lines = [];
    const say = (level) => (fields, message) => lines.push({ level, message, ...fields });
    const logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error'), child: () => logger };
    const specOf = (traces) => ({
      metrics: { exporter: 'none', intervalMs: 60_000, names: 200, public: false },
      traces: { exporter: 'none', sample: 1, keep: { failed: false, slowerThanMs: null }, propagation: 'parent', baggage: [], spans: 'own', ...traces }, logs: { level: 'info', exporter: 'none', format: 'json', console: true },
    });
    const until = async (probe) => { while (!probe()) await new Promise((resolve) => setImmediate(resolve)); };
    const start = (traces, env = process.env, given = undefined) => createTelemetry({
      spec: specOf(traces), env, ...(given && { given }), serviceName: 'shop', version: '1.2.3', logger, events: new EventStream(),
    });
    const loaded = (part) => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes(part));
    const quiet = { onStart: () => undefined, onEnd: () => undefined, forceFlush: async () => undefined, shutdown: async () => undefined };
    const about = { task: 'a', queue: 'q', count: 1, delayMs: 0, jobId: null };
    const enqueue = (telemetry) => telemetry.tracer.enqueue(about, async (carrier) => carrier);
    ${body}`;
  const args = [...LOADING, '--input-type=module', '-e', script];
  return new Promise((resolve) => {
    const options = { env: { ...cleanEnv(), ...env }, cwd: new URL('../../..', import.meta.url).pathname };
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** The tests' own OTEL_* variables are nobody's business here. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
}
