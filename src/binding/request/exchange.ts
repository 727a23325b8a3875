/** One request and its answer, and those that a redirect leads to. */
import { type IncomingMessage, request as httpRequest } from 'node:http';

import { connectTo, type Reach } from './connect.ts';
import { RequestError } from './request-error.ts';

export interface Letter {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface Answer {
  readonly status: number;
  /** Where it came from, after redirects, without its query. */
  readonly from: string;
  readonly type: string;
  readonly retryAfter: string | null;
  readonly body: Buffer;
  /** The body was longer than asked for. */
  readonly cut: boolean;
}

export interface ExchangeOptions extends Reach {
  readonly signal: AbortSignal;
  /** Bytes of the body that are read. */
  readonly limit: number;
  /** The letter tells something: a redirect that would ask with GET is not followed, for nobody would be told. */
  readonly tells?: boolean;
}

const REDIRECTS_MAX = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What another host may know of a letter. The rest may be secret, and a signature is for whom it was made. */
const KEPT_ELSEWHERE = new Set(['content-type', 'accept', 'user-agent']);

/**
 * Sends a letter, after redirects too: 307 and 308 send it again, others ask for it with GET, another origin gets no headers but what
 * says of which type it is.
 * @throws RequestError REQUEST_REFUSED for what must not be sent; whatever the system says of a connection that fails
 */
export async function exchange(letter: Letter, options: ExchangeOptions): Promise<Answer> {
  let next = letter;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await send(next, options);
    const location = REDIRECTS.has(answer.status) ? answer.location : null;
    if (location === null || (options.tells === true && !isSentAgain(next, answer.status))) return answer;
    if (redirects === REDIRECTS_MAX) throw refused(`${shown(letter.url)} redirects more than ${REDIRECTS_MAX} times`);
    next = redirected(next, answer.status, location);
  }
}

function isSentAgain({ method }: Letter, status: number): boolean {
  return status === 307 || status === 308 || method === 'HEAD' || method === 'GET';
}

function redirected(letter: Letter, status: number, location: string): Letter {
  const from = shown(letter.url);
  if (!URL.canParse(location, letter.url.href)) throw refused(`${from} redirects to what is no address`);
  const url = new URL(location, letter.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(`${from} redirects to ${url.protocol}`);
  if (letter.url.protocol === 'https:' && url.protocol === 'http:')
    throw refused(`${from} redirects from https to http`);
  const again = isSentAgain(letter, status);
  const foreign = url.origin !== letter.url.origin;
  const headers = Object.entries(letter.headers).filter(
    ([name]) => (!foreign || KEPT_ELSEWHERE.has(name)) && (again || name !== 'content-type'),
  );
  return {
    method: again ? letter.method : 'GET',
    url,
    headers: Object.fromEntries(headers),
    body: again ? letter.body : null,
  };
}

async function send(letter: Letter, options: ExchangeOptions): Promise<Answer & { readonly location: string | null }> {
  const { url, method, body, headers } = letter;
  const socket = await connectTo(url, options, options.signal);
  const abort = (): void => void socket.destroy(new Error('aborted'));
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = httpRequest({
        createConnection: () => socket,
        method,
        path: `${url.pathname}${url.search}`,
        headers: {
          ...headers,
          host: url.host,
          'accept-encoding': 'identity',
          ...(body === null ? {} : { 'content-length': body.length }),
        },
      });
      request.on('response', resolve);
      request.on('error', reject);
      request.on('upgrade', () => reject(refused(`${shown(url)} wants another protocol`)));
      request.end(body ?? undefined);
    });
    return { ...answerOf(message, url), ...(await read(message, options.limit)) };
  } finally {
    options.signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, url: URL) {
  return {
    status: statusCode,
    from: shown(url),
    type: headers['content-type'] ?? '',
    retryAfter: headers['retry-after'] ?? null,
    location: headers.location ?? null,
  };
}

async function read(message: IncomingMessage, limit: number): Promise<Pick<Answer, 'body' | 'cut'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) return { body: Buffer.concat(chunks).subarray(0, limit), cut: true };
  }
  return { body: Buffer.concat(chunks), cut: false };
}

/** An address as it may be logged: a query may hold what is secret, and so may a path. */
function shown(url: URL): string {
  return url.origin;
}

function refused(message: string): RequestError {
  return new RequestError('REQUEST_REFUSED', message);
}
