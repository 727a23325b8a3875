/**
 * A worker process for the tests that kill: opens the engine, joins, consumes, reports every attempt over IPC.
 * Started with one argument, JSON of ProcessOrder. A payload `{ ms }` takes that long; `{ blockUntil }` holds up the event
 * loop until that file is there.
 */
import { existsSync } from 'node:fs';
import { engineSupport } from '../support/engines.ts';
import type { Engine, EngineTimings, Lease } from '../../src/engine/index.ts';
import { INFO } from './hand.ts';
import type { StoreAddress } from './harness.ts';

export interface ProcessOrder {
  readonly engine: string;
  readonly address: StoreAddress;
  readonly timings: EngineTimings;
  readonly queue: string;
  readonly slots: number;
}

export type ProcessReport =
  | { readonly type: 'ready'; readonly session: string }
  | { readonly type: 'started'; readonly id: string; readonly attempt: number }
  | { readonly type: 'settled'; readonly id: string; readonly status: string }
  | { readonly type: 'signal'; readonly signal: string }
  | { readonly type: 'trouble'; readonly message: string };

export interface ProcessCommand {
  readonly type: 'stop';
}

const LOOK_MS = 20;

function report(message: ProcessReport): void {
  process.send?.(message);
}

async function work(lease: Lease): Promise<void> {
  const payload = lease.job.payload as { blockUntil?: string; ms?: number } | null;
  if (payload?.blockUntil !== undefined) await blockUntil(payload.blockUntil);
  await new Promise((resolve) => (payload?.ms === undefined ? setImmediate(resolve) : setTimeout(resolve, payload.ms)));
}

function consume(engine: Engine, order: ProcessOrder): () => Promise<void> {
  let active = 0;
  const consumer = engine.queues.consume(
    order.queue,
    {
      permit: () => order.slots - active,
      onSettled: (lease, _outcome, receipt) => report({ type: 'settled', id: lease.job.id, status: receipt.status }),
      onTrouble: (error) => report({ type: 'trouble', message: String(error) }),
    },
    async (lease) => {
      active += 1;
      report({ type: 'started', id: lease.job.id, attempt: lease.job.attempt });
      await work(lease);
      active -= 1;
      return {
        outcome: { kind: 'complete', result: process.pid },
        traceId: null,
        spanId: null,
        progress: null,
        logs: [],
      };
    },
  );
  return () => consumer.stop();
}

async function blockUntil(file: string): Promise<void> {
  // What was reported leaves first.
  await new Promise((resolve) => setImmediate(resolve));
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(file)) Atomics.wait(nobody, 0, 0, LOOK_MS);
}

async function main(): Promise<void> {
  const order = JSON.parse(process.argv[2] ?? '') as ProcessOrder;
  const support = await engineSupport(order.engine);
  const engine = await support.openAt(order.address, order.timings);
  // Whoever is asked about such a hold is killed while it decides.
  engine.holds.judgeBy((_job, where) => where !== 'kill' || process.kill(process.pid, 'SIGKILL'));
  engine.fleet.onSignal((signal) => report({ type: 'signal', signal: signal.type }));
  const session = await engine.fleet.join({ ...INFO, pid: process.pid });
  const stop = consume(engine, order);
  report({ type: 'ready', session });
  // The one thing that it is told.
  process.once('message', () => {
    void stop()
      .then(() => engine.fleet.leave())
      .then(() => engine.close())
      .then(() => process.disconnect());
  });
}

await main();
