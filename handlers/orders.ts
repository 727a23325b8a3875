import type { HandlerContext } from 'skep';

import type { Session } from './resources/db.ts';

interface Order {
  readonly id: number;
  readonly cents: number;
}

/** Processes every pending order; one that fails is marked and does not stop the rest. */
export function processPending(_payload: unknown, ctx: HandlerContext<unknown, { db: Session }>) {
  const { db } = ctx.resources;
  const pending = db.prepare("SELECT id, cents FROM orders WHERE status = 'pending' ORDER BY id").all() as Order[];
  let failed = 0;
  pending.forEach((order, index) => {
    try {
      processOrder(db, order);
    } catch (error) {
      failed += 1;
      ctx.logger.error({ order: order.id, error: String(error) }, 'order failed');
      mark(db, order.id, 'failed');
    }
    ctx.progress(index + 1, pending.length);
  });
  return { processed: pending.length - failed, failed };
}

function processOrder(db: Session, order: Order): void {
  if (order.cents <= 0) throw new Error(`order ${order.id} has no amount`);
  mark(db, order.id, 'processed');
}

function mark(db: Session, id: number, status: string): void {
  db.prepare('UPDATE orders SET status = ? WHERE id = ?').run(status, id);
}
