import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { HandlerContext } from 'skep';

import type { Session } from './resources/db.ts';

interface Product {
  readonly sku: string;
  readonly title: string;
  readonly cents: number;
}

/** Brings the supplier's catalogue into the shop. */
export async function sync(_payload: unknown, ctx: HandlerContext<unknown, { db: Session }>) {
  const products = await catalogue();
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

/** Pairs of articles whose titles have at least so much in common; asks between rows whether it should stop. */
export async function findDoubles({ alike }: { readonly alike: number }, ctx: HandlerContext) {
  const products = await catalogue();
  const pairs: { readonly one: string; readonly other: string; readonly alike: number }[] = [];
  for (const [at, one] of products.entries()) {
    ctx.signal.throwIfAborted();
    for (const other of products.slice(at + 1)) {
      const common = inCommon(one.title, other.title);
      if (common >= alike) pairs.push({ one: one.sku, other: other.sku, alike: common });
    }
    ctx.progress(at + 1, products.length);
  }
  return { compared: (products.length * (products.length - 1)) / 2, pairs };
}

/** The file stands for a partner's API. */
async function catalogue(): Promise<Product[]> {
  const text = await readFile(path.join(import.meta.dirname, 'shop', 'catalog.json'), 'utf8');
  return JSON.parse(text) as Product[];
}

/** @returns from 0 to 1: words that both titles have, of all that they have */
function inCommon(one: string, other: string): number {
  const [first, second] = [wordsOf(one), wordsOf(other)];
  const both = [...first].filter((word) => second.has(word)).length;
  return both / (first.size + second.size - both);
}

function wordsOf(title: string): Set<string> {
  return new Set(title.toLowerCase().match(/[a-z0-9]+/g));
}
