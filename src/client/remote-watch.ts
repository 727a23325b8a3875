/** What a server tells as it happens: its streams of events, which are opened again behind the last one where they are cut off. */
import type { Batch, Query, WatchOperations, WatchOptions } from '../api/index.ts';
import { anySignal, newAborter, pause, SkepError, systemClock } from '../foundation/index.ts';
import { type HttpClient, isLost } from './http-client.ts';
import { searchOf } from './search.ts';
import { sentEvents } from './sent-events.ts';

const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 2_000;
/** The server says something every 15 s: one that is silent for so long is gone. */
const SILENT_MS = 45_000;

/** @param retryForMs how long one that was cut off is opened again */
export function remoteWatch(client: HttpClient, retryForMs: number): WatchOperations {
  const parts = { client, retryForMs };
  return {
    watch: (query = {}, options) => watched(parts, 'api/events', { ...query }, options),
    watchJob: (id, options) => watched(parts, `api/jobs/${encodeURIComponent(id)}/events`, {}, options),
    watchRun: (id, options) => watched(parts, `api/runs/${encodeURIComponent(id)}/events`, {}, options),
  };
}

/** A stream of one thing ends when that is over; whatever else ends it is an interruption. */
async function* watched<News>(
  { client, retryForMs }: { readonly client: HttpClient; readonly retryForMs: number },
  path: string,
  query: Query,
  { after, signal = newAborter().signal }: WatchOptions = {},
): AsyncGenerator<Batch<News>> {
  let position = after;
  let pauseMs = FIRST_PAUSE_MS;
  let lostAt: number | undefined;
  while (!signal.aborted) {
    try {
      for await (const batch of once<News>(client, { path, query, position, signal })) {
        ({ position } = batch);
        pauseMs = FIRST_PAUSE_MS;
        lostAt = undefined;
        yield batch;
      }
      return;
    } catch (error) {
      if (isOver(signal)) return;
      // One that never began is the caller's to ask again.
      if (!isLost(error) || position === undefined) throw error;
      lostAt ??= systemClock.monotonic();
      if (systemClock.monotonic() - lostAt + pauseMs > retryForMs) throw error;
    }
    await pause(systemClock, pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
  }
}

/** It may have aborted while something was waited for. */
function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}

interface Asked {
  readonly path: string;
  readonly query: Query;
  readonly position: string | undefined;
  readonly signal: AbortSignal;
}

async function* once<News>(client: HttpClient, { path, query, position, signal }: Asked): AsyncGenerator<Batch<News>> {
  const silent = newAborter();
  let timer = systemClock.after(SILENT_MS, () => silent.abort());
  const text = client.until(anySignal([signal, silent.signal])).stream(path + searchOf(query), position);
  try {
    for await (const { news, position: at } of sentEvents<News>(text)) {
      timer.cancel();
      timer = systemClock.after(SILENT_MS, () => silent.abort());
      yield { news, position: at };
    }
  } catch (error) {
    if (!silent.signal.aborted || signal.aborted) throw error;
    throw new SkepError('SERVER_UNREACHABLE', `the server at ${client.url} says nothing any more`, {
      details: { lost: true },
    });
  } finally {
    timer.cancel();
  }
}
