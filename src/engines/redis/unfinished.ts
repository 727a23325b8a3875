/**
 * Moves that were begun and not ended: their mover died, or lost the store. Whoever keeps house finishes those that it has
 * seen for a while; done twice, or beside a mover that is only slow, it does no harm (docs/decisions/0040).
 */
import type { Clock } from '../../foundation/index.ts';
import type { Mover } from './move.ts';
import type { CallRole, RedisStore } from './store.ts';

/** What lies about in a physical queue. */
export interface Unfinished {
  /** Jobs that are parked there: token → id as stored. */
  readonly parked: ReadonlyMap<string, string>;
  /** Tokens by which no parked job may land there any more, though they are not closed. */
  readonly over: readonly string[];
}

/** A mover is through with a job within a second, or its store is away. */
const PATIENCE_MS = 5_000;
/** Entries of each kind that one look takes in. */
const PAGE = 1_000;

/** At most about PAGE of each kind: what is finished makes room for the rest. */
export async function unfinishedIn(store: RedisStore, role: CallRole, queue: string): Promise<Unfinished> {
  const base = store.keys.base(queue);
  const parked = new Map<string, string>();
  for (const [id, entry] of await firstPage(store, role, `${base}moving`)) parked.set(wordOf(entry), id);
  return { parked, over: await overIn(store, role, await firstPage(store, role, `${base}landing`)) };
}

/** The queue that each job left is asked. A token that is not there will never be there again: it is given out once. */
async function overIn(
  store: RedisStore,
  role: CallRole,
  tickets: readonly (readonly [string, string])[],
): Promise<readonly string[]> {
  const bySource = new Map<string, { readonly token: string; readonly id: string }[]>();
  for (const [token, ticket] of tickets) {
    // 'o SOURCE ID' or 'l SOURCE ID'
    const source = wordOf(ticket.slice(2));
    const group = bySource.get(source) ?? [];
    bySource.set(source, group);
    group.push({ token, id: ticket.slice(3 + source.length) });
  }
  const over: string[] = [];
  for (const [source, group] of bySource) {
    const key = `${store.keys.base(source)}moving`;
    const entries = await store.guard(() => store.client(role).hmget(key, ...group.map(({ id }) => id)));
    group.forEach(({ token }, index) => {
      if (wordOf(entries[index] ?? '') !== token) over.push(token);
    });
  }
  return over;
}

async function firstPage(
  store: RedisStore,
  role: CallRole,
  key: string,
): Promise<readonly (readonly [field: string, value: string])[]> {
  const flat: string[] = [];
  let cursor = '0';
  do {
    const page = await store.guard(() => store.client(role).hscan(key, cursor, 'COUNT', PAGE));
    cursor = page[0];
    flat.push(...page[1]);
  } while (cursor !== '0' && flat.length < 2 * PAGE);
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index] ?? '', flat[2 * index + 1] ?? '']);
}

function wordOf(text: string): string {
  const blank = text.indexOf(' ');
  return blank < 0 ? text : text.slice(0, blank);
}

/** Brings to its end what was found. @returns how many jobs it has brought to their queue */
export async function finish(mover: Mover, queue: string, { parked, over }: Unfinished): Promise<number> {
  const moved = await mover.finish(queue, [...parked.values()]);
  await mover.close('worker', queue, over);
  return moved;
}

/** Of two looks what both have found. */
export function inBoth(a: Unfinished, b: Unfinished): Unfinished {
  const over = new Set(a.over);
  return {
    parked: new Map([...b.parked].filter(([token]) => a.parked.has(token))),
    over: b.over.filter((token) => over.has(token)),
  };
}

/** What this process has seen, and since when. */
export class UnfinishedMoves {
  readonly #store: RedisStore;
  readonly #mover: Mover;
  readonly #clock: Clock;
  readonly #seen = new Map<string, { readonly found: Unfinished; readonly at: number }>();

  constructor(store: RedisStore, mover: Mover, clock: Clock) {
    this.#store = store;
    this.#mover = mover;
    this.#clock = clock;
  }

  /** @param moves whether the queue has entries of moves at all, which its rescue tells */
  async look(queue: string, moves: boolean): Promise<void> {
    if (!moves) {
      this.#seen.delete(queue);
      return;
    }
    const now = this.#clock.monotonic();
    const before = this.#seen.get(queue);
    if (before && now - before.at < PATIENCE_MS) return;
    const found = await unfinishedIn(this.#store, 'worker', queue);
    this.#seen.set(queue, { found, at: now });
    if (before) await finish(this.#mover, queue, inBoth(before.found, found));
  }
}
