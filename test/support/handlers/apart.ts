/** What runs in threads and processes of the tests of pools; its payload chooses what it does. */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, threadId } from 'node:worker_threads';

import type { HandlerContext } from '../../../src/core/index.ts';

export interface ApartPayload {
  readonly do: string;
  readonly ms?: number;
  /** Gets a line per thing that happens. */
  readonly effects?: string;
  readonly text?: string;
}

/** Where this module was loaded. */
const HERE = `${process.pid}.${threadId}`;
let calls = 0;
class Declined extends Error {}

type Act = (payload: ApartPayload, ctx: HandlerContext) => unknown;

const KEPT: unknown[] = [];

export const ACTS: Readonly<Record<string, Act>> = {
  where: () => ({ here: HERE, pid: process.pid, threadId, calls: (calls += 1) }),
  talk: (_payload, ctx) => {
    ctx.progress(1, 3, 'one');
    ctx.progress(3, 3, 'three');
    ctx.log('a line');
    ctx.logger.warn({ n: 1, why: new TypeError('odd') }, 'told');
    return 'said';
  },
  /** Says what nobody has asked for on the channel that it came with. */
  babble: async () => {
    const said = [
      null,
      1,
      'x',
      {},
      [],
      { kind: 'ended' },
      { kind: 'ended', how: { kind: 'nope' } },
      { kind: 'report' },
    ];
    for (const message of said) {
      if (parentPort === null) process.send?.(message);
      else parentPort.postMessage(message);
    }
    await sleep(50);
    return 'ok';
  },
  child: (_payload, ctx) => ctx.enqueue('work', { do: 'ok' }),
  orphan: (_payload, ctx) => ctx.enqueue('nowhere', {}),
  declined: () => {
    throw Object.assign(new Declined('no money'), { code: 'EMONEY' });
  },
  caused: () => {
    throw new Error('outer', { cause: new Declined('inner') });
  },
  tell: ({ text }) => {
    throw new Error(`it says ${text ?? ''}`);
  },
  date: () => ({ at: new Date(0) }),
  dead: (_payload, ctx) => {
    throw ctx.dead('hopeless');
  },
  retry: (_payload, ctx) => {
    if (ctx.attempt === 1) throw ctx.retry({ in: '1ms' });
    return ctx.attempt;
  },
  snooze: (_payload, ctx) => {
    if (ctx.job.attempts.length === 0) throw ctx.snooze('1ms');
    return ctx.attempt;
  },
  extend: async (_payload, ctx) => {
    ctx.extend(60_000);
    await sleep(1_300);
    return ctx.signal.aborted;
  },
  sleep: async ({ ms }) => {
    await sleep(ms ?? 0);
    return HERE;
  },
  /** Ends with its signal, and says why. */
  hang: (_payload, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    }),
  never: () => new Promise(() => setInterval(() => undefined, 1_000)),
  loop: () => {
    for (;;);
  },
  /** Promises settle for ever, timers never fire. */
  microtasks: async () => {
    for (;;) await Promise.resolve();
  },
  exit: () => process.exit(0),
  'exit-1': () => process.exit(1),
  abort: () => process.abort(),
  segfault: () => {
    process.kill(process.pid, 'SIGSEGV');
    return sleep(60_000);
  },
  recurse: () => {
    const deeper = (): number => deeper() + 1;
    return deeper();
  },
  hog: () => {
    for (;;) KEPT.push(new Array(20_000).fill(KEPT.length));
  },
  later: () => {
    setTimeout(() => {
      throw new Error('after the return');
    }, 10);
    return 'kept';
  },
  pollute: ({ text }) => {
    const before = (Object.prototype as Record<string, unknown>)['polluted'];
    Object.defineProperty(Object.prototype, 'polluted', { value: text, configurable: true });
    return before ?? null;
  },
  /** A child that outlives whoever began it. */
  grandchild: ({ effects }) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    if (effects) appendFileSync(effects, `${process.pid}\n${child.pid ?? 0}\n`);
    for (;;);
  },
  use: (_payload, { resources }) => Object.keys(resources).length,
  ok: () => 'ok',
};

export default function run(payload: ApartPayload, ctx: HandlerContext): unknown {
  if (payload.effects) appendFileSync(payload.effects, `${payload.do} in ${HERE}\n`);
  return ACTS[payload.do]?.(payload, ctx);
}
