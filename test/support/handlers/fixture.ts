/**
 * The one handler of all test suites: its payload chooses what it does.
 *
 * It is loaded as a bundle, so a test that imports this file sees another instance of it than the worker
 * does; what they share lives in `fixtureState()`, on globalThis. For other processes there is `effects`:
 * a file that gets a line `start <id> <attempt> <pid>` and `end <id> <attempt> <pid>` per run.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandlerContext, RetryOptions } from '../../../src/core/index.ts';
import type { Json } from '../../../src/foundation/index.ts';

export interface FixturePayload {
  readonly do:
    | 'ok' // returns `result`
    | 'sleep' // `ms`, ends early when the signal aborts
    | 'throw' // an Error with `name`, `code`, `message`; with `until`: only up to that attempt
    | 'throw-odd' // throws `odd`: null, undefined, a text, a bigint, a cycle
    | 'hang' // until the signal aborts, then throws its reason
    | 'ignore-abort' // `ms`, whatever the signal says
    | 'gate' // until the test calls fixtureState().open(gate)
    | 'snooze' // `in`, for the first `times` runs, then ok
    | 'cancel'
    | 'dead'
    | 'retry' // ctx.retry({ in, after, hold })
    | 'progress' // `steps` reports
    | 'log' // `lines`
    | 'child' // enqueues `task` with `payload`, returns its id
    | 'big' // returns a text of `bytes` characters
    | 'odd-result' // returns `odd`: bigint, cycle, function, undefined
    | 'block' // blocks the event loop for `ms`
    | 'exit' // ends the process with `exitCode`
    | 'kill'; // ends the process as kill -9 does
  readonly result?: Json;
  readonly ms?: number;
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly until?: number;
  readonly odd?: 'null' | 'undefined' | 'text' | 'bigint' | 'cycle' | 'function';
  readonly gate?: string;
  readonly in?: string | number;
  readonly after?: string;
  readonly hold?: string | boolean;
  readonly times?: number;
  readonly steps?: number;
  readonly lines?: readonly string[];
  readonly task?: string;
  readonly payload?: Json;
  readonly bytes?: number;
  readonly exitCode?: number;
  readonly effects?: string;
}

export interface FixtureRun {
  readonly id: string;
  readonly attempt: number;
  readonly idempotencyKey: string;
  /** Why the signal aborted while the handler ran; undefined when it did not. */
  aborted: unknown;
  ended: boolean;
}

export interface FixtureState {
  /** Every run of this process, in order of start. */
  readonly runs: FixtureRun[];
  /** Lets all present and future runs of that gate pass. */
  open(gate: string): void;
  /** Resolves when the gate is open. */
  passing(gate: string): Promise<void>;
  /** Forgets runs and gates; call it before each test. */
  reset(): void;
}

const STATE = Symbol.for('skep.test.fixture');

/** What the handler and the tests of the same process share. */
export function fixtureState(): FixtureState {
  const holder = globalThis as unknown as Record<symbol, FixtureState | undefined>;
  return (holder[STATE] ??= newState());
}

export default async function run(payload: FixturePayload, ctx: HandlerContext): Promise<unknown> {
  const seen: FixtureRun = {
    id: ctx.job.id,
    attempt: ctx.attempt,
    idempotencyKey: ctx.idempotencyKey,
    aborted: undefined,
    ended: false,
  };
  fixtureState().runs.push(seen);
  ctx.signal.addEventListener('abort', () => {
    seen.aborted = ctx.signal.reason;
  });
  note(payload, `start ${ctx.job.id} ${ctx.attempt} ${process.pid}`);
  try {
    return await act(payload, ctx);
  } finally {
    seen.ended = true;
    note(payload, `end ${ctx.job.id} ${ctx.attempt} ${process.pid}`);
  }
}

async function act(payload: FixturePayload, ctx: HandlerContext): Promise<unknown> {
  switch (payload.do) {
    case 'ok':
      return payload.result ?? null;
    case 'sleep':
      await sleep(payload.ms ?? 0, undefined, { signal: ctx.signal }).catch(() => undefined);
      return payload.result ?? null;
    case 'throw':
      if (ctx.attempt <= (payload.until ?? Infinity)) throw failure(payload);
      return payload.result ?? null;
    case 'throw-odd':
      throw odd(payload.odd);
    case 'odd-result':
      return odd(payload.odd);
    case 'hang':
      return hang(ctx.signal);
    case 'ignore-abort':
      return sleep(payload.ms ?? 0, payload.result ?? null);
    case 'gate':
      return fixtureState()
        .passing(payload.gate ?? '')
        .then(() => payload.result ?? null);
    case 'big':
      return 'x'.repeat(payload.bytes ?? 0);
    default:
      return steer(payload, ctx);
  }
}

function retryOptions({ in: delay = '1s', after, hold = false }: FixturePayload): RetryOptions {
  return after === undefined ? { in: delay, hold } : { after, hold };
}

async function steer(payload: FixturePayload, ctx: HandlerContext): Promise<unknown> {
  switch (payload.do) {
    case 'snooze':
      if (ctx.job.attempts.filter((record) => record.outcome === 'snoozed').length < (payload.times ?? 1)) {
        throw ctx.snooze(payload.in ?? '1s');
      }
      return payload.result ?? null;
    case 'cancel':
      throw ctx.cancel(payload.message ?? 'not wanted');
    case 'dead':
      throw ctx.dead(payload.message ?? 'hopeless');
    case 'retry':
      if (ctx.attempt <= (payload.until ?? Infinity)) throw ctx.retry(retryOptions(payload));
      return payload.result ?? null;
    case 'progress':
      for (let step = 1; step <= (payload.steps ?? 1); step += 1) ctx.progress(step, payload.steps, `step ${step}`);
      return payload.result ?? null;
    case 'log':
      for (const line of payload.lines ?? []) ctx.log(line);
      return payload.result ?? null;
    case 'child':
      return (await ctx.enqueue(payload.task ?? '', payload.payload ?? null)).id;
    case 'block':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, payload.ms ?? 0);
      return null;
    case 'exit':
      return process.exit(payload.exitCode ?? 1);
    default:
      return process.kill(process.pid, 'SIGKILL');
  }
}

function failure(payload: FixturePayload): Error {
  const error = new Error(payload.message ?? 'asked to throw');
  if (payload.name !== undefined) error.name = payload.name;
  return payload.code === undefined ? error : Object.assign(error, { code: payload.code });
}

function odd(kind: FixturePayload['odd']): unknown {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  return {
    null: null,
    undefined: undefined,
    text: 'a text, not an Error',
    bigint: 1n,
    cycle,
    function: () => 'nothing to store',
  }[kind ?? 'null'];
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function note(payload: FixturePayload, line: string): void {
  if (payload.effects !== undefined) appendFileSync(payload.effects, `${line}\n`);
}

function newState(): FixtureState {
  const opened = new Set<string>();
  let waiting: { readonly gate: string; readonly resolve: () => void }[] = [];
  const runs: FixtureRun[] = [];
  return {
    runs,
    open: (gate) => {
      opened.add(gate);
      for (const waiter of waiting) if (waiter.gate === gate) waiter.resolve();
      waiting = waiting.filter((waiter) => waiter.gate !== gate);
    },
    passing: (gate) =>
      opened.has(gate) ? Promise.resolve() : new Promise((resolve) => waiting.push({ gate, resolve })),
    reset: () => {
      runs.length = 0;
      opened.clear();
    },
  };
}
