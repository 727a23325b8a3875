/**
 * `GET /api/events` while the page is looked at and live updates are not paused. The browser connects again by itself
 * and says where it was; where the server refuses (too many streams, not for this scope), pages ask by themselves, and
 * the stream is tried again later and later.
 */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

import { setStreaming, useIsPaused } from './live.ts';
import { NewsDesk } from './news.ts';
import { apiUrl } from './place.ts';

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 120_000;

/** Follows what happens, for as long as the component is shown. */
export function useStream(): void {
  const client = useQueryClient();
  const paused = useIsPaused();
  const looked = useSyncExternalStore(onVisibility, () => !document.hidden);
  const wanted = looked && !paused;
  useEffect(() => (wanted ? follow(client) : undefined), [wanted, client]);
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** @returns what ends it */
function follow(client: QueryClient): () => void {
  const desk = new NewsDesk(client);
  let source: EventSource | null = null;
  let timer = 0;
  let refused = 0;
  let opened = false;
  const connect = (): void => {
    source = new EventSource(apiUrl('/api/events'));
    source.onopen = () => {
      refused = 0;
      opened = true;
      setStreaming(true);
      // What happened before it was open is told by nobody.
      desk.takeAll();
    };
    source.onmessage = ({ data }) => desk.take(String(data));
    source.onerror = () => {
      setStreaming(false);
      // Whether the server is away is found out now, and not when pages would ask by their clock.
      if (opened) desk.takeAll();
      opened = false;
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(connect, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** refused));
      refused += 1;
    };
  };
  connect();
  return () => {
    window.clearTimeout(timer);
    source?.close();
    desk.close();
    setStreaming(false);
  };
}
