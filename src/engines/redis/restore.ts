/** Jobs of another store, written as they are there: for each the record that they would have here. */
import { type Job, mayLeave } from '../../core/index.ts';
import { pieces, type RestoreReceipt, type RulesInForce } from '../../engine/index.ts';
import { composeError, composeLive, metaOf, textOf } from './compose.ts';
import { budgetText, FRESH, originText, tailText } from './layout.ts';
import { homesOf } from './locate.ts';
import { PLACES_PER_MS } from './records/record.ts';
import type { ScriptArgument } from './scripts.ts';
import { shardFor } from './lanes/shards.ts';
import type { RedisStore } from './store.ts';

const JOBS_PER_STEP = 500;

export class Restorer {
  readonly #store: RedisStore;
  readonly #rules: RulesInForce;

  constructor(store: RedisStore, rules: RulesInForce) {
    this.#store = store;
    this.#rules = rules;
  }

  async restore(jobs: readonly Job[]): Promise<readonly RestoreReceipt[]> {
    const status = new Map<string, RestoreReceipt['status']>();
    const fit = jobs.filter(({ state }) => state === 'dead' || mayLeave('move', state));
    for (const { id } of jobs) status.set(id, 'refused');
    for (const piece of pieces(fit, JOBS_PER_STEP, ({ payload }) => textOf(payload).length)) {
      const homes = await homesOf(
        this.#store,
        'producer',
        piece.map(({ id }) => id),
      );
      for (const { id } of piece) status.set(id, 'existing');
      const missing = piece.filter(({ id }) => !homes.has(id));
      for (const [queue, own] of this.#byQueue(missing)) {
        for (const id of await this.#write(queue, own)) status.set(id, 'done');
      }
    }
    return jobs.map(({ id }) => ({ id, status: status.get(id) ?? 'refused' }));
  }

  #byQueue(jobs: readonly Job[]): ReadonlyMap<string, readonly Job[]> {
    const queues = new Map<string, Job[]>();
    for (const job of jobs) {
      const queue = shardFor(job.queue, this.#rules.queue(job.queue).shards, job.id);
      queues.set(queue, [...(queues.get(queue) ?? []), job]);
    }
    return queues;
  }

  /** @returns ids of those that were stored */
  async #write(queue: string, jobs: readonly Job[]): Promise<readonly string[]> {
    const store = this.#store;
    if (!store.isRegistered(queue)) await store.register('producer', [queue]);
    const given = store.clustered ? await this.#given(queue, jobs) : jobs;
    const args: ScriptArgument[] = [store.idsHere, ...given.flatMap((job, index) => [job.id, recordOf(job, index)])];
    return (await store.run('producer', 'restore', store.keys.of(queue), args)) as readonly string[];
  }

  /** On a Cluster an id is given to a queue first, as by an enqueue. @returns those whose ids are this queue's */
  async #given(queue: string, jobs: readonly Job[]): Promise<readonly Job[]> {
    const args = jobs.flatMap(({ id }) => [id, queue]);
    const queues = (await this.#store.run('producer', 'place', [this.#store.keys.ids], args)) as readonly string[];
    return jobs.filter((_job, index) => queues[index] === queue);
  }
}

/** Its id counts as chosen: whoever restores it again looks for it in all queues. @param index tells those of one millisecond apart */
function recordOf(job: Job, index: number): string {
  const seq = job.createdAt * PLACES_PER_MS + (index % PLACES_PER_MS);
  const origin = originText(seq, job.createdAt, job.expiresAt);
  const instants = [job.startedAt ?? '-', job.runAt, job.finishedAt ?? '-'].join(' ');
  return [
    `${budgetText(job.state, job)}${origin} ${instants}${tailText(job.state, job.createdAt)}`,
    `"meta":${metaOf({ ...job, idChosen: true })},`,
    composeLive({ job }, { progress: null, logs: [] }, job.blockedBy),
    `"error":${composeError(job.error)},`,
    `"attempts":${JSON.stringify(job.attempts)},`,
    FRESH.result,
    `"data":${textOf(job.payload)}}`,
  ].join('\n');
}
