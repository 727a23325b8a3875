import type { Hook } from 'skep';

/** The customer may wonder: say when it is tried again. */
export const waiting: Hook = ({ job, error, nextAt }, ctx) => {
  ctx.logger.info({ order: job.payload, reason: error?.message, nextAt }, 'payment is tried again');
};

/** Nobody should find out by looking: staff gets a letter for each payment that is given up. */
export const unpaid: Hook = async ({ job, error }, ctx) => {
  const { order_id } = job.payload as { order_id: number };
  const letter = { to: 'staff@example.com', subject: `Order ${order_id} is not paid`, body: error?.message ?? '' };
  await ctx.enqueue('emails.send', letter, { id: `unpaid-${job.id}` });
};
