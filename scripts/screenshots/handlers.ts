/** What the example of the pictures runs: work that takes about as long as such work does, only quicker. */
import type { HandlerContext as Context } from 'skep';

const rest = (ms: number, { signal }: Context): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('stopped'));
    });
  });

export async function ship({ order, email, flaky }: { order: number; email: string; flaky?: boolean }, ctx: Context) {
  ctx.log(`order ${order}: 3 articles, 2.4 kg`);
  await rest(180, ctx);
  if (flaky === true && ctx.attempt === 1) throw fault('ECONNRESET', 'the carrier closed the connection');
  const label = await ctx.enqueue('labels.print', { order });
  ctx.log(`label ${label.id}`);
  ctx.progress(1, 2, 'packed');
  await rest(420, ctx);
  ctx.log('handed over, 14:05, gate 3');
  ctx.progress(2, 2, 'handed over');
  return { order, parcel: 90071992547409, told: email };
}

export const reserve = (_: object, ctx: Context) => rest(140, ctx);
export const print = (_: object, ctx: Context) => rest(260, ctx);
export const note = (_: object, ctx: Context) => rest(60, ctx);
export const resize = (_: object, ctx: Context) => rest(900, ctx);
export const index = (_: object, ctx: Context) => rest(700, ctx);

export async function mail(_: object, ctx: Context) {
  await rest(40 + (ctx.job.id.charCodeAt(ctx.job.id.length - 1) % 7) * 25, ctx);
}

export async function check({ what }: { what: string }, ctx: Context) {
  await rest(what === 'prices' ? 480 : 1_100, ctx);
  return { what, changed: 42 };
}

export async function fetchCatalog(_: object, ctx: Context) {
  await rest(520, ctx);
  return { images: Array.from({ length: 48 }, (_, at) => `image-${at}.jpg`) };
}

export async function capture({ order }: { order: number }, ctx: Context) {
  await rest(90, ctx);
  if (order % 3 === 0) throw fault('CARD_DECLINED', `the bank declined the payment of order ${order}`);
  if (order % 4 === 0) throw fault('ETIMEDOUT', 'the bank did not answer within 5 s');
}

function fault(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
