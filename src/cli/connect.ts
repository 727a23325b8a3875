/**
 * Finds what a command works on: the server of --server, else the running server of this very manifest,
 * else the store itself.
 */
import path from 'node:path';

import { messageOf, SkepError, systemClock } from '../foundation/index.ts';
import { adminAddress, type AdminAddress } from '../manifest/index.ts';
import { manifestFingerprint, openOperations, type Operations, readManifest } from '../platform/index.ts';
import { readGiven } from './given-file.ts';
import { HttpClient } from './http-client.ts';
import type { GlobalOptions } from './options.ts';
import { RemoteOperations } from './remote-operations.ts';
import { printable, type Terminal } from './terminal.ts';

/** The call that asks; a Session is one. */
export interface Caller {
  readonly options: GlobalOptions;
  readonly terminal: Terminal;
  whisper(text: string): void;
}

export interface ConnectOptions {
  /** Makes the store when there is none. Default: refuses. */
  readonly create?: boolean;
}

/**
 * A port that nobody listens on refuses at once. This long is waited only for a program that takes the
 * connection and says nothing, or for a server on a machine that is very busy.
 */
const PROBE_MS = 5_000;

/** No header that a server takes is longer. */
const MAX_TOKEN_BYTES = 64 * 1024;

/** @throws SkepError MANIFEST_INVALID, SERVER_UNREACHABLE, STORE_ABSENT, STORE_UNREACHABLE, STORE_REFUSED, USAGE */
export async function connect(caller: Caller, { create = false }: ConnectOptions = {}): Promise<Operations> {
  const { options, terminal } = caller;
  const token = await tokenOf(caller);
  if (options.server !== undefined) return remote(options.server, token);
  const manifest = await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd }).catch(
    async (error: unknown) => {
      const server = await serverOfBroken(caller);
      if (server === undefined) throw error;
      return server;
    },
  );
  if (typeof manifest === 'string') return remote(manifest, token);
  const server = await runningServer(manifest.admin, manifest.file);
  // Without a token the server would refuse us, while whoever may read the manifest may use the store anyway.
  if (server !== undefined && (token !== undefined || manifest.admin.tokens.length === 0)) {
    caller.whisper(`through the server at ${server}`);
    return remote(server, token);
  }
  const onMade = create ? { onMade: (path: string) => terminal.say(`made a new store: ${printable(path)}`) } : {};
  caller.whisper(`straight on the ${manifest.engine.type} store`);
  return openOperations({ manifest, env: terminal.env, cwd: terminal.cwd, ...onMade });
}

/**
 * The running server of a manifest file that has problems: it goes on with the last good one, and so do its commands.
 * Says on stderr that this was done. @returns its base URL; undefined when none answers
 */
export async function serverOfBroken({ options, terminal }: Caller): Promise<string | undefined> {
  const file = path.resolve(terminal.cwd, options.file);
  const server = await runningServer(await adminAddress(file, terminal.env), file);
  if (server === undefined) return undefined;
  terminal.say(
    `${printable(options.file)} has problems, \`skep check\` shows them; asking the server at ${server}, which goes on with the last good one`,
  );
  return server;
}

function remote(server: string, token: string | undefined): Operations {
  const client = new HttpClient({ server, ...(token === undefined ? {} : { token }) });
  return new RemoteOperations(client, () => systemClock.monotonic());
}

/** Tokens never come as arguments: those can be read by every user of the host. */
export async function tokenOf({ options, terminal }: Caller): Promise<string | undefined> {
  const fromEnv = terminal.env['SKEP_TOKEN'];
  if (options.tokenFile === undefined) return fromEnv === '' ? undefined : fromEnv;
  try {
    return (await readGiven(options.tokenFile, MAX_TOKEN_BYTES)).toString().trim();
  } catch (error) {
    throw new SkepError('USAGE', `--token-file: ${messageOf(error)}`, { cause: error });
  }
}

/** The base URL of the server of that manifest file on this host, when it answers. */
async function runningServer(admin: AdminAddress, file: string): Promise<string | undefined> {
  if (admin.port === 0) return undefined;
  const server = `http://${reachable(admin.host)}:${admin.port}/`;
  try {
    const response = await fetch(new URL('healthz', server), {
      signal: AbortSignal.timeout(PROBE_MS),
      redirect: 'error',
    });
    const body = (await response.json()) as { manifest?: unknown } | null;
    return body?.manifest === manifestFingerprint(file) ? server : undefined;
  } catch {
    return undefined;
  }
}

/** The address at which this host reaches what listens on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
