/** Waiting jobs into another queue: their rows get its name. Piece by piece, for each writes the whole row anew. */
import { type JobState, mayLeave, waitsEnd } from '../../core/index.ts';
import { type MoveReceipt, STEP_BYTES } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { passTurnOn, turnOf } from './gates/gates.ts';
import { ROW_BYTES } from './rows.ts';
import { IS_IN_TURN, IS_READY, letGoBy, stateOf } from './schema.ts';

type Write = <T>(work: (transaction: Transaction) => T) => Promise<T>;

/** So many rows are written in some milliseconds. */
const JOBS_PER_STEP = 1_000;

/** @returns a receipt per id, in order. Rejects when a step could not be written; those before it stay */
export async function moveJobs(ids: readonly string[], queue: string, write: Write): Promise<readonly MoveReceipt[]> {
  const receipts: MoveReceipt[] = [];
  while (receipts.length < ids.length) {
    const rest = ids.slice(receipts.length, receipts.length + JOBS_PER_STEP);
    receipts.push(...(await write((transaction) => moveSome(transaction, rest, queue))));
  }
  return receipts;
}

/** Of the first ids as many as fit into a step, one at least. */
function moveSome(transaction: Transaction, ids: readonly string[], queue: string): readonly MoveReceipt[] {
  const receipts: MoveReceipt[] = [];
  const places = new Places(transaction, queue);
  let bytes = STEP_BYTES;
  for (const id of ids) {
    if (bytes <= 0) break;
    const row = transaction.store.get(
      `SELECT seq, state, queue, task, priority, ${ROW_BYTES}, fair FROM jobs WHERE id = ?`,
      id,
    );
    if (!row) {
      receipts.push({ id, task: null, queue: null, status: 'unknown', state: null, from: null });
      continue;
    }
    const [seq, state, from] = [Number(row[0]), stateOf(Number(row[1])), String(row[2])];
    const ref = { id, task: String(row[3]), state };
    if (from === queue) receipts.push({ ...ref, queue, status: 'done', from: null });
    else if (!mayLeave('move', state)) receipts.push({ ...ref, queue: from, status: 'refused', from: null });
    else {
      const turn = turnOf(transaction.store, seq);
      const tenant = typeof row[6] === 'string' ? row[6] : null;
      move(transaction, seq, { queue, runAt: places.of(state, Number(row[4]), tenant) });
      transaction.moved(from, state, null);
      transaction.moved(queue, null, state);
      passTurnOn(transaction, turn);
      bytes -= Number(row[5]);
      receipts.push({ ...ref, queue, status: 'done', from });
    }
  }
  return receipts;
}

function move(transaction: Transaction, seq: number, { queue, runAt }: { queue: string; runAt: number | null }): void {
  transaction.store.run(
    `UPDATE jobs SET queue = ?1, run_at = coalesce(?2, run_at), ${letGoBy(4)} WHERE seq = ?3`,
    queue,
    runAt,
    seq,
    waitsEnd(transaction.now),
  );
}

const LAST = `SELECT run_at FROM jobs INDEXED BY jobs_ready WHERE queue = ? AND ${IS_READY} AND priority = ?
  ORDER BY run_at DESC LIMIT 1`;
const LAST_OF_TENANT = `SELECT run_at FROM jobs INDEXED BY jobs_turn WHERE queue = ? AND ${IS_IN_TURN} AND priority = ?
  AND fair = ? ORDER BY run_at DESC LIMIT 1`;

/**
 * Where available jobs come to wait: the ready ones of a priority, or of one tenant there, stand by run_at, those of one
 * millisecond by seq.
 */
export class Places {
  readonly #transaction: Transaction;
  readonly #queue: string;
  readonly #instants = new Map<string, number>();

  constructor(transaction: Transaction, queue: string) {
    this.#transaction = transaction;
    this.#queue = queue;
  }

  /** @returns null for a job that waits for something else than its turn */
  of(state: JobState, priority: number, tenant: string | null): number | null {
    if (state !== 'available') return null;
    const key = `${priority} ${tenant ?? ''}`;
    const known = this.#instants.get(key) ?? this.#behindAll(priority, tenant);
    this.#instants.set(key, known);
    return known;
  }

  /** Now; a millisecond later when a job came this very millisecond, whose seq may be the higher one. */
  #behindAll(priority: number, tenant: string | null): number {
    const { store } = this.#transaction;
    const last =
      tenant === null
        ? store.get(LAST, this.#queue, priority)
        : store.get(LAST_OF_TENANT, this.#queue, priority, tenant);
    return Math.max(this.#transaction.now, last === undefined ? 0 : Number(last[0]) + 1);
  }
}
