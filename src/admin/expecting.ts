/**
 * `Expect: 100-continue`: the client sends its body when it is told to, and it is told so only when the body is about
 * to be read. Who is refused before that never sends it (RFC 9110, 10.1.1).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const waiting = new WeakSet<IncomingMessage>();

/** The client holds its body back. */
export function holdsBody(request: IncomingMessage): void {
  waiting.add(request);
}

/** The body is wanted now. */
export function inviteBody(request: IncomingMessage, response: ServerResponse): void {
  if (waiting.delete(request)) response.writeContinue();
}

/**
 * Whether the body was never asked for. Then the connection must end with the answer: whether the client sends it all
 * the same nobody knows, and what follows could be taken for another request.
 */
export function stillHolds(request: IncomingMessage): boolean {
  return waiting.has(request);
}
