/**
 * The scripts as Redis functions, for one client: from 7.0 on a server keeps a library, and nothing of it is made anew at a
 * call, where EVALSHA makes the shared functions at each.
 *
 * Nobody asks first what a server can do. A function is called, and a refusal before it began says what is missing: then the
 * caller sends the text instead. So a server that lost its library (restart, failover to one that never had it, FUNCTION
 * FLUSH, a node that joined), one that has no functions, and a user who may not use them are all the same to callers.
 */
import type { Redis } from 'ioredis';

import { messageOf, systemClock } from '../../foundation/index.ts';
import { library, LIBRARY_PREFIX } from './scripts.ts';

/** Older servers, compatible ones, renamed commands, users without the right. */
const NONE_HERE = /^ERR unknown command|^NOPERM .*'fcall/i;
const THERE = /^ERR Library .*already exists/i;
const NOT_FOUND = /^ERR Function not found/i;
/**
 * A function that may write is refused whole; a script is refused at its first write only. One that reads, or frees memory, must
 * go on where Redis is full or cannot persist.
 */
const REFUSED_WHOLE = /^(OOM|MISCONF|READONLY) /;

/** So long scripts go as texts after a refusal: a server that is upgraded, a right that is given, is found out without a restart. */
const TEXTS_MS = 60_000;

export class Functions {
  readonly #masters: () => readonly Redis[];
  readonly #loading = new Map<Redis, Promise<void>>();
  /** Why a server that has functions did not take ours. */
  #flaw: string | null = null;
  #refusedAt: number | null = null;

  /** @param masters the servers that hold data, as they are at the time */
  constructor(masters: () => readonly Redis[]) {
    this.#masters = masters;
  }

  /** Whether a function is to be called. */
  get usable(): boolean {
    return this.#refusedAt === null || systemClock.monotonic() - this.#refusedAt >= TEXTS_MS;
  }

  /**
   * Takes note of why a call has failed, and sees to the library where it was missing.
   * @returns true when nothing of it was run, so that the text may be sent instead
   */
  isRefusal(error: unknown): boolean {
    const text = messageOf(error);
    if (NOT_FOUND.test(text)) this.#loadAll();
    else if (NONE_HERE.test(text)) this.#refusedAt = systemClock.monotonic();
    else return REFUSED_WHOLE.test(text);
    return true;
  }

  /**
   * @returns what a server that has functions has against the library, once the loads under way are over; null when nothing is known.
   * One that has none, or may not be used so, is as it is.
   */
  async flaw(): Promise<string | null> {
    await Promise.all(this.#loading.values());
    return this.#flaw;
  }

  /**
   * Removes the libraries of other versions. Nobody can know who uses one: whoever still does finds it missing at the next
   * call and loads it again.
   */
  async removeOthers(): Promise<void> {
    await Promise.all(this.#masters().map(removeOthersOf));
  }

  #loadAll(): void {
    for (const master of this.#masters()) {
      if (this.#loading.has(master)) continue;
      this.#loading.set(
        master,
        this.#load(master).finally(() => this.#loading.delete(master)),
      );
    }
  }

  async #load(master: Redis): Promise<void> {
    try {
      await master.call('FUNCTION', 'LOAD', library().text);
      this.#flaw = null;
    } catch (error) {
      const text = messageOf(error);
      // Another process was faster.
      if (THERE.test(text)) return;
      this.#refusedAt = systemClock.monotonic();
      if (text.startsWith('ERR ') && !NONE_HERE.test(text)) this.#flaw = text;
    }
  }
}

/** Each is told as label, value, label, value; the first value is its name. */
type Listed = readonly (readonly [label: string, name: string])[];

async function removeOthersOf(master: Redis): Promise<void> {
  const found = (await master.call('FUNCTION', 'LIST', 'LIBRARYNAME', `${LIBRARY_PREFIX}*`)) as Listed;
  for (const [, name] of found) if (name !== library().name) await master.call('FUNCTION', 'DELETE', name);
}
