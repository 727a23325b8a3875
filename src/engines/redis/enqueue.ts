/** (nothing) → available or scheduled. Calls of one turn of the event loop go in one script, each all or nothing. */
import type { EnqueueReceipt, NewJob } from '../../engine/index.ts';
import { messageOf, reach, SkepError } from '../../foundation/index.ts';
import { insertArguments } from './compose.ts';
import { stateOf } from './record.ts';
import { asList, type ScriptArgument } from './scripts.ts';
import type { RedisStore } from './store.ts';

interface Call {
  readonly batch: readonly NewJob[];
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
    return new Promise((resolve, reject) => {
      this.#calls.push({ batch, resolve, reject });
      if (this.#calls.length === 1) {
        setImmediate(() => {
          this.#flush();
        });
      }
    });
  }

  #flush(): void {
    const calls = this.#calls;
    this.#calls = [];
    for (let from = 0; from < calls.length;) {
      let to = from;
      for (let jobs = 0; to < calls.length; to += 1) {
        jobs += calls[to]?.batch.length ?? 0;
        if (to > from && jobs > JOBS_PER_SCRIPT) break;
      }
      void this.#send(calls.slice(from, to));
      from = to;
    }
  }

  async #send(calls: readonly Call[]): Promise<void> {
    const { keys } = this.#store;
    let args: ScriptArgument[];
    try {
      args = insertArguments(calls.length === 1 ? (calls[0]?.batch ?? []) : calls.flatMap(({ batch }) => batch), keys);
    } catch (error) {
      this.#sendApart(calls, error);
      return;
    }
    try {
      const answer = this.#store.run('producer', 'enqueue', [keys.global, keys.signals], args);
      reach('enqueue.midway');
      const reply = asList(await answer);
      let at = 1;
      for (const { batch, resolve } of calls) resolve(batch.map(({ id }) => receiptOf(id, String(reply[at++]))));
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }

  /** One of the calls cannot be written: the others must not suffer for it. */
  #sendApart(calls: readonly Call[], error: unknown): void {
    if (calls.length > 1) for (const call of calls) void this.#send([call]);
    else calls[0]?.reject(refusal(error));
  }
}

function refusal(error: unknown): SkepError {
  if (error instanceof SkepError) return error;
  return new SkepError('PAYLOAD_NOT_JSON', `A payload cannot be written as JSON: ${messageOf(error)}`);
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
