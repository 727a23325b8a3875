/** The shop's own database: a small SQLite file, made and filled on first use. It is not Skep's store. */
import Database from 'libsql';

import { shopFile } from './folder.ts';

export type ShopDatabase = InstanceType<typeof Database>;

const LAYOUT = `
  CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY, customer TEXT NOT NULL, cents INTEGER NOT NULL,
    status TEXT NOT NULL, placed_at INTEGER NOT NULL, note TEXT
  );
  CREATE TABLE IF NOT EXISTS reports (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, status TEXT NOT NULL, file TEXT, error TEXT
  );
  CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, customer TEXT NOT NULL, created_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS activities (job TEXT PRIMARY KEY, user INTEGER NOT NULL, action TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS products (sku TEXT PRIMARY KEY, title TEXT NOT NULL, cents INTEGER NOT NULL);
`;

/** @returns a connection of its own, to be closed */
export function openDatabase(): ShopDatabase {
  const db = new Database(shopFile('shop.db'), { timeout: 5_000 });
  db.pragma('journal_mode = WAL');
  db.exec(LAYOUT);
  seed(db);
  return db;
}

const DAY_MS = 86_400_000;

/** The same few rows on every machine, so that the example has something to work on. */
function seed(db: ShopDatabase): void {
  const fill = db.transaction((now: number) => {
    const { count } = db.prepare('SELECT count(*) AS count FROM orders').get() as { count: number };
    if (count > 0) return;
    const order = db.prepare('INSERT INTO orders (customer, cents, status, placed_at) VALUES (?, ?, ?, ?)');
    for (let n = 1; n <= 60; n += 1) {
      order.run(`customer-${n % 7}`, n * 250, n % 3 === 0 ? 'pending' : 'processed', now - n * DAY_MS * 0.4);
    }
    // An order that cannot be processed: it must not stop the ones after it.
    order.run('customer-0', -1, 'pending', now);
    const report = db.prepare("INSERT INTO reports (id, kind, status) VALUES (?, 'orders', 'requested')");
    for (let id = 1; id <= 10; id += 1) report.run(id);
    const session = db.prepare('INSERT INTO sessions VALUES (?, ?, ?)');
    for (let n = 1; n <= 20; n += 1) session.run(`session-${n}`, `customer-${n % 7}`, now - n * 3 * DAY_MS);
  });
  fill.immediate(Date.now());
}
