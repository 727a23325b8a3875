/**
 * Conditional requests (RFC 9110, 13): `If-None-Match` spares the transfer of an answer that its client has, `If-Match`
 * refuses a change of what is not any more as its client has seen it.
 *
 * A tag has two parts, `"WHOLE.SETTLED"`: the hash of the answer as it is, and that of what of it changes by somebody's word
 * alone. A bucket that is used all the time has another answer every moment, and may be set by whoever has seen its numbers.
 */
import { createHash } from 'node:crypto';

import type { Context } from 'koa';

import { ONCE_HELD_MS, type OnceFacet } from '../engine/index.ts';
import { type Clock, pause, SkepError } from '../foundation/index.ts';
import type { ServerCall, ServerEndpoint } from './service.ts';

/** Of 144 bits: nobody meets another answer of that hash by chance. */
const HASH_CHARACTERS = 24;

/** @param body as it goes out @param settled of it, as JSON; undefined: all of it */
export function tagOf(body: string, settled?: string): string {
  const whole = hashOf(body);
  return `"${whole}.${settled === undefined ? whole : hashOf(settled)}"`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, HASH_CHARACTERS);
}

/** @returns whether the client has the answer of that tag */
export function hasAlready(ctx: Context, tag: string | undefined): boolean {
  const asked = ctx.get('if-none-match');
  return tag !== undefined && asked !== '' && tagsOf(asked).some((one) => one === '*' || weak(one) === tag);
}

/** Compared weakly, as RFC 9110 has it for `If-None-Match`. */
function weak(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag;
}

function tagsOf(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim());
}

/** How often a turn that another process has is asked for, and how long. */
const ASK_MS = 20;
const PATIENCE_MS = 5_000;

/**
 * Changes of one thing that ask for what their client has seen, one after the other, over all processes of the store: of several
 * that have seen the same one is done. What is sent without `If-Match` asks for nothing, and takes no turn.
 */
export class ChangesInTurn {
  readonly #clock: Clock;
  readonly #last = new Map<string, Promise<void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param thing equal for changes of the same one
   * @param once of the store: whoever has begun with a key there has the turn, until he drops it or, dead, for a minute
   * @throws SkepError CHANGED_MEANWHILE where others have it for five seconds
   */
  async run<Done>(thing: string, once: OnceFacet, change: () => Promise<Done>): Promise<Done> {
    const before = this.#last.get(thing);
    const alone = (): Promise<Done> => this.#overAll(thing, once, change);
    const done = before === undefined ? alone() : before.then(alone);
    const over = done.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(thing, over);
    try {
      return await done;
    } finally {
      if (this.#last.get(thing) === over) this.#last.delete(thing);
    }
  }

  async #overAll<Done>(thing: string, once: OnceFacet, change: () => Promise<Done>): Promise<Done> {
    const key = `turn:${hashOf(thing)}`;
    const asked = this.#clock.monotonic();
    while ((await once.begin(key, 'turn')) !== null) {
      if (this.#clock.monotonic() - asked >= PATIENCE_MS) throw changedMeanwhile('somebody else is changing it');
      await pause(this.#clock, ASK_MS);
    }
    const begun = this.#clock.monotonic();
    try {
      return await change();
    } finally {
      // Behind that it may be another's. A store that is away keeps it no longer either.
      if (this.#clock.monotonic() - begun < ONCE_HELD_MS / 2) await once.drop(key).catch(() => undefined);
    }
  }
}

/**
 * Looked at right before the change, in its turn.
 * @param endpoints all: what shows the thing that an endpoint changes is found by its path
 * @throws SkepError CHANGED_MEANWHILE; REQUEST_INVALID where nothing shows it
 */
export async function assertUnchanged(
  asked: string,
  { path }: Pick<ServerEndpoint, 'path'>,
  { endpoints, call }: { readonly endpoints: readonly ServerEndpoint[]; readonly call: ServerCall },
): Promise<void> {
  const shows = endpoints.find((one) => one.method === 'GET' && [path, parentOf(path)].includes(one.path));
  if (!shows?.path.includes(':')) {
    throw new SkepError('REQUEST_INVALID', '`If-Match` is taken where a GET shows what is changed, and not here', {
      hint: 'leave it out, or give `Idempotency-Key` so that the request counts once',
    });
  }
  const answer = await shows.run({ ...call, query: {}, body: undefined });
  const body = 'body' in answer ? answer.body : undefined;
  const now = settledPart(tagOf(JSON.stringify(body), settledOf(shows, body)));
  if (tagsOf(asked).some((one) => one === '*' || settledPart(one) === now)) return;
  throw changedMeanwhile('it was changed since it was read');
}

function changedMeanwhile(why: string): SkepError {
  return new SkepError('CHANGED_MEANWHILE', `it is not any more as \`If-Match\` says: ${why}`, {
    hint: 'read it again, and decide again',
  });
}

/** @returns as JSON what of an answer changes by somebody's word alone; undefined: all of it */
export function settledOf(
  { settled }: { readonly settled?: ServerEndpoint['settled'] | undefined },
  body: unknown,
): string | undefined {
  return settled && JSON.stringify(settled(body as never));
}

function settledPart(tag: string): string {
  return tag.replaceAll('"', '').split('.', 2)[1] ?? '';
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
