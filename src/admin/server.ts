/**
 * The admin API as a service: listens where the manifest says, stops without cutting answers off.
 *
 * Limits: one process, one address; TLS is the business of a proxy in front. A reload changes tokens, hosts and
 * routes at once, the address only at the next start.
 */
import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { messageOf, pause, Service, SkepError } from '../foundation/index.ts';
import type { Served } from '../platform/index.ts';
import { adminApp } from './app.ts';
import { Authenticator } from './auth.ts';
import { bodyReader } from './body.ts';
import { Connections } from './connections.ts';
import type { House } from './exchange.ts';
import { isLoopback, urlHost } from './hosts.ts';
import { type AdminLimits, DEFAULT_LIMITS } from './limits.ts';
import { PROBLEM_TYPE } from './problem.ts';

export interface AdminOptions {
  /** Instead of the manifest's admin.host. */
  readonly host?: string;
  /** Instead of the manifest's admin.port; 0 takes a free one. */
  readonly port?: number;
  readonly limits?: Partial<AdminLimits>;
}

export class AdminServer extends Service {
  readonly #served: Served;
  readonly #host: string;
  readonly #port: number;
  readonly #limits: AdminLimits;
  readonly #halt = new AbortController();
  #server: Server | undefined;
  #connections: Connections | undefined;
  #url = '';

  constructor(served: Served, options: AdminOptions = {}) {
    super();
    this.#served = served;
    this.#host = options.host ?? served.manifest().admin.host;
    this.#port = options.port ?? served.manifest().admin.port;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
  }

  /** Base URL without a closing slash; '' before the start. */
  get url(): string {
    return this.#url;
  }

  /** @throws ADDRESS_IN_USE, ADDRESS_REFUSED */
  protected override async onStart(): Promise<void> {
    this.#refuseToServeAll();
    const server = this.#build();
    this.#server = server;
    this.#connections = new Connections(server);
    await listening(server, this.#host, this.#port);
    const { port } = server.address() as AddressInfo;
    this.#url = `http://${urlHost(this.#host)}:${port}`;
    this.#served.logger.info({ url: this.#url }, 'admin API listens');
  }

  protected override interrupt(): void {
    this.#halt.abort();
  }

  /** Running requests get their answers, waits end at once; what is left after `stopMs` is cut. */
  protected override async onStop(): Promise<void> {
    this.#halt.abort();
    const server = this.#server;
    if (!server?.listening) return;
    const finished = new AbortController();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#connections?.closeIdle();
    const done = closed.then(() => finished.abort());
    await Promise.race([done, pause(this.#served.clock, this.#limits.stopMs, finished.signal)]);
    server.closeAllConnections();
    await closed;
  }

  #refuseToServeAll(): void {
    if (this.#served.manifest().admin.tokens.length > 0 || isLoopback(this.#host)) return;
    throw new SkepError(
      'ADDRESS_REFUSED',
      `admin.host ${this.#host} would let everyone in: no admin.tokens are declared`,
      {
        hint: 'declare admin.tokens, or listen on 127.0.0.1',
      },
    );
  }

  #build(): Server {
    const limits = this.#limits;
    const house: House = {
      served: this.#served,
      limits,
      authenticator: new Authenticator(this.#served.clock, limits.wrongTokens),
      readBody: bodyReader(limits),
      stopping: this.#halt.signal,
    };
    const handle = adminApp(house).callback();
    const options = {
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      keepAliveTimeout: limits.keepAliveMs,
    };
    const server = createServer(options, (request, response) => void handle(request, response));
    server.maxConnections = limits.connections;
    server.on('clientError', answerBroken);
    return server;
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => reject(addressError(error, host, port));
    server.once('error', refused);
    server.listen({ host: bare, port }, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

function addressError(error: NodeJS.ErrnoException, host: string, port: number): SkepError {
  const address = `${urlHost(host)}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return new SkepError('ADDRESS_IN_USE', `the admin address ${address} is taken by another program`, {
      hint: 'stop that program or choose another admin.port',
      cause: error,
    });
  }
  return new SkepError('ADDRESS_REFUSED', `the admin address ${address} cannot be listened on: ${messageOf(error)}`, {
    hint: 'check admin.host and admin.port',
    cause: error,
  });
}

const STATUS_OF_BREAK: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP request never reaches Koa; it gets its problem here and the connection ends. */
function answerBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_OF_BREAK[error.code ?? ''] ?? 400;
  const title = STATUS_CODES[status] ?? '';
  const type = 'urn:skep:problem:request-invalid';
  const body = JSON.stringify({
    type,
    title,
    status,
    detail: 'the request is not readable as HTTP',
    code: 'REQUEST_INVALID',
  });
  const head = [`HTTP/1.1 ${status} ${title}`, 'Connection: close', `Content-Type: ${PROBLEM_TYPE}`];
  socket.end([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
}
