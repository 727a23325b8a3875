/**
 * By which format a store is written, so that an older Skep leaves alone what it would misread.
 *
 * The number goes up when what is stored changes in a way that a process of the version before would read or write
 * wrongly; what it merely does not know (a new key, a field that is left out) is no reason.
 */
import type { StoreCheck } from '../../../engine/index.ts';
import { packageVersion, SkepError } from '../../../foundation/index.ts';
import type { RedisStore } from '../store.ts';

/** The format of this version. */
const FORMAT = 1;

/**
 * Notes the format of this version, unless a newer one stands there.
 * @throws SkepError STORE_REFUSED for a store of a newer format
 */
export async function raiseFormat(store: RedisStore): Promise<void> {
  const reply = await store.run('producer', 'raise-format', [store.keys.format], [FORMAT, packageVersion()]);
  store.refusal = newerFormat(String(reply), store.where);
  if (store.refusal) throw store.refusal;
}

/** Nothing while this version may work on the store; a process that runs already stops or goes on as it says. */
export async function formatChecks(store: RedisStore): Promise<readonly StoreCheck[]> {
  store.refusal = newerFormat(await store.client('producer').get(store.keys.format), store.where);
  if (!store.refusal) return [];
  const { message, hint = null } = store.refusal;
  return [{ name: 'format', status: 'fail', message, hint }];
}

/** @param text as lua/raise-format.lua writes it; null where no version with formats was yet */
export function newerFormat(text: string | null, where: string): SkepError | undefined {
  const [number = '', version = ''] = (text ?? '').split(' ');
  const format = Number(number);
  if (!(format > FORMAT)) return undefined;
  const message = `the store is written by Skep ${version} in format ${format}; this is Skep ${packageVersion()}, which knows format ${FORMAT} (${where})`;
  return new SkepError('STORE_REFUSED', message, {
    hint: `Run Skep ${version} or later here. To go back to this version, restore a backup of the store from before.`,
    details: { format, version, known: FORMAT },
  });
}
