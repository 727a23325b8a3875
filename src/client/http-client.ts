/** JSON over HTTP to a Skep server; whatever goes wrong comes back as the SkepError that the server meant. */
import type { ReadinessView } from '../platform/index.ts';
import {
  anySignal,
  ERROR_CODES,
  type ErrorCode,
  messageOf,
  newAborter,
  SkepError,
  systemClock,
} from '../foundation/index.ts';

export interface HttpClientOptions {
  /** Base URL, e.g. http://127.0.0.1:8080 */
  readonly server: string;
  readonly token?: string;
  /** Ends requests that are under way, each with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Further headers, asked for at each request. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Longest time for an answer, beside what the request itself asks to wait. Default: five minutes until it begins. */
  readonly timeoutMs?: number;
}

/**
 * As long as Node's fetch waits for the begin of an answer. Where a connection is reset in the moment in which it is made that of Node 20
 * waits for ever, with nothing that would keep the process.
 */
const BEGIN_MS = 300_000;
const NO_ANSWER = 'it does not answer';

/** What a gateway answers while the server behind it is gone, as when it is restarted. */
const GATEWAY_STATUS: ReadonlySet<number> = new Set([502, 503, 504]);

/** The connection was lost, or never made: whether the server did what was asked is not known. */
export function isLost(error: unknown): boolean {
  return error instanceof SkepError && error.code === 'SERVER_UNREACHABLE' && error.details?.['lost'] === true;
}

interface Asked {
  readonly body?: unknown;
  /** JSON where it is not said. */
  readonly accept?: string;
  /** A stream of events that goes on behind that one; it lasts as long as it lasts. */
  readonly after?: string | undefined;
  readonly waitMs?: number;
}

export class HttpClient {
  readonly #base: URL;
  readonly #token: string | undefined;
  readonly #options: HttpClientOptions;

  constructor(options: HttpClientOptions) {
    this.#base = baseUrl(options.server);
    this.#token = options.token;
    this.#options = options;
  }

  /** The same server; requests end with the signal, and with what ended those of this one. */
  until(signal: AbortSignal): HttpClient {
    const before = this.#options.signal;
    return new HttpClient({ ...this.#options, signal: before ? anySignal([before, signal]) : signal });
  }

  get url(): string {
    return this.#base.href;
  }

  /**
   * @param path   below the base, its parts already encoded
   * @param waitMs what the server was asked to wait before it answers
   * @throws SkepError with the server's code, SERVER_UNREACHABLE when no Skep server answers there
   */
  async call<T>(method: string, path: string, body?: unknown, waitMs = 0): Promise<T> {
    const { response, text } = await this.#exchange(method, path, { body, waitMs });
    if (response.ok) return text === '' ? (undefined as T) : (this.#parse(text) as T);
    throw this.#problem(response, text);
  }

  /** What the server says of itself, ready or not; without its checks when it wants a token. */
  async readiness(): Promise<Partial<ReadinessView>> {
    const { text } = await this.#exchange('GET', 'readyz', {});
    return this.#parse(text) as Partial<ReadinessView>;
  }

  /**
   * A stream of events as text, piece by piece, for as long as the server tells of something.
   * @param after id of the last one that was read
   * @throws SkepError as call; SERVER_UNREACHABLE, as lost, where it is cut off
   */
  async *stream(path: string, after?: string): AsyncGenerator<string, void, undefined> {
    const { signal } = this.#options;
    try {
      const response = await this.#send('GET', path, { accept: 'text/event-stream', after });
      if (!response.ok) throw this.#problem(response, await response.text());
      if (response.body === null) return;
      for await (const piece of response.body.pipeThrough(new TextDecoderStream())) yield piece;
    } catch (error) {
      if (error instanceof SkepError) throw error;
      throw this.#unreachable(error, signal);
    }
  }

  async #exchange(method: string, path: string, asked: Asked): Promise<{ response: Response; text: string }> {
    const { signal } = this.#options;
    try {
      const response = await this.#send(method, path, asked);
      return { response, text: await response.text() };
    } catch (error) {
      throw this.#unreachable(error, signal);
    }
  }

  #unreachable(error: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted === true) return signal.reason;
    return new SkepError('SERVER_UNREACHABLE', `no server answers at ${this.url}: ${causeOf(error)}`, {
      hint: 'start it with `skep run`, or leave --server out to work on the store itself',
      details: { lost: true },
      cause: error,
    });
  }

  async #send(method: string, path: string, { body, waitMs = 0, accept, after }: Asked): Promise<Response> {
    const headers: Record<string, string> = { ...this.#options.headers?.(), accept: accept ?? 'application/json' };
    if (after !== undefined) headers['last-event-id'] = after;
    if (this.#token !== undefined) headers['authorization'] = `Bearer ${this.#token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const { signal, timeoutMs } = this.#options;
    const late = newAborter();
    const timer = systemClock.after((timeoutMs ?? BEGIN_MS) + waitMs, () => late.abort(new Error(NO_ANSWER)), {
      hold: true,
    });
    const ends = [
      late.signal,
      ...(signal ? [signal] : []),
      ...(timeoutMs === undefined || accept !== undefined ? [] : [AbortSignal.timeout(timeoutMs + waitMs)]),
    ];
    try {
      return await fetch(new URL(path, this.#base), {
        method,
        headers,
        redirect: 'manual',
        signal: anySignal(ends),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } finally {
      timer.cancel();
    }
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new SkepError('SERVER_UNREACHABLE', `what answers at ${this.url} is no Skep server (no JSON)`, {
        cause: error,
      });
    }
  }

  #problem(response: Response, text: string): SkepError {
    const problem = this.#problemOf(text);
    if (problem === undefined && GATEWAY_STATUS.has(response.status)) {
      const message = `no server answers behind what is at ${this.url} (${response.status})`;
      return new SkepError('SERVER_UNREACHABLE', message, { details: { lost: true } });
    }
    if (problem === undefined) {
      return new SkepError('SERVER_UNREACHABLE', `what answers at ${this.url} is no Skep server (${response.status})`);
    }
    const { code, detail, title, hint } = problem;
    const known = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'INTERNAL';
    const message = [detail, title].find((text) => typeof text === 'string') ?? code;
    return new SkepError(known, message, {
      ...(typeof hint === 'string' ? { hint: TOKEN_HINTS[known] ?? hint } : {}),
      details: detailsOf(problem),
    });
  }

  #problemOf(text: string): (Record<string, unknown> & { code: string }) | undefined {
    try {
      const value = JSON.parse(text) as Record<string, unknown> | null;
      if (typeof value?.['code'] === 'string') return { ...value, code: value['code'] };
    } catch {
      // A proxy's HTML page, say: not ours.
    }
    return undefined;
  }
}

const GIVE_TOKEN = 'give the token by SKEP_TOKEN or --token-file; `admin.tokens` of the manifest lists them';
/** The server speaks to programs that write headers themselves. */
const TOKEN_HINTS: Partial<Record<ErrorCode, string>> = { TOKEN_MISSING: GIVE_TOKEN, TOKEN_INVALID: GIVE_TOKEN };

/** Members of a problem that are not particulars of the error (RFC 9457, and our two). */
const PROBLEM_MEMBERS = ['type', 'title', 'status', 'detail', 'instance', 'code', 'hint'];

function detailsOf(problem: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(problem).filter(([name]) => !PROBLEM_MEMBERS.includes(name)));
}

function baseUrl(server: string): URL {
  const text = server.includes('://') ? server : `http://${server}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new SkepError('USAGE', `--server: ${JSON.stringify(server)} is no URL of http or https`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new SkepError('USAGE', '--server: the URL must not hold a password', {
      hint: 'give the token by SKEP_TOKEN or --token-file',
    });
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' ? cause.code : messageOf(error);
}
