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
  /** Told of a failure on the way. */
  readonly failed: (error: unknown) => void;
}

/**
 * The pieces as a body. The first one is waited for, so that what fails before it is a problem like any other. Behind it
 * a failure, and the stop of the server, can only be told by cutting the connection: an end would say that this was all.
 * A client that takes nothing for `stallMs` is hung up on.
 */
export async function flowing(ctx: Context, { pieces }: Stream, bounds: FlowBounds): Promise<Readable> {
  const { limits, stopping } = bounds;
  const iterator = pieces[Symbol.asyncIterator]();
  const body = readable(await iterator.next(), iterator, bounds);
  const stop = (): void => void body.destroy(new SkepError('STOPPING', 'the server stops'));
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop);
  // It may be destroyed before anybody listens to it; whoever reads it learns of that all the same.
  body.on('error', () => undefined);
  body.once('close', () => stopping.removeEventListener('abort', stop));
  // A stream that has nothing to say for a while is no fault of its client.
  ctx.res.setTimeout(limits.stallMs, () => {
    if (ctx.res.writableNeedDrain) body.destroy(new Error('the client takes nothing'));
  });
  return body;
}

/** Not Readable.from: its end would wait for the piece that is under way, which may be long in coming. */
function readable(
  first: IteratorResult<string, unknown>,
  rest: AsyncIterator<string>,
  { failed }: FlowBounds,
): Readable {
  const give = ({ done, value }: IteratorResult<string, unknown>): void => {
    if (!body.destroyed) body.push(done === true ? null : value);
  };
  const broken = (error: unknown): void => {
    if (!body.destroyed) failed(error);
    body.destroy(error as Error);
  };
  let unread: typeof first | undefined = first;
  const body: Readable = new Readable({
    read: () => {
      if (unread === undefined) return void rest.next().then(give, broken);
      const piece = unread;
      unread = undefined;
      give(piece);
    },
    destroy: (error, done) => {
      done(error);
      // What fails in its `finally` is nobody's any more.
      rest.return?.().catch(failed);
    },
  });
  return body;
}
