/** The door of the client library. */
import { durationMs, newAborter, SkepError, suggestion, systemClock } from '../foundation/index.ts';
import type { TraceCarrier } from '../core/index.ts';
import { askedAgain } from './asked-again.ts';
import { closable, closed } from './closable.ts';
import { HttpClient } from './http-client.ts';
import { type ClientOperations, Jobs } from './jobs.ts';
import { remoteOperations } from './remote-operations.ts';
import type { AnyTasks, AnyWorkflows, TaskTypes, WorkflowTypes } from './task-types.ts';

/** Either `file`, or `server`. */
export interface ConnectOptions {
  /** The manifest whose store is worked on; handlers are not loaded. Relative to `cwd`. */
  readonly file?: string;
  /** What `${NAME}` in the manifest reads. Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the process' working directory. */
  readonly cwd?: string;
  /** Base URL of a Skep server, as in http://127.0.0.1:8080 */
  readonly server?: string;
  /** Bearer token of that server. */
  readonly token?: string;
  /** Longest time that a request to the server may take. Default: 30s. */
  readonly timeout?: string | number;
  /** How long a request whose connection was lost is asked again, where that is safe. Default: 10s; 0 for not at all. */
  readonly retryFor?: string | number;
}

const NAMES: readonly (keyof ConnectOptions)[] = ['file', 'env', 'cwd', 'server', 'token', 'timeout', 'retryFor'];
const TIMEOUT = '30s';
const RETRY_FOR = '10s';

/**
 * Connects to the server there, or to the store of a manifest.
 * @typeParam Tasks payload and result by task, as `skep types` writes them; without it, any task and any JSON
 * @typeParam Workflows the same of workflows: input and result
 * @throws SkepError USAGE; of a file MANIFEST_NOT_FOUND, MANIFEST_INVALID, STORE_UNREACHABLE, STORE_REFUSED. A server is asked at the
 * first call.
 */
export async function connect<
  Tasks extends TaskTypes<Tasks> = AnyTasks,
  Workflows extends WorkflowTypes<Workflows> = AnyWorkflows,
>(options: ConnectOptions): Promise<Jobs<Tasks, Workflows>> {
  checkOptions(options);
  const { server, file } = options;
  if (server !== undefined) return new Jobs<Tasks, Workflows>(await remote({ ...options, server }));
  return new Jobs<Tasks, Workflows>(await local({ ...options, file: file ?? '' }));
}

async function remote({
  server,
  token,
  timeout = TIMEOUT,
  retryFor = RETRY_FOR,
}: ConnectOptions & { server: string }): Promise<ClientOperations> {
  const { activeCarrier } = await import('../propagation/index.ts');
  const closing = newAborter();
  const client = new HttpClient({
    ...{ server, signal: closing.signal, timeoutMs: durationMs(timeout), headers: () => traceOf(activeCarrier()) },
    ...(token === undefined ? {} : { token }),
  });
  const operations = remoteOperations(client, () => systemClock.monotonic(), durationMs(retryFor));
  return {
    ...askedAgain(operations, { forMs: durationMs(retryFor), clock: systemClock, signal: closing.signal }),
    close: async () => closing.abort(closed()),
  };
}

/** The trace of whoever calls goes along. */
function traceOf({ traceparent, tracestate, baggage }: TraceCarrier): Readonly<Record<string, string>> {
  return {
    ...(traceparent !== null && { traceparent }),
    ...(tracestate !== null && { tracestate }),
    ...(baggage !== undefined && { baggage }),
  };
}

async function local({ file, env, cwd = process.cwd() }: ConnectOptions & { file: string }): Promise<ClientOperations> {
  const [{ openOperations, readManifest }, { carryingTracer }] = await Promise.all([
    import('../platform/producer.ts'),
    import('../propagation/index.ts'),
  ]);
  // eslint-disable-next-line no-restricted-properties -- a door of the library, as createPlatform's
  const source = { file, cwd, env: env ?? process.env };
  const manifest = await readManifest(source);
  // A producer may be the first that comes: what it enqueues waits in the new store.
  const tracer = carryingTracer(manifest.telemetry.traces.propagation);
  return closable(await openOperations({ ...source, manifest, tracer, onMade: () => undefined }));
}

/** Programs in JavaScript call too. @throws SkepError USAGE */
function checkOptions(options: ConnectOptions): void {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) throw new SkepError('USAGE', `connect takes an object, ${FORMS}`);
  for (const key of Object.keys(given)) {
    if ((NAMES as readonly string[]).includes(key)) continue;
    throw new SkepError('USAGE', `there is no option of connect ${JSON.stringify(key.slice(0, 64))}`, {
      hint: suggestion(key.slice(0, 64), NAMES) ?? `there are ${NAMES.join(', ')}`,
    });
  }
  const { file, server } = given as { file?: unknown; server?: unknown };
  if ((typeof file === 'string') === (typeof server === 'string')) {
    throw new SkepError('USAGE', `connect takes a file or a server, one of the two, ${FORMS}`);
  }
}

const FORMS = "as in { file: 'jobs.yaml' } or { server: 'http://127.0.0.1:8080', token }";
