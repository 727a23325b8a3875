/** Who died of what: a row per dead job, and a number per fault, so that nobody counts a million. */
import { fatal, type JobError } from '../../core/index.ts';
import type { Fault, FaultPage, FaultFilter, SweepReport } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { stateCode } from './schema.ts';
import type { Row, Store } from './store.ts';

export interface Death {
  readonly seq: number;
  readonly queue: string;
  readonly task: string;
  readonly error: JobError;
  /** null: now */
  readonly at?: number;
}

/** To be called in the transaction that buries it. @param error as it is stored, with its fingerprint */
export function noteDeath({ store, now }: Transaction, { seq, queue, task, error, at = now }: Death): void {
  const fingerprint = error.fingerprint ?? '';
  store.run('INSERT OR REPLACE INTO deaths VALUES (?, ?, ?, ?, ?)', seq, fingerprint, queue, task, at);
  store.run(
    `INSERT INTO faults VALUES (?1, ?2, ?3, 1, ?4)
     ON CONFLICT DO UPDATE SET count = count + 1, last_at = max(last_at, ?4)`,
    fingerprint,
    queue,
    task,
    at,
  );
}

/** It is dead no more, or gone. */
export function forgetDeath({ store }: Transaction, seq: number): void {
  const row = store.get('DELETE FROM deaths WHERE seq = ? RETURNING fingerprint, queue, task', seq);
  if (!row) {
    store.run('DELETE FROM unidentified WHERE seq = ?', seq);
    return;
  }
  const fault = row.map(String);
  const where = 'fingerprint = ?1 AND queue = ?2 AND task = ?3';
  store.run(
    `UPDATE faults SET count = count - 1,
       last_at = coalesce((SELECT max(died_at) FROM deaths INDEXED BY deaths_at WHERE ${where}), last_at) WHERE ${where}`,
    ...fault,
  );
  store.run(`DELETE FROM faults WHERE ${where} AND count <= 0`, ...fault);
}

/** ?1 queue, ?2 task, ?3 fingerprint */
const MATCHING = '(?1 IS NULL OR queue = ?1) AND (?2 IS NULL OR task = ?2) AND (?3 IS NULL OR fingerprint = ?3)';
const GROUPED = `SELECT fingerprint, sum(count), max(last_at) AS last FROM faults WHERE ${MATCHING}
  GROUP BY fingerprint HAVING last < ?4 AND last >= ?5 ORDER BY last DESC, fingerprint LIMIT ?6`;

export function listFaults(store: Store, query: FaultFilter, limit: number): FaultPage {
  const { queue, task, fingerprint, before = Number.MAX_SAFE_INTEGER } = query;
  const given = [queue ?? null, task ?? null, fingerprint ?? null] as const;
  const grouped = (from: number, to: number, most: number): readonly Row[] =>
    store.all(GROUPED, ...given, to, from, most);
  const first = grouped(0, before, limit);
  if (first.length < limit) return { faults: first.map((row) => faultOf(store, query, row)), next: null };
  // All that killed last in the instant of the last one come with it.
  const edge = Number(first.at(-1)?.[2]);
  const faults = grouped(edge, before, ALL).map((row) => faultOf(store, query, row));
  return { faults, next: grouped(0, edge, 1).length > 0 ? edge : null };
}

const ALL = -1;

function faultOf(store: Store, query: FaultFilter, [name, count, lastAt]: Row): Fault {
  const { queue, task } = query;
  const fingerprint = String(name);
  const groups = store.all(
    `SELECT queue, task, (SELECT min(died_at) FROM deaths INDEXED BY deaths_at
       WHERE fingerprint = ?3 AND queue = f.queue AND task = f.task)
     FROM faults AS f WHERE ${MATCHING} ORDER BY last_at DESC`,
    queue ?? null,
    task ?? null,
    fingerprint,
  );
  const [inQueue, ofTask] = groups[0] ?? [];
  const newest = store.get(
    `SELECT id FROM jobs WHERE seq = (SELECT seq FROM deaths INDEXED BY deaths_at
       WHERE fingerprint = ? AND queue = ? AND task = ? ORDER BY died_at DESC, seq DESC LIMIT 1)`,
    fingerprint,
    String(inQueue),
    String(ofTask),
  );
  return {
    fingerprint,
    count: Number(count),
    tasks: [...new Set(groups.map((group) => String(group[1])))],
    firstAt: Math.min(...groups.map((group) => Number(group[2]))),
    lastAt: Number(lastAt),
    job: String(newest?.[0] ?? ''),
  };
}

/** Dead jobs of a file of a former version, see FAULTS in migrations.ts. */
export function identifyDead(transaction: Transaction, limit: number): SweepReport {
  const { store } = transaction;
  const rows = store.all(
    `SELECT u.seq, j.queue, j.task, j.error, j.finished_at, j.state FROM unidentified AS u LEFT JOIN jobs AS j ON j.seq = u.seq
     LIMIT ?`,
    Math.min(limit, STEP),
  );
  for (const [seq, queue, task, error, at, state] of rows) {
    store.run('DELETE FROM unidentified WHERE seq = ?', Number(seq));
    if (Number(state) !== stateCode('dead') || state === null) continue;
    const known = fatal(errorIn(error));
    store.run('UPDATE jobs SET error = ? WHERE seq = ?', JSON.stringify(known), Number(seq));
    noteDeath(transaction, {
      seq: Number(seq),
      queue: String(queue),
      task: String(task),
      error: known,
      at: Number(at),
    });
  }
  return { count: rows.length, more: rows.length > 0 && store.get('SELECT 1 FROM unidentified LIMIT 1') !== undefined };
}

/** Some milliseconds. */
const STEP = 500;

/** What nobody can read has a fingerprint too. */
function errorIn(text: unknown): JobError {
  try {
    return JSON.parse(String(text)) as JobError;
  } catch {
    return { name: 'SkepError', message: 'the error of the job cannot be read', code: null, stack: null };
  }
}
