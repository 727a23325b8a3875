/** Looking: one job, pages of jobs, counts. */
import { JOB_STATES, type Job, mayHaveExpired, seenAt } from '../../core/index.ts';
import {
  type JobFilter,
  type JobPage,
  type JobPart,
  LISTED_PART_BYTES,
  type ListedJob,
  seenInList,
  type QueueCounts,
} from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';
import { apartIn, readApart } from './apart.ts';
import { byQueue, locate } from './locate.ts';
import { PLACES_PER_MS, readRecord, type Running } from './records/record.ts';
import { letterOf } from './layout.ts';
import { SCRIPT_BYTES } from './scripts.ts';
import { countsIn, together } from './queue-counts.ts';
import { queueOf } from './lanes/shards.ts';
import type { RedisStore } from './store.ts';

/** Place in the order of creation, newest first: by score, then by queue, then by id. */
interface Place {
  readonly seq: number;
  /** Physical. */
  readonly queue: string;
  readonly id: string;
}

/** Jobs that one call looks at, at most: a page may come out short, with a cursor that goes on. */
const LOOK_LIMIT = 20_000;
/** Bytes of records that one call reads, about. */
const PAGE_BYTES = 4 * SCRIPT_BYTES;
const CHUNK_MIN = 100;
const CHUNK_MAX = 1_000;

export class Inspector {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  async getJob(id: string): Promise<Job | null> {
    const job = await this.storedJob(id);
    return job && ((await this.#seen([job]))[0] ?? null);
  }

  /** With a result whose time is over, as long as it is stored. */
  async storedJob(id: string): Promise<Job | null> {
    // Looked for once more where it was found and then not met: it was moved in between.
    for (let missed: string | undefined; ;) {
      const [place] = await locate(this.#store, [id]);
      if (!place || place.queue === missed) return null;
      const [job] = await this.#read(place.queue, [place.storedId]);
      if (job?.id === id) return job;
      missed = place.queue;
    }
  }

  /** Several, by id; those that are gone are left out. @param physical the queue that they most likely lie in */
  async storedIn(physical: string, ids: readonly string[]): Promise<ReadonlyMap<string, Job>> {
    const jobs = new Map<string, Job>();
    if (ids.length === 0) return jobs;
    const found = await this.#read(physical, ids);
    await Promise.all(
      ids.map(async (id, index) => {
        const met = found[index];
        const job = met?.id === id ? met : await this.storedJob(id);
        if (job !== null) jobs.set(id, job);
      }),
    );
    return jobs;
  }

  /** @throws SkepError REQUEST_INVALID for a cursor that it did not give */
  async listJobs(filter: JobFilter, limit: number, cursor: string | null): Promise<JobPage> {
    const queues = await this.#queuesOf(filter);
    const indexes = indexesOf(filter);
    // Most often all that is found is meant: then nothing is read beyond the page.
    let chunk = Math.min(limit + 1, CHUNK_MAX);
    const budget: Budget = { bytes: PAGE_BYTES };
    const jobs: ListedJob[] = [];
    let after = cursor === null ? null : parseCursor(cursor);
    for (let looked = 0; looked < LOOK_LIMIT && budget.bytes > 0;) {
      const places = await this.#places({ filter, queues, indexes, limit: chunk, after });
      const found = await this.#lookAt(places, budget);
      for (const [index, place] of places.entries()) {
        const job = found[index];
        // Not looked at any more: the next page begins there.
        if (job === undefined) break;
        if (job && matches(job, filter)) {
          if (jobs.length === limit) return this.#page(jobs, cursorAfter(after));
          jobs.push(job);
        }
        after = place;
      }
      if (places.length < chunk && !found.includes(undefined)) return this.#page(jobs, null);
      looked += places.length;
      chunk = Math.min(Math.max(limit + 1, CHUNK_MIN), CHUNK_MAX);
    }
    return this.#page(jobs, cursorAfter(after));
  }

  /** The store's clock is only asked where something depends on it. */
  async #seen<Seen extends Job>(jobs: readonly Seen[]): Promise<readonly Seen[]> {
    if (jobs.every(({ resultKeepMs }) => resultKeepMs === null)) return jobs;
    const now = jobs.some(mayHaveExpired) ? await this.#store.now('producer') : 0;
    return jobs.map((job) => seenAt(job, now));
  }

  async #page(jobs: readonly ListedJob[], next: string | null): Promise<JobPage> {
    return { jobs: (await this.#seen(jobs)).map(seenInList), next };
  }

  async counts(): Promise<readonly QueueCounts[]> {
    const queues = await this.#store.queues('producer');
    const rows = new Map<string, QueueCounts>();
    for (const row of await Promise.all(queues.toSorted().map((queue) => this.#countsOf(queue)))) {
      const sum = rows.get(row.queue);
      rows.set(row.queue, sum ? together(sum, row) : row);
    }
    return [...rows.values()].filter((row) => row.paused || Object.values(row.counts).some((count) => count > 0));
  }

  async #countsOf(physical: string): Promise<QueueCounts> {
    const reply = await this.#store.run('producer', 'counts', this.#store.keys.of(physical));
    return countsIn(queueOf(physical), reply as readonly (number | string)[]);
  }

  async #queuesOf({ queue }: JobFilter): Promise<readonly string[]> {
    const all = await this.#store.queues('producer');
    return queue === undefined ? all : all.filter((physical) => queueOf(physical) === queue);
  }

  /** The next places after `after` over all queues, at most `limit`. */
  async #places(search: Search): Promise<readonly Place[]> {
    const found = await Promise.all(search.queues.map((queue) => this.#placesOf(queue, search)));
    return found.flat().sort(newestFirst).slice(0, search.limit);
  }

  async #placesOf(queue: string, { filter, indexes, limit, after }: Search): Promise<readonly Place[]> {
    const top = filter.until === undefined ? '+inf' : `(${filter.until * PLACES_PER_MS}`;
    const low = filter.since === undefined ? '-inf' : filter.since * PLACES_PER_MS;
    const high =
      after === null || (filter.until !== undefined && after.seq >= filter.until * PLACES_PER_MS)
        ? top
        : `${after.seq}`;
    const args = [high, low, limit + 1, ...indexes];
    const reply = (await this.#store.run('producer', 'list', this.#store.keys.of(queue), args)) as readonly string[];
    const places = new Map<string, Place>();
    for (let i = 0; i < reply.length; i += 2) {
      const place = { id: reply[i] ?? '', seq: Number(reply[i + 1]), queue };
      if (after === null || newestFirst(after, place) < 0) places.set(place.id, place);
    }
    return [...places.values()];
  }

  /** @returns per place the job, null when there is none any more, undefined when the budget was used up before it */
  async #lookAt(places: readonly Place[], budget: Budget): Promise<readonly (ListedJob | null | undefined)[]> {
    const jobs = new Array<ListedJob | null | undefined>(places.length).fill(undefined);
    const located = places.map(({ queue, id }) => ({ queue, storedId: id }));
    await Promise.all(
      [...byQueue(located)].map(async ([queue, group]) => {
        const ids = group.map((index) => places[index]?.id ?? '');
        for (let done = 0; done < ids.length && budget.bytes > 0;) {
          const looked = await this.#lookOnce(queue, ids.slice(done), budget);
          for (const job of looked) jobs[group[done++] ?? 0] = job;
        }
      }),
    );
    return jobs;
  }

  /** As many as one script may read, one at least. */
  async #lookOnce(physical: string, ids: readonly string[], budget: Budget): Promise<readonly (ListedJob | null)[]> {
    const args = [SCRIPT_BYTES, LISTED_PART_BYTES, ...ids];
    const reply = await this.#store.run('producer', 'look', this.#store.keys.of(physical), args);
    const parts = reply as readonly string[];
    const queue = queueOf(physical);
    const jobs: (ListedJob | null)[] = [];
    for (let at = 0; at < parts.length; at += 5) {
      const [text = '', session = '', token = '', letters = '', hold = ''] = parts.slice(at, at + 5);
      const source = { queue, storedId: ids[at / 5] ?? '', text, session, token, hold };
      const job = jobOf({ ...source, apart: letters.includes('d') ? 'null' : undefined });
      jobs.push(job && listed(job, letters));
    }
    // What was not among it was too much for one script: so much was read.
    budget.bytes -= jobs.length < ids.length ? SCRIPT_BYTES : parts.reduce((sum, part) => sum + part.length, 0);
    return jobs;
  }

  async #read(physical: string, ids: readonly string[]): Promise<readonly (Job | null)[]> {
    const reply = await this.#store.run('producer', 'read', this.#store.keys.of(physical), ids);
    const queue = queueOf(physical);
    const parts = reply as readonly string[];
    const texts = ids.flatMap((id, index) => [id, parts[index * 4] ?? '']);
    const base = this.#store.keys.base(physical);
    const payloads = await readApart({ store: this.#store, role: 'producer', base }, apartIn(texts));
    return ids.map((storedId, index) => {
      const [text = '', session = '', token = '', hold = ''] = parts.slice(index * 4, index * 4 + 4);
      return jobOf({ queue, storedId, text, session, token, hold, apart: payloads.get(storedId) });
    });
  }
}

interface Search {
  readonly filter: JobFilter;
  readonly queues: readonly string[];
  readonly indexes: readonly string[];
  readonly limit: number;
  readonly after: Place | null;
}

/** What is left to be read for a page. */
interface Budget {
  bytes: number;
}

const PARTS_OF: Readonly<Record<string, readonly JobPart[]>> = {
  l: ['progress', 'logs'],
  e: ['error'],
  a: ['attempts'],
  r: ['result'],
  d: ['payload'],
};

function cursorAfter(place: Parameters<typeof formatCursor>[0] | null): string | null {
  return place ? formatCursor(place) : null;
}

/** @param letters of lua/look.lua; headers stand in a line that is always there whole */
function listed(job: Job, letters: string): ListedJob {
  const omitted = Object.entries(PARTS_OF).flatMap(([letter, parts]) => (letters.includes(letter) ? parts : []));
  if (Buffer.byteLength(JSON.stringify(job.headers)) <= LISTED_PART_BYTES) return { ...job, omitted };
  return { ...job, headers: {}, omitted: [...omitted, 'headers'] };
}

interface Reply extends Running {
  readonly queue: string;
  readonly storedId: string;
  readonly text: string;
  readonly hold: string;
  readonly apart: string | undefined;
}

/** What scripts say of a job. A record that nobody can read is no job to be shown; the worker that meets it buries it in readable form. */
function jobOf({ session, token, ...source }: Reply): Job | null {
  if (source.text === '') return null;
  try {
    return readRecord({ ...source, running: session === '' ? null : { session, token }, foreign: null }).job;
  } catch {
    return null;
  }
}

/** The narrowest indexes for a filter; what they do not decide, matches() does. */
function indexesOf({ states, task, tag, schedule, fingerprint }: JobFilter): readonly string[] {
  if (fingerprint !== undefined) return [`fault:${fingerprint}`];
  if (schedule !== undefined) return [`schedule:${schedule}`];
  if (tag !== undefined) return [`tag:${tag}`];
  if (task !== undefined) return [`task:${task}`, 'running'];
  return (states ?? JOB_STATES).map((state) => (state === 'running' ? 'running' : `state:${letterOf(state)}`));
}

function matches(job: Job, { states, task, tag, schedule, ...filter }: JobFilter): boolean {
  return (
    (states === undefined || states.includes(job.state)) &&
    (task === undefined || job.task === task) &&
    (tag === undefined || job.tags.includes(tag)) &&
    (schedule === undefined || job.schedule?.name === schedule) &&
    isWithin(job.createdAt, filter)
  );
}

function isWithin(at: number, { since = -Infinity, until = Infinity }: JobFilter): boolean {
  return at >= since && at < until;
}

function newestFirst(a: Place, b: Place): number {
  if (a.seq !== b.seq) return b.seq - a.seq;
  if (a.queue !== b.queue) return a.queue < b.queue ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function formatCursor({ seq, queue, id }: Place): string {
  return Buffer.from(JSON.stringify([seq, queue, id])).toString('base64url');
}

function parseCursor(cursor: string): Place {
  try {
    const [seq, queue, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof seq === 'number' && typeof queue === 'string' && typeof id === 'string') return { seq, queue, id };
  } catch {
    // Falls through to the one refusal.
  }
  throw new SkepError('REQUEST_INVALID', 'the cursor is none that a list of jobs gave', {
    hint: 'Take `next` of the page before, or leave it out to begin with the newest.',
  });
}
