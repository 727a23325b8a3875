import type { HandlerContext } from 'skep';

import type { Session } from './resources/db.ts';

/** `retryPolicies.payments.deadOn` names it: a declined card is not tried again. */
class PaymentDeclined extends Error {}

class GatewayTimeout extends Error {}

interface Payment {
  readonly order_id: number;
  readonly card: string;
}

/** Takes the payment of one order. Declined: the order says so and the job is dead. Anything else: retried. */
export function process(payment: Payment, ctx: HandlerContext<Payment, { db: Session }>) {
  const { db } = ctx.resources;
  try {
    const receipt = charge(payment, ctx);
    setOrder(db, payment.order_id, 'paid');
    return { order_id: payment.order_id, receipt };
  } catch (error) {
    if (error instanceof PaymentDeclined) {
      setOrder(db, payment.order_id, 'payment_failed');
      // The attempt fails, and this is to be kept all the same.
      db.commit();
    }
    throw error;
  }
}

interface Refund {
  readonly order_id: number;
  readonly iban: string;
}

/** Pays an order back, once: only what is paid is. The bank takes effect once per idempotency key, too. */
export function refund({ order_id: id, iban }: Refund, ctx: HandlerContext<Refund, { db: Session }>) {
  const { db } = ctx.resources;
  const { changes } = db.prepare("UPDATE orders SET status = 'refunded' WHERE id = ? AND status = 'paid'").run(id);
  if (changes === 0) throw ctx.dead(`order ${id} is not paid`);
  // Stands for the transfer; a line of the job that holds the number is stored without it.
  ctx.log(`refunded order ${id} to ${iban}`);
  return { order_id: id, account: `…${iban.slice(-4)}`, transfer: `transfer-${ctx.idempotencyKey}` };
}

/** Stands for a payment gateway: card `declined` is refused, `flaky` answers on the third attempt. */
function charge({ card }: Payment, ctx: Pick<HandlerContext, 'attempt' | 'idempotencyKey'>): string {
  if (card === 'declined') throw new PaymentDeclined('the bank refused the payment');
  if (card === 'flaky' && ctx.attempt < 3) throw new GatewayTimeout('no answer from the gateway within 3 s');
  // The gateway makes effects once per idempotency key, however often it is asked.
  return `receipt-${ctx.idempotencyKey}`;
}

function setOrder(db: Session, id: number, status: string): void {
  db.prepare('UPDATE orders SET status = ? WHERE id = ?').run(status, id);
}
