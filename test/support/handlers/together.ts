/** Takes many jobs at once, in threads and processes of the tests; the first payload chooses what it does. */
import type { CollectContext, CollectHandler } from '../../../src/core/index.ts';

interface TogetherPayload {
  readonly do: string;
  readonly n: number;
}

type Payloads = readonly TogetherPayload[];
type Ctx = CollectContext<TogetherPayload>;

const ACTS: Readonly<Record<string, (payloads: Payloads, ctx: Ctx) => unknown>> = {
  double: (payloads) => payloads.map(({ n }) => ({ twice: n * 2, of: payloads.length })),
  differ: (_payloads, ctx) => ['done', new TypeError('no good'), ctx.snooze('1h'), Promise.reject(new Error('late'))],
  short: () => ['only one'],
  none: () => 'no list',
  throws: () => Promise.reject(new RangeError('all of it')),
  crash: () => process.exit(7),
  context: async (_payloads, ctx) => {
    ctx.log('for all');
    return Promise.all(
      ctx.each.map(async (one, index) => {
        one.log(`line ${index}`);
        one.progress(index, 4);
        const { id } = await one.enqueue('one', { do: 'ok' });
        return { id: one.job.id, child: id };
      }),
    );
  },
  /** Goes on until nobody is left; those whose signal has aborted are told in the answers of the others. */
  wait: async (payloads, ctx) => {
    const first = ctx.each[0]?.signal;
    await new Promise<void>((resolve) => {
      first?.addEventListener('abort', () => resolve(), { once: true });
      if (first?.aborted === true) resolve();
    });
    return payloads.map(() => `told of ${(first?.reason as Error).name}, all: ${ctx.signal.aborted}`);
  },
};

export default ((payloads, ctx) => ACTS[payloads[0]?.do ?? '']?.(payloads, ctx)) as CollectHandler<TogetherPayload>;
