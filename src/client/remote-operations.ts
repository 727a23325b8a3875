/** Operations over HTTP: the same words as in process, made from the table of endpoints. */
import { type AskedOperations, type JobView, type Operations, OPERATIONS, type RevealOptions } from '../api/index.ts';
import { systemClock } from '../foundation/index.ts';
import { HttpClient } from './http-client.ts';
import { remoteWatch } from './remote-watch.ts';
import { searchOf } from './search.ts';

/** One request waits at most this long, so that no proxy cuts it; longer waits are several requests. */
const WAIT_STEP_MS = 20_000;

/** Of the server at that base URL. */
export function operationsOf(server: string, token: string | undefined): Operations {
  const client = new HttpClient({ server, ...(token === undefined ? {} : { token }) });
  return remoteOperations(client, () => systemClock.monotonic());
}

/**
 * @param monotonic milliseconds
 * @param retryForMs how long a stream of events that was cut off is asked for again
 */
export function remoteOperations(
  client: HttpClient,
  monotonic: () => number,
  retryForMs = Number.POSITIVE_INFINITY,
): Operations {
  const remote = askedOf(client);
  const getJob = async <Payload, Result>(
    id: string,
    waitMs = 0,
    signal?: AbortSignal,
    options?: RevealOptions,
  ): Promise<JobView<Payload, Result>> => {
    const asked = signal ? askedOf(client.until(signal)) : remote;
    const end = monotonic() + waitMs;
    for (;;) {
      const left = Math.max(0, Math.min(WAIT_STEP_MS, Math.round(end - monotonic())));
      const job = await asked.getJob<Payload, Result>(id, left, undefined, options);
      if (job.finished || monotonic() >= end) return job;
    }
  };
  const getRun: Operations['getRun'] = async (id, waitMs = 0, signal, options) => {
    const asked = signal ? askedOf(client.until(signal)) : remote;
    const end = monotonic() + waitMs;
    for (;;) {
      const left = Math.max(0, Math.min(WAIT_STEP_MS, Math.round(end - monotonic())));
      const run = await asked.getRun(id, left, undefined, options);
      if (run.finished || monotonic() >= end) return run;
    }
  };
  return { ...remote, ...remoteWatch(client, retryForMs), getJob, getRun, close: () => Promise.resolve() };
}

function askedOf(client: HttpClient): AskedOperations {
  return Object.fromEntries(
    [...OPERATIONS].map(([name, endpoints]) => [name, asking(endpoints, client)]),
  ) as unknown as AskedOperations;
}

type Endpoints = NonNullable<ReturnType<(typeof OPERATIONS)['get']>>;

function asking(endpoints: Endpoints, client: HttpClient): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const endpoint = endpoints.find((one) => one.when?.(...args) ?? true);
    if (endpoint === undefined) throw new Error('no endpoint is meant by these arguments');
    const { params = {}, query = {}, body } = endpoint.ask(...args);
    const path = endpoint.path.slice(1).replace(/:([a-z]+)/g, (_all, name: string) => at(params[name]));
    const waitMs = 'wait' in query ? WAIT_STEP_MS : 0;
    const answer = await client.call(endpoint.method, path + searchOf(query), body, waitMs);
    return endpoint.wire ? endpoint.wire.read(answer) : answer;
  };
}

function at(name: string | undefined): string {
  if (name === undefined) throw new Error('a part of the path was not given');
  return encodeURIComponent(name);
}
