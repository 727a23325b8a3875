/** Whose store this is, and whether an older Skep left another one under the prefix that was everybody's. */
import type { StoreCheck } from '../../engine/index.ts';
import { messageOf } from '../../foundation/index.ts';
import { raiseFormat } from './records/format.ts';
import { Keys } from './keys.ts';
import type { RedisStore } from './store.ts';

/** Before a prefix followed the manifest's name, every manifest without one had this. */
const FORMER_PREFIX = 'skep';

/** See Engine.claim. One key, so that two that claim at once agree. @throws SkepError STORE_REFUSED for a newer format */
export async function claimStore(store: RedisStore, project: string, adopt: boolean): Promise<string> {
  const client = store.client('producer');
  const key = store.keys.project;
  await raiseFormat(store);
  return store.guard(async () => {
    if (adopt) {
      await client.set(key, project);
      return project;
    }
    await client.set(key, project, 'NX');
    return (await client.get(key)) ?? project;
  });
}

/** Stores whose user may look at no keys but its own. Asked once: Redis keeps a list of what it denied. */
const shut = new WeakSet<RedisStore>();

/** Nothing when there is none, or when this user may not look at other keys. */
export async function formerStore(store: RedisStore): Promise<readonly StoreCheck[]> {
  if (store.keys.prefix === FORMER_PREFIX || shut.has(store)) return [];
  const former = new Keys(FORMER_PREFIX);
  const client = store.client('producer');
  try {
    const [queues, owned] = await Promise.all([client.scard(former.queues), client.exists(former.project)]);
    if (queues === 0 || owned === 1) return [];
  } catch (error) {
    if (messageOf(error).startsWith('NOPERM')) shut.add(store);
    return [];
  }
  const message = `this Redis also holds a store of an earlier Skep under the prefix \`${FORMER_PREFIX}\`, and nobody has taken it over`;
  const hint = `If its jobs are of this project, write \`prefix: ${FORMER_PREFIX}\` in \`engine\` to go on with them; else the project whose they are does so (docs/engines.md, "Whose store it is").`;
  return [{ name: 'former store', status: 'warn', message, hint }];
}
