/** Handlers that misbehave, for H06–H16; the payload says how. */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandlerContext } from '../../../src/core/index.ts';

interface OddPayload {
  readonly kind: string;
  readonly ms?: number;
  readonly mib?: number;
}

function note(kind: string, ctx: HandlerContext, id = ctx.job.id): void {
  const at = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  appendFileSync(process.env['SKEP_LEDGER'] ?? '/dev/null', `${kind} ${id} ${ctx.attempt} ${process.pid} ${at}\n`);
}

function die(): void {
  const at = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  appendFileSync(process.env['SKEP_LEDGER'] ?? '/dev/null', `kill - - ${process.pid} ${at}\n`);
  process.kill(process.pid, 'SIGKILL');
}

const RESULTS: Readonly<Record<string, () => unknown>> = {
  bigint: () => 1n,
  circular: () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    return cycle;
  },
  function: () => () => 'nothing',
  symbol: () => Symbol('nothing'),
  nan: () => NaN,
  infinity: () => [1, Infinity],
  date: () => new Date(0),
  buffer: () => ({ bytes: Buffer.from('a') }),
  response: () => new Response('x'),
  generator: () =>
    (function* () {
      yield 1;
    })(),
  'too-large': () => ({ id: 2 ** 60 }),
  map: () => new Map([['a', 1]]),
  undefined: () => undefined,
  'inner-undefined': () => ({ a: undefined, b: 1 }),
  proxy: () =>
    new Proxy(
      { a: 1 },
      {
        get: (target, key) => (key === 'a' ? Math.random() : (Reflect.get(target, key) as unknown)),
      },
    ),
  toJSON: () => ({
    toJSON: () => {
      throw new Error('no JSON for you');
    },
  }),
  big: () => 'x'.repeat(12 * 1024 * 1024),
};

const THROWS: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  undefined: () => undefined,
  false: () => false,
  zero: () => 0,
  empty: () => '',
  text: () => 'just a text',
  frozen: () => Object.freeze(new Error('frozen')),
  getter: () =>
    Object.defineProperty(new Error('hidden'), 'message', {
      get: () => {
        throw new Error('from the getter');
      },
    }),
  cyclic: () => {
    const error = new Error('its own cause');
    error.cause = error;
    return error;
  },
  huge: () => new Error('m'.repeat(1024 * 1024)),
  escapes: () => new Error('\u001b[31mred\u0007\u0000 \u202eback\nlevel=error forged'),
};

/** H07: returns odd values. */
export function result({ kind }: OddPayload, ctx: HandlerContext): unknown {
  note('start', ctx);
  const value = RESULTS[kind]?.();
  note('end', ctx);
  return value;
}

/** H08, H13: throws odd values, synchronously. */
export function thrower({ kind }: OddPayload, ctx: HandlerContext): never {
  note('start', ctx);
  note('fail', ctx);
  throw THROWS[kind]?.();
}

/** H13: the same, asynchronously. */
export async function rejecter({ kind }: OddPayload, ctx: HandlerContext): Promise<never> {
  note('start', ctx);
  await sleep(1);
  note('fail', ctx);
  throw THROWS[kind]?.();
}

/** H13: throws where no promise is: the handler itself never ends. */
export function callback(_payload: OddPayload, ctx: HandlerContext): Promise<never> {
  note('start', ctx);
  return new Promise(() => {
    setTimeout(() => {
      throw new Error('thrown in a callback');
    }, 10);
  });
}

/** H06: something goes wrong after the result was returned. */
export function afterwards({ kind }: OddPayload, ctx: HandlerContext): string {
  note('start', ctx);
  setTimeout(() => {
    if (kind === 'throw') throw new Error('thrown after the return');
    void Promise.reject(new Error('rejected after the return'));
  }, 20);
  note('end', ctx);
  return 'kept';
}

/** H11: leaves things open. */
export function litter(_payload: OddPayload, ctx: HandlerContext): number {
  note('start', ctx);
  setInterval(() => undefined, 1_000);
  createServer().listen(0, '127.0.0.1');
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { detached: true, stdio: 'inherit' });
  note('end', ctx);
  return child.pid ?? 0;
}

/** H12: writes more than anybody wants to read. */
export async function flood({ mib = 1 }: OddPayload, ctx: HandlerContext): Promise<void> {
  note('start', ctx);
  const line = `${'flood '.repeat(170)}\n`;
  for (let written = 0; written < mib * 1024 * 1024; written += line.length) {
    process.stdout.write(line);
    if (written % (64 * line.length) === 0) await sleep(0);
  }
  note('end', ctx);
}

/** H14: ends when its limit does. */
export async function limit({ ms = 0 }: OddPayload, ctx: HandlerContext): Promise<string> {
  note('start', ctx);
  await sleep(ms);
  note('end', ctx);
  return 'in time';
}

/** Of H17, over all rounds: two are beside each blocker. */
const round = { blockers: 0, beside: 0 };

/** H17: keeps the event loop past its limit; `beside` does not, and waits by then. */
export async function blocker({ kind, ms = 0 }: OddPayload, ctx: HandlerContext): Promise<string> {
  note('start', ctx);
  if (kind === 'beside') {
    round.beside += 1;
    await sleep(100);
    note('end', ctx);
    return 'in time';
  }
  round.blockers += 1;
  while (kind !== 'at once' && round.beside < 2 * round.blockers) await sleep(1);
  const end = performance.now() + ms;
  while (performance.now() < end);
  if (kind === 'throws') throw new Error('late');
  if (kind === 'goes on') await sleep(60_000, undefined, { signal: ctx.signal });
  return 'late';
}

/** H15: enqueues a child under a stable id, then (the first time) takes the process down before returning. */
export async function parent(_payload: OddPayload, ctx: HandlerContext): Promise<string> {
  note('start', ctx);
  const id = `child-of-${ctx.idempotencyKey}`;
  note('child', ctx, id);
  const child = await ctx.enqueue('work', { do: 'ok' }, { id });
  if (ctx.attempt === 1) die();
  note('end', ctx);
  return child.id;
}

/** H16: poison takes the process down; the rest is honest work. */
export async function mixed({ kind, ms = 20 }: OddPayload, ctx: HandlerContext): Promise<void> {
  note('start', ctx);
  if (kind === 'poison') {
    await sleep(10);
    die();
  }
  await sleep(ms);
  note('end', ctx);
}
