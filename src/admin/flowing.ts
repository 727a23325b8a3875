/** An answer that goes out piece by piece: back pressure, and its end whoever ends it. */
import { Readable } from 'node:stream';

import type { Context } from 'koa';

import type { Stream } from '../api/index.ts';
import { SkepError } from '../foundation/index.ts';
import type { AdminLimits } from './limits.ts';

export interface FlowBounds {
  readonly limits: AdminLimits;
  /** Aborts when the server begins to stop. */
  readonly stopping: AbortSignal;
}

/**
 * The pieces as a body. The first one is waited for, so that what fails before it is a problem like any other. Behind it
 * a failure, and the stop of the server, can only be told by cutting the connection: an end would say that this was all.
 * A client that takes nothing for `stallMs` is hung up on.
 */
export async function flowing(ctx: Context, { pieces }: Stream, { limits, stopping }: FlowBounds): Promise<Readable> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const body = Readable.from(joined(first, iterator));
  const stop = (): void => void body.destroy(new SkepError('STOPPING', 'the server stops'));
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop);
  body.once('close', () => {
    stopping.removeEventListener('abort', stop);
    // One that was destroyed before it was read has never entered its `finally`.
    void iterator.return?.();
  });
  ctx.res.setTimeout(limits.stallMs, () => body.destroy(new Error('the client takes nothing')));
  return body;
}

async function* joined(first: IteratorResult<string, unknown>, rest: AsyncIterator<string>): AsyncGenerator<string> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}
