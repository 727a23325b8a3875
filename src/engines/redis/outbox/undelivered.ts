/** Effects that cannot be made, put aside out of the outboxes for a person: a finding of the examination, tried once more by repair. */
import type { Effect } from '../../../core/index.ts';
import type { StoreCheck, StoreRepair } from '../../../engine/index.ts';
import { counted } from '../../../foundation/index.ts';
import type { Outbox } from './outbox.ts';
import { NO_QUEUE } from './outbox-entries.ts';
import type { RedisStore } from '../store.ts';

/** By the name of the outbox: `NUMBER:INDEX WHY`, newline, the effect in JSON, as lua/put-aside.lua has written it. */
type Found = ReadonlyMap<string, readonly string[]>;

async function foundIn(store: RedisStore): Promise<Found> {
  const found = new Map<string, readonly string[]>();
  for (const source of [NO_QUEUE, ...(await store.queues('worker'))]) {
    const texts = await store.guard(() => store.client('worker').zrange(keyOf(store, source), 0, '-1'));
    if (texts.length > 0) found.set(source, texts);
  }
  return found;
}

export async function undeliveredCheck(store: RedisStore): Promise<StoreCheck> {
  const texts = [...(await foundIn(store)).values()].flat();
  const last = texts.at(-1);
  if (last === undefined) return { name: 'consequences', status: 'ok', message: 'none is put aside', hint: null };
  const [, why = ''] = /^\S+ (.*)/.exec(last) ?? [];
  return {
    name: 'consequences',
    status: 'warn',
    message: `${counted(texts.length, 'effect')} of jobs that ended could not be made, one of them since ${why}`,
    hint: '`skep doctor --store --repair` tries once more, and gives up what fails again.',
  };
}

export async function repairUndelivered(store: RedisStore, outbox: Outbox): Promise<readonly StoreRepair[]> {
  let made = 0;
  let count = 0;
  for (const [source, texts] of await foundIn(store)) {
    for (const text of texts) {
      count += 1;
      if (await outbox.again(source, text.slice(0, text.indexOf(' ')), effectOf(text))) made += 1;
      await store.guard(() => store.client('worker').zrem(keyOf(store, source), text));
    }
  }
  if (count === 0) return [];
  return [{ name: 'consequences', message: `effects made: ${made}, given up: ${count - made}` }];
}

function effectOf(text: string): Effect | null {
  try {
    return JSON.parse(text.slice(text.indexOf('\n') + 1)) as Effect;
  } catch {
    return null;
  }
}

function keyOf({ keys }: RedisStore, source: string): string {
  return `${source === NO_QUEUE ? keys.global : keys.base(source)}undelivered`;
}
