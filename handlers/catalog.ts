import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { HandlerContext } from 'skep';

import type { Session } from './resources/db.ts';

interface Product {
  readonly sku: string;
  readonly title: string;
  readonly cents: number;
}

/** Brings the supplier's catalogue into the shop. The file stands for a partner's API. */
export async function sync(_payload: unknown, ctx: HandlerContext<unknown, { db: Session }>) {
  const text = await readFile(path.join(import.meta.dirname, 'shop', 'catalog.json'), 'utf8');
  const products = JSON.parse(text) as Product[];
  const upsert = ctx.resources.db.prepare(
    `INSERT INTO products (sku, title, cents) VALUES (?, ?, ?)
     ON CONFLICT (sku) DO UPDATE SET title = excluded.title, cents = excluded.cents
     WHERE title <> excluded.title OR cents <> excluded.cents`,
  );
  const changes = products.map(({ sku, title, cents }) => upsert.run(sku, title, cents).changes);
  const changed = changes.reduce((sum, count) => sum + count, 0);
  ctx.logger.info({ products: products.length, changed }, 'catalogue synchronised');
  return { products: products.length, changed };
}
