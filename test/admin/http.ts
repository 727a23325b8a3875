/** Requests of tests: fetch for what is well-behaved, raw sockets for what is not. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';

import type { AdminLimits } from '../../src/admin/limits.ts';
import { type AdminOptions, AdminServer } from '../../src/admin/index.ts';
import { codesOf } from '../../src/admin/openapi.ts';
import { ERROR_CODES } from '../../src/foundation/index.ts';
import { type Answered, assertDocumented, endpointOf } from './answers-as-promised.ts';
import { type FakeOptions, FakeServed } from './fake-served.ts';

export interface House {
  readonly served: FakeServed;
  readonly server: AdminServer;
}

const open: AdminServer[] = [];

/** A server on a free port over the stand-in; `closeHouses` ends it. */
export async function house(
  options: FakeOptions = {},
  limits: Partial<AdminLimits> = {},
  server: AdminOptions = {},
): Promise<House> {
  const served = new FakeServed(options);
  const made = new AdminServer(served, { port: 0, limits: { readGapMs: 0, ...limits }, ...server });
  await made.start();
  open.push(made);
  return { served, server: made };
}

export async function closeHouses(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.stop()));
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; undefined when the body is empty or no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read whatever shape they expect
  readonly body: any;
}

export interface Ask {
  readonly token?: string;
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Whatever a test asks for: the answer is one that the document promises, and a problem has a code that the table promises. */
function assertPromised(method: string, path: string, answered: Answered): void {
  const code = (parsed(answered.text) as { readonly code?: unknown } | null | undefined)?.code;
  // No endpoint answered: the process has none of them, or the path is another.
  if (code === 'ROUTE_UNKNOWN') return;
  const endpoint = endpointOf(method, path);
  if (endpoint === undefined) return;
  assertDocumented(endpoint, answered);
  if (typeof code !== 'string' || !Object.hasOwn(ERROR_CODES, code)) return;
  const codes: readonly string[] = [
    ...codesOf(endpoint),
    ...Object.values(endpoint.params).map(({ unknown }) => unknown),
  ];
  assert.ok(codes.includes(code), `${endpoint.name} may not answer ${code}`);
}

/** @param what as in `GET /healthz` */
export async function ask(
  { server }: { readonly server: { readonly url: string } },
  what: string,
  options: Ask = {},
): Promise<Reply> {
  const [method = '', path = ''] = what.split(' ');
  const { token, json, headers = {}, body } = options;
  const response = await fetch(server.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  assertPromised(method, path, {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text,
  });
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

/** Sends the bytes as they are and gives what came back until the server closed the connection. */
export function raw({ server }: { readonly server: { readonly url: string } }, bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
    socket.write(bytes, 'latin1');
  });
}

export interface Poured {
  readonly answer: string;
  /** Bytes that the other side's system had taken when the answer came. */
  readonly sent: number;
}

/** Sends a head and a long body, no faster than it is taken, until an answer comes. */
export async function pour(
  { server }: { readonly server: { readonly url: string } },
  { head, piece, pieces }: { readonly head: string; readonly piece: string; readonly pieces: number },
): Promise<Poured> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  const answered = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      resolve();
    });
    socket.on('error', reject);
  });
  socket.write(head);
  for (let poured = 0; poured < pieces && answer === ''; poured += 1) {
    if (!socket.write(piece)) await Promise.race([answered, new Promise((resolve) => socket.once('drain', resolve))]);
  }
  await answered;
  const sent = socket.bytesWritten;
  socket.destroy();
  return { answer, sent };
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 ([0-9]{3})/.exec(answer)?.[1] ?? 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
