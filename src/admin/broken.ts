/** What is no HTTP request never reaches Koa: it gets its problem here, like any other, and the connection ends. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { type Clock, SkepError } from '../foundation/index.ts';
import type { Connections } from './connections.ts';
import type { AdminLimits } from './limits.ts';
import { PROBLEM_TYPE, type Problem, problemOf } from './problem.ts';
import type { Headers } from './security-headers.ts';

/** What Node tells of a request that it could not read. */
interface Break extends NodeJS.ErrnoException {
  /** The piece of the request that was read last. */
  readonly rawPacket?: Buffer;
}

export interface BrokenOptions {
  readonly headers: Headers;
  readonly connections: Connections;
  readonly limits: AdminLimits;
  readonly clock: Clock;
}

/** @returns a listener of the server's `clientError` */
export function brokenRequests(options: BrokenOptions): (error: Break, socket: Duplex) => void {
  return (error, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET' || options.connections.answering(socket)) socket.destroy();
    else socket.end(answer(problemFor(error, options.limits), options));
  };
}

/** @returns a listener of the server's `connect`: CONNECT, which Node hands over as a bare connection */
export function refusedTunnels(options: BrokenOptions): (request: unknown, socket: Duplex) => void {
  const problem = problemOf(new SkepError('METHOD_NOT_ALLOWED', 'CONNECT is not answered here: this is no proxy'));
  return (_request, socket) => {
    // Nobody reads any more, so nobody else hears that the client has gone.
    socket.on('error', () => socket.destroy());
    if (!socket.writable || options.connections.answering(socket)) socket.destroy();
    else socket.end(answer(problem, options));
  };
}

function problemFor(error: Break, { headBytes, headTimeoutMs, requestTimeoutMs }: AdminLimits): Problem {
  if (error.code === 'HPE_HEADER_OVERFLOW') return { ...problemOf(headTooLong(error, headBytes)), ...statusOf(431) };
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const limits = `${headTimeoutMs} ms for its head, ${requestTimeoutMs} ms for all of it`;
    return {
      ...problemOf(new SkepError('REQUEST_INVALID', `the request did not arrive in time: ${limits}`)),
      ...statusOf(408),
    };
  }
  return problemOf(new SkepError('REQUEST_INVALID', 'the request is not readable as HTTP'));
}

function statusOf(status: number): Pick<Problem, 'status' | 'title'> {
  return { status, title: STATUS_CODES[status] ?? '' };
}

function headTooLong({ rawPacket }: Break, limit: number): SkepError {
  const longest = longestPart(rawPacket?.toString('latin1') ?? '');
  const which = longest === undefined ? '' : `, the longest part of it ${longest}`;
  return new SkepError('REQUEST_TOO_LARGE', `the head of the request is over the limit of ${limit} bytes${which}`, {
    hint: 'the head is the request line with its path and query, and all headers; send much data in the body',
    details: { limit },
  });
}

/** A part of that many bytes may be the reason; of shorter ones it is their number. */
const LONG = 2_048;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}(?=:)/;
const METHOD = /^[A-Z]{3,10} (?=[/*h])/;

/** @returns undefined when only the middle of a head was seen, or nothing in it is long */
function longestPart(packet: string): string | undefined {
  const [longest = ''] = packet.split('\r\n').sort((one, other) => other.length - one.length);
  if (longest.length < LONG) return undefined;
  if (METHOD.test(longest)) return longest.includes('?') ? 'the path with its query' : 'the path';
  const name = NAME.exec(longest)?.[0].toLowerCase();
  return name === undefined ? undefined : `the header \`${name}\``;
}

function answer(problem: Problem, { headers, clock }: BrokenOptions): string {
  const body = JSON.stringify(problem);
  const lines = [
    ...headers,
    ['Content-Type', PROBLEM_TYPE],
    ['Content-Length', Buffer.byteLength(body)],
    ['Date', new Date(clock.now()).toUTCString()],
    ['Connection', 'close'],
  ];
  const head = lines.map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${problem.status} ${problem.title}`, ...head, '', body].join('\r\n');
}
