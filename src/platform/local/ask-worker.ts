/**
 * Tells one live process to do something, and waits until its row says that it was done. A word from process to process
 * may be lost, so it is told again; it counts for five seconds by the store's clock, so that what was not heard in time
 * is not done later, when whoever asked has been told that it was not.
 */
import os from 'node:os';
import type { RunningView, WorkerAnswerView, WorkerCommand } from '../../api/index.ts';
import type { Engine, ProcessAnswer, ProcessRow } from '../../engine/index.ts';
import {
  type Clock,
  ERROR_CODES,
  type ErrorCode,
  type IdSource,
  type Json,
  pause,
  SkepError,
} from '../../foundation/index.ts';
import { ORDER_TOPIC } from '../process/order.ts';
import { unknownWorker } from './refusals.ts';
import { here } from '../views/standing.ts';

export interface AskParts {
  readonly engine: Pick<Engine, 'now'> & { readonly fleet: Pick<Engine['fleet'], 'processes' | 'tell'> };
  readonly clock: Clock;
  readonly newId: IdSource;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

export interface Asked {
  readonly command: WorkerCommand;
  /** null: whoever has this process. */
  readonly by: string | null;
}

/** So long it counts. */
const COUNTS_MS = 5_000;
/** So long after that an answer may still be on its way. */
const GRACE_MS = 1_000;
const AGAIN_MS = 1_000;
const LOOK_MS = 20;

/** @throws SkepError WORKER_UNKNOWN, WORKER_SILENT, STOPPING; the refusal of that process */
export async function askWorker(
  id: string,
  { command, by }: Asked,
  { engine, clock, newId, signal }: AskParts,
): Promise<Omit<WorkerAnswerView, 'worker'> & { readonly row: ProcessRow }> {
  const begin = clock.monotonic();
  let row = await rowOf(engine, id);
  if (row === undefined) throw unknownWorker(id);
  const order = { id: newId(), until: (await engine.now()) + COUNTS_MS, by: by ?? here(), command };
  const body = order as unknown as Json;
  const passed = (): number => Math.round(clock.monotonic() - begin);
  for (let told = 0; ;) {
    if (isTimeFor(told, clock.monotonic() - begin)) {
      await engine.fleet.tell(id, ORDER_TOPIC, body);
      told += 1;
    }
    await pause(clock, LOOK_MS, signal);
    if (signal.aborted) {
      // Whoever asks a process to stop may ask it by its own server, which ends with it.
      if (command.verb === 'stop' && isHere(row)) return { row: ended(row, command), tookMs: passed(), attempts: [] };
      throw new SkepError('STOPPING', `ended before process ${id} has answered`);
    }
    const last = row;
    row = await rowOf(engine, id);
    const tookMs = passed();
    // Whether it has stopped because it was told to, or for another reason: it has.
    if (row === undefined) return { row: ended(last, command), tookMs, attempts: [] };
    const answer = row.answers?.find(({ to }) => to === order.id);
    if (answer !== undefined) return { row, tookMs, attempts: attemptsOf(answer) };
    if (tookMs > COUNTS_MS + GRACE_MS) throw silent(id, command);
  }
}

/** A word may be lost: every second, for as long as it counts. */
function isTimeFor(told: number, ms: number): boolean {
  return told * AGAIN_MS <= ms && ms < COUNTS_MS;
}

async function rowOf(engine: AskParts['engine'], id: string): Promise<ProcessRow | undefined> {
  return (await engine.fleet.processes()).find(({ session }) => session === id);
}

function isHere({ pid, host }: ProcessRow): boolean {
  return pid === process.pid && host === os.hostname();
}

/** @throws SkepError WORKER_UNKNOWN where it was not told to end */
function ended(row: ProcessRow, { verb }: WorkerCommand): ProcessRow {
  if (verb !== 'stop') throw unknownWorker(row.session, true);
  const control = row.control ?? { concurrency: {}, queues: null };
  return { ...row, control: { ...control, state: 'stopping' } };
}

/** @throws SkepError its refusal */
function attemptsOf({ refused, attempts }: ProcessAnswer): readonly RunningView[] {
  if (refused === null) return attempts as unknown as readonly RunningView[];
  const { code, message, hint } = refused;
  const known = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'INTERNAL';
  throw new SkepError(known, message, hint === null ? {} : { hint });
}

function silent(id: string, { verb }: WorkerCommand): SkepError {
  return new SkepError(
    'WORKER_SILENT',
    `process ${id} has not answered within ${COUNTS_MS / 1_000} s: if ${verb} is not done by now, it will not be`,
    {
      hint: 'it is cut off from the store, its event loop is kept by a handler, or it is of an older version',
    },
  );
}
