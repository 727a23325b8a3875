import type { Command } from 'commander';
import type { BucketLimits, BucketView } from '../../api/index.ts';
import { formatRate, SkepError } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { integerOption, rateOption } from '../options.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const BUCKETS: Layout<BucketView> = {
  plural: 'buckets',
  name: ({ name }) => name,
  columns: [
    { title: 'BUCKET', of: ({ name }) => name, yields: 'middle' },
    { title: 'RATE', of: rateText },
    { title: 'USED', of: ({ rate }) => rate && `${rate.used}/${rate.burst}` },
    { title: 'RUNNING', of: ({ concurrency }) => concurrency && `${concurrency.used}/${concurrency.limit}` },
    { title: 'BREAKER', of: ({ breaker }) => breaker && `${breaker.state}${failuresText(breaker)}` },
    { title: 'HELD', of: ({ held }) => held },
    { title: 'UNTIL', of: ({ until }) => until, instant: true },
    { title: 'SET', of: ({ rate, concurrency }) => rate?.set === true || concurrency?.set === true, wide: true },
    { title: 'TASKS', of: ({ tasks }) => tasks.join(','), yields: 'end', wide: true },
  ],
};

function rateText({ rate }: BucketView): string | null {
  return rate && `${formatRate({ count: rate.limit, perMs: rate.perMs })}${rate.set ? ' (set)' : ''}`;
}

function failuresText({ state, ended, failed }: NonNullable<BucketView['breaker']>): string {
  return state === 'closed' ? ` ${failed}/${ended}` : '';
}

export function registerBuckets(program: Command, exit: ExitSlot): void {
  const buckets = program.command('buckets').description('limits that tasks share, and what of them is used');
  onList(buckets.command('ls').description('list the buckets'), exit, async (call) => {
    const operations = await call.operations();
    await call.printer.list(BUCKETS, await operations.buckets());
    return undefined;
  });
  const show = buckets.command('show').description('one bucket').argument('<bucket>');
  onCall(show, exit, async (call, [name = '']) => {
    const operations = await call.operations();
    await call.printer.item(BUCKETS, await operations.bucket(name));
    return undefined;
  });
  registerSet(buckets, exit);
  const reset = buckets
    .command('reset')
    .description("the manifest's numbers again, its breaker closed, and nothing shut")
    .argument('<bucket>');
  onCall(reset, exit, async (call, [name = '']) => {
    const operations = await call.operations();
    await call.printer.item(BUCKETS, await operations.resetBucket(name));
    return undefined;
  });
}

interface SetFlags {
  readonly rate?: ReturnType<typeof rateOption>;
  readonly burst?: number;
  readonly concurrency?: number;
}

function registerSet(buckets: Command, exit: ExitSlot): void {
  const set = buckets
    .command('set')
    .description("other numbers in the place of the manifest's, until it has other ones itself")
    .argument('<bucket>')
    .option('--rate <rate>', 'as in 5/s', rateOption)
    .option('--burst <number>', 'starts together after a rest', integerOption(1, 1_000_000))
    .option('--concurrency <number>', 'attempts at once', integerOption(1, 10_000));
  onCall<SetFlags>(set, exit, async (call, [name = ''], { rate, ...numbers }) => {
    const limits: BucketLimits = { ...numbers, ...(rate && { rate: formatRate(rate) }) };
    if (Object.keys(limits).length === 0) {
      throw new SkepError('USAGE', 'give --rate, --burst, --concurrency, or several of them');
    }
    const operations = await call.operations();
    await call.printer.item(BUCKETS, await operations.setBucket(name, limits));
    return undefined;
  });
}
