/** Events of the stream → what is asked again: never more often than four times a second, nor before the last answers came. */
import type { Query, QueryClient } from '@tanstack/react-query';

/** What of an event says whom it concerns. */
interface News {
  readonly type: string;
  readonly job?: string;
}

const LEAST_MS = 250;

export class NewsDesk {
  readonly #client: QueryClient;
  /** Jobs that changed; null: which ones is not known. */
  #jobs: Set<string> | null = new Set();
  #dirty = false;
  #timer: number | null = null;
  #flushedAt = 0;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  /** @param text one event, as it came */
  take(text: string): void {
    const { type, job } = JSON.parse(text) as News;
    if (type === 'reset' || type === 'jobs.many') this.#jobs = null;
    else if (job !== undefined) this.#jobs?.add(job);
    this.#wait();
  }

  /** Something may be missing: all is asked again. */
  takeAll(): void {
    this.#jobs = null;
    this.#wait();
  }

  close(): void {
    if (this.#timer !== null) window.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(): void {
    this.#dirty = true;
    if (this.#timer !== null) return;
    this.#timer = window.setTimeout(() => this.#flush(), Math.max(0, this.#flushedAt + LEAST_MS - Date.now()));
  }

  #flush(): void {
    this.#timer = null;
    this.#flushedAt = Date.now();
    if (!this.#dirty) return;
    // A server that is slow is not asked more because it has more to do.
    if (this.#client.isFetching({ queryKey: ['api'] }) > 0) {
      this.#wait();
      return;
    }
    const jobs = this.#jobs;
    this.#dirty = false;
    this.#jobs = new Set();
    void this.#client.invalidateQueries({ queryKey: ['api'], predicate: (query) => isMeant(query, jobs) });
  }
}

/** @param jobs that changed; null: any may have */
function isMeant({ meta, queryKey }: Query, jobs: ReadonlySet<string> | null): boolean {
  // What a page wants to be asked rarely costs more than it tells.
  if (meta?.untold === true) return false;
  const [, name, id] = queryKey;
  return name !== 'job-text' || jobs === null || jobs.has(String(id));
}
