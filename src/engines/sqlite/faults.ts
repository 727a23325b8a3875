/** Who died of what: a row per dead job, and a number per fault, so that nobody counts a million. */
import { fatal, type JobError } from '../../core/index.ts';
import type { FaultPage, FaultQuery, SweepReport } from '../../engine/index.ts';
import type { Transaction } from './committer.ts';
import { stateCode } from './schema.ts';
import type { Store } from './store.ts';

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

const MATCHING = '(?1 IS NULL OR queue = ?1) AND (?2 IS NULL OR task = ?2)';

export function listFaults(store: Store, { queue, task, before }: FaultQuery, limit: number): FaultPage {
  const params = [queue ?? null, task ?? null] as const;
  const grouped = `SELECT fingerprint, sum(count) AS jobs, max(last_at) AS last FROM faults WHERE ${MATCHING}
    GROUP BY fingerprint HAVING last < ?3`;
  const end = before ?? Number.MAX_SAFE_INTEGER;
  const [edge] = store.all(`${grouped} ORDER BY last DESC LIMIT 1 OFFSET ?4`, ...params, end, limit - 1);
  const low = edge === undefined ? -1 : Number(edge[2]);
  const rows = store.all(`${grouped} AND last >= ?4 ORDER BY last DESC, fingerprint`, ...params, end, low);
  const faults = rows.map(([fingerprint, count, lastAt]) => {
    const groups = store.all(
      `SELECT queue, task, last_at, (SELECT min(died_at) FROM deaths INDEXED BY deaths_at
         WHERE fingerprint = ?3 AND queue = f.queue AND task = f.task)
       FROM faults AS f WHERE ${MATCHING} AND fingerprint = ?3 ORDER BY last_at DESC`,
      ...params,
      String(fingerprint),
    );
    const [newest = []] = groups;
    const [job = ''] = store.get(
      `SELECT id FROM jobs WHERE seq = (SELECT seq FROM deaths INDEXED BY deaths_at
         WHERE fingerprint = ? AND queue = ? AND task = ? ORDER BY died_at DESC, seq DESC LIMIT 1)`,
      String(fingerprint),
      String(newest[0]),
      String(newest[1]),
    ) ?? [];
    return {
      fingerprint: String(fingerprint),
      count: Number(count),
      tasks: [...new Set(groups.map((group) => String(group[1])))],
      firstAt: Math.min(...groups.map((group) => Number(group[3]))),
      lastAt: Number(lastAt),
      job: String(job),
    };
  });
  const more = low >= 0 && store.get(`${grouped} LIMIT 1`, ...params, low) !== undefined;
  return { faults, next: more ? low : null };
}

/** Dead jobs of a file of a former version, see FAULTS in schema.ts. */
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
    noteDeath(transaction, { seq: Number(seq), queue: String(queue), task: String(task), error: known, at: Number(at) });
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
