import type { HandlerContext } from 'skep';

import { withDatabase } from './shop/database.ts';

/** `retryPolicies.payments.deadOn` names it: a declined card is not tried again. */
class PaymentDeclined extends Error {}

class GatewayTimeout extends Error {}

interface Payment {
  readonly order_id: number;
  readonly card: string;
}

/** Takes the payment of one order. Declined: the order says so and the job is dead. Anything else: retried. */
export function process(payment: Payment, ctx: HandlerContext) {
  try {
    const receipt = charge(payment, ctx);
    setOrder(payment.order_id, 'paid');
    return { order_id: payment.order_id, receipt };
  } catch (error) {
    if (error instanceof PaymentDeclined) setOrder(payment.order_id, 'payment_failed');
    throw error;
  }
}

/** Stands for a payment gateway: card `declined` is refused, `flaky` answers on the third attempt. */
function charge({ card }: Payment, ctx: HandlerContext): string {
  if (card === 'declined') throw new PaymentDeclined('the bank refused the payment');
  if (card === 'flaky' && ctx.attempt < 3) throw new GatewayTimeout('no answer from the gateway within 3 s');
  // The gateway makes effects once per idempotency key, however often it is asked.
  return `receipt-${ctx.idempotencyKey}`;
}

function setOrder(id: number, status: string): void {
  withDatabase((db) => db.prepare('UPDATE orders SET status = ? WHERE id = ?').run(status, id));
}
