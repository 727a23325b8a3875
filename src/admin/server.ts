/**
 * The admin API as a service: listens where the manifest says, stops without cutting answers off.
 *
 * Limits: one process, one address; TLS is the business of a proxy in front. A reload changes tokens, hosts and
 * routes at once, the address only at the next start.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { tell } from '../core/index.ts';
import { messageOf, newAborter, pause, Service, SkepError } from '../foundation/index.ts';
import { isGuarded } from '../manifest/index.ts';
import type { Served } from '../platform/index.ts';
import { ENDPOINTS, PROBES } from './endpoints.ts';
import { adminApp } from './app.ts';
import { Authenticator } from './auth.ts';
import { bodyReader } from './body.ts';
import { brokenRequests, refusedTunnels } from './broken.ts';
import { Connections } from './connections.ts';
import { ChangesInTurn } from './conditional.ts';
import { EqualReads } from './equal-reads.ts';
import type { Serving } from './exchange.ts';
import { holdsBody } from './expecting.ts';
import { isLoopback, urlHost } from './hosts.ts';
import { type AdminLimits, DEFAULT_LIMITS } from './limits.ts';
import { type Headers, securityHeaders } from './security-headers.ts';
import { SignIns } from './sign-ins.ts';

export interface AdminOptions {
  /** Instead of the manifest's admin.host. */
  readonly host?: string;
  /** Instead of the manifest's admin.port; 0 takes a free one. */
  readonly port?: number;
  readonly limits?: Partial<AdminLimits>;
  /** Only `/healthz` and `/readyz`, for a process without the api role. */
  readonly healthOnly?: boolean;
}

export class AdminServer extends Service {
  readonly #served: Served;
  readonly #host: string;
  readonly #port: number;
  readonly #limits: AdminLimits;
  readonly #healthOnly: boolean;
  readonly #halt = newAborter();
  #server: Server | undefined;
  #connections: Connections | undefined;
  #url = '';

  constructor(served: Served, options: AdminOptions = {}) {
    super();
    this.#served = served;
    this.#host = options.host ?? served.manifest().admin.host;
    this.#port = options.port ?? served.manifest().admin.port;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#healthOnly = options.healthOnly ?? false;
  }

  /** Base URL without a closing slash; '' before the start. */
  get url(): string {
    return this.#url;
  }

  /** @throws ADDRESS_IN_USE, ADDRESS_REFUSED */
  protected override async onStart(): Promise<void> {
    this.#refuseToServeAll();
    const server = this.#build(await securityHeaders());
    this.#server = server;
    await listening(server, { host: this.#host, port: this.#port, section: this.#section });
    const { port } = server.address() as AddressInfo;
    this.#url = `http://${urlHost(this.#host)}:${port}`;
    tell(this.#served.logger, this.#healthOnly ? 'health.listens' : 'admin.listens', { url: this.#url });
  }

  protected override interrupt(): void {
    this.#halt.abort();
  }

  /** Running requests get their answers, waits end at once; what is left after `stopMs` is cut. */
  protected override async onStop(): Promise<void> {
    this.#halt.abort();
    const server = this.#server;
    if (!server?.listening) return;
    const finished = newAborter();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#connections?.closeIdle();
    const done = closed.then(() => finished.abort());
    await Promise.race([done, pause(this.#served.clock, this.#limits.stopMs, finished.signal)]);
    server.closeAllConnections();
    await closed;
  }

  /** The section of the manifest that says where. */
  get #section(): 'admin' | 'health' {
    return this.#healthOnly ? 'health' : 'admin';
  }

  #refuseToServeAll(): void {
    if (isGuarded(this.#served.manifest().admin) || isLoopback(this.#host)) return;
    throw new SkepError(
      'ADDRESS_REFUSED',
      `${this.#section}.host ${this.#host} would let everyone in: no admin.tokens are declared`,
      {
        hint: 'declare admin.tokens, or listen on 127.0.0.1',
      },
    );
  }

  #build(headers: Headers): Server {
    const limits = this.#limits;
    const app = adminApp(this.#serving(), headers, this.#healthOnly ? PROBES : ENDPOINTS).callback();
    const options = {
      maxHeaderSize: limits.headBytes,
      headersTimeout: limits.headTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      keepAliveTimeout: limits.keepAliveMs,
      // The guard answers that with a problem; Node would with an empty 400.
      requireHostHeader: false,
    };
    const handle = (request: IncomingMessage, response: ServerResponse): void => void app(request, response);
    const server = createServer(options, handle);
    this.#connections = new Connections(server);
    server.maxConnections = limits.connections;
    // Node would drop those beyond 2000 unseen, Origin among them; their bytes are bounded already.
    server.maxHeadersCount = 0;
    server.on('checkContinue', (request, response) => {
      holdsBody(request);
      server.emit('request', request, response);
    });
    // An expectation that nobody knows may be left aside (RFC 9110, 10.1.1); Node would answer 417 past every guard.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    const broken = { headers, connections: this.#connections, limits, clock: this.#served.clock };
    server.on('clientError', brokenRequests(broken));
    // Node would hang up without a word: a tunnel is nothing that anybody here could make.
    server.on('connect', refusedTunnels(broken));
    return server;
  }

  #serving(): Serving {
    const limits = this.#limits;
    return {
      served: this.#served,
      limits,
      authenticator: new Authenticator(this.#served.clock, limits),
      signIns: new SignIns(this.#served),
      readBody: bodyReader(limits),
      stopping: this.#halt.signal,
      waiting: { requests: 0 },
      streams: { now: 0, most: limits.streams },
      equalReads: new EqualReads(this.#served.clock, limits.readGapMs),
      changesInTurn: new ChangesInTurn(this.#served.clock),
    };
  }
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly section: 'admin' | 'health';
}

function listening(server: Server, address: Address): Promise<void> {
  const { host, port } = address;
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => reject(addressError(error, address));
    server.once('error', refused);
    server.listen({ host: bare, port }, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

function addressError(error: NodeJS.ErrnoException, { host, port, section }: Address): SkepError {
  const address = `${urlHost(host)}:${port}`;
  if (error.code === 'EADDRINUSE') {
    const other = `choose another ${section}.port or \`--port\`; \`--port 0\` takes a free one`;
    const without =
      'If a `skep run` is there already, stop it, or start this one without the API: `--only worker,scheduler`';
    return new SkepError('ADDRESS_IN_USE', `the ${section} address ${address} is taken by another program`, {
      hint: section === 'admin' ? `${other}. ${without}` : other,
      cause: error,
    });
  }
  return new SkepError(
    'ADDRESS_REFUSED',
    `the ${section} address ${address} cannot be listened on: ${messageOf(error)}`,
    {
      hint: `check ${section}.host and ${section}.port`,
      cause: error,
    },
  );
}
