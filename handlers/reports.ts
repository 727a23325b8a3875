/** Reports: query the orders, write a CSV file, keep the report's status where the shop can see it. */
import { writeFile } from 'node:fs/promises';

import type { HandlerContext } from 'skep';

import type { Session } from './resources/db.ts';
import { shopFile } from './shop/folder.ts';

interface Row {
  readonly customer: string;
  readonly orders: number;
  readonly cents: number;
}

type Context = HandlerContext<unknown, { db: Session }>;

/** Writes report `report_id`; its row goes requested → processing → completed, or failed with the error. */
export async function generate({ report_id: id }: { readonly report_id: number }, ctx: Context) {
  const { db } = ctx.resources;
  const known = db.prepare('SELECT 1 FROM reports WHERE id = ?').get(id);
  if (known === undefined) throw ctx.dead(`report ${id} not found`);
  setStatus(db, id, 'processing');
  // Seen by the shop while the rest is done.
  db.commit();
  try {
    const rows = totals(db, 0);
    ctx.progress(1, 2, `${rows.length} customers`);
    const file = await writeCsv(`report-${id}.csv`, rows);
    setStatus(db, id, 'completed', { file });
    ctx.progress(2, 2);
    return { report_id: id, status: 'completed', file };
  } catch (error) {
    setStatus(db, id, 'failed', { error: String(error) });
    db.commit();
    throw error;
  }
}

const WEEK_MS = 7 * 86_400_000;

/** The last seven days before the planned instant, so that a late run reports the same week. */
export async function weekly(_payload: unknown, ctx: Context) {
  const until = ctx.job.schedule?.tickAt ?? ctx.job.createdAt;
  const day = new Date(until).toISOString().slice(0, 10);
  const rows = totals(ctx.resources.db, until - WEEK_MS);
  return { week_until: day, file: await writeCsv(`weekly-${day}.csv`, rows), customers: rows.length };
}

const DAY_MS = 86_400_000;

/** Who ordered in the day before the run began: a run that goes on later is about the same day. */
export async function yesterday(_payload: unknown, ctx: Context) {
  const since = ctx.job.createdAt - DAY_MS;
  const customers = totals(ctx.resources.db, since).map(({ customer, orders, cents }) => {
    return { customer, orders, total: (cents / 100).toFixed(2) };
  });
  return { day: new Date(since).toISOString().slice(0, 10), customers };
}

function totals(db: Session, since: number): Row[] {
  const query = db.prepare(
    `SELECT customer, count(*) AS orders, sum(cents) AS cents FROM orders
     WHERE placed_at >= ? GROUP BY customer ORDER BY cents DESC`,
  );
  return query.all(since) as Row[];
}

async function writeCsv(name: string, rows: readonly Row[]): Promise<string> {
  const lines = rows.map((row) => `${row.customer},${row.orders},${(row.cents / 100).toFixed(2)}`);
  const file = shopFile('reports', name);
  await writeFile(file, ['customer,orders,total', ...lines, ''].join('\n'));
  return file;
}

function setStatus(db: Session, id: number, status: string, found: { file?: string; error?: string } = {}): void {
  const update = db.prepare('UPDATE reports SET status = ?, file = ?, error = ? WHERE id = ?');
  update.run(status, found.file ?? null, found.error ?? null, id);
}
