/** (nothing) → available or scheduled. Calls of one turn of the event loop go in one script, each all or nothing. */
import type { EnqueueReceipt, NewJob } from '../../engine/index.ts';
import { messageOf, SkepError } from '../../foundation/index.ts';
import { insertArguments } from './compose.ts';
import { stateOf } from './record.ts';
import { asList, type ScriptArgument } from './scripts.ts';
import type { RedisStore } from './store.ts';

interface Call {
  readonly ids: readonly string[];
  readonly args: readonly ScriptArgument[];
  readonly resolve: (receipts: readonly EnqueueReceipt[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Jobs of small calls that one script takes: it holds Redis up for some milliseconds. One call is never cut. */
const JOBS_PER_SCRIPT = 500;

export class Enqueuer {
  readonly #store: RedisStore;
  #calls: Call[] = [];

  constructor(store: RedisStore) {
    this.#store = store;
  }

  async enqueue(batch: readonly NewJob[]): Promise<readonly EnqueueReceipt[]> {
    if (batch.length === 0) return [];
    const args = batch.flatMap((job) => this.#argumentsOf(job));
    return new Promise((resolve, reject) => {
      this.#calls.push({ ids: batch.map((job) => job.id), args, resolve, reject });
      if (this.#calls.length === 1) setImmediate(() => { this.#flush(); });
    });
  }

  #argumentsOf(job: NewJob): readonly ScriptArgument[] {
    try {
      return insertArguments(job, this.#store.keys.base(job.queue));
    } catch (error) {
      if (error instanceof SkepError) throw error;
      throw new SkepError('PAYLOAD_NOT_JSON', `The payload of ${job.id} (${job.task}) cannot be written as JSON: ${messageOf(error)}`);
    }
  }

  #flush(): void {
    const calls = this.#calls;
    this.#calls = [];
    for (let from = 0; from < calls.length; ) {
      let to = from + 1;
      let jobs = calls[from]?.ids.length ?? 0;
      while (to < calls.length && jobs + (calls[to]?.ids.length ?? 0) <= JOBS_PER_SCRIPT) {
        jobs += calls[to]?.ids.length ?? 0;
        to += 1;
      }
      void this.#send(calls.slice(from, to), jobs);
      from = to;
    }
  }

  async #send(calls: readonly Call[], jobs: number): Promise<void> {
    const { keys } = this.#store;
    try {
      const args = calls.flatMap((call) => call.args);
      const reply = asList(await this.#store.run('producer', 'enqueue', [keys.global, keys.signals], [jobs, ...args]));
      let at = 1;
      for (const call of calls) {
        call.resolve(call.ids.map((id) => receiptOf(id, String(reply[at++]))));
      }
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }
}

/** 'n STATE RUN' created or 'e STATE RUN' existing. */
function receiptOf(id: string, reply: string): EnqueueReceipt {
  return {
    id,
    status: reply.startsWith('n') ? 'created' : 'existing',
    state: stateOf(reply.charAt(2)) ?? 'available',
    runAt: Number(reply.slice(4)),
  };
}
