/** The running server of this very manifest, else the store itself. */
import os from 'node:os';
import path from 'node:path';

import { adminAddress, type AdminAddress, isGuarded, type Manifest } from '../manifest/index.ts';
import type { Actor, Operations } from '../api/index.ts';
import { manifestFingerprint, openOperations, readManifest } from '../platform/index.ts';
import type { Caller, ConnectOptions } from './caller.ts';
import { printable } from './terminal.ts';

/**
 * A port that nobody listens on refuses at once. This long is waited only for a program that takes the
 * connection and says nothing, or for a server on a machine that is very busy.
 */
const PROBE_MS = 5_000;

/** @throws SkepError MANIFEST_INVALID, STORE_ABSENT, STORE_UNREACHABLE, STORE_REFUSED */
export async function connectByManifest(
  caller: Caller,
  token: string | undefined,
  { create = false }: ConnectOptions,
): Promise<Operations> {
  const { options, terminal } = caller;
  const manifest = await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd }).catch(
    async (error: unknown) => {
      const server = await serverOfBroken(caller);
      if (server === undefined) throw error;
      return server;
    },
  );
  if (typeof manifest === 'string') return remote(manifest, token);
  const server = await serverOf(manifest, token);
  if (server !== undefined) {
    caller.whisper(`through the server at ${server}`);
    return remote(server, token);
  }
  const onMade = create ? { onMade: (path: string) => terminal.say(`made a new store: ${printable(path)}`) } : {};
  caller.whisper(`straight on the ${manifest.engine.type} store`);
  return openOperations({ actor: person(), manifest, env: terminal.env, cwd: terminal.cwd, ...onMade });
}

/** The base URL of the running server of that manifest; undefined where none answers, or it would not let us in. */
export async function serverOf(
  { admin, file }: Pick<Manifest, 'admin' | 'file'>,
  token: string | undefined,
): Promise<string | undefined> {
  // Without a token the server would refuse us, while whoever may read the manifest may use the store anyway.
  return token === undefined && isGuarded(admin) ? undefined : runningServer(admin, file);
}

/** The table of endpoints is read by those who ask a server. */
async function remote(server: string, token: string | undefined): Promise<Operations> {
  const { operationsOf } = await import('../client/index.ts');
  return operationsOf(server, token);
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

/** Whoever calls the command, by the word of his system. */
function person(): Actor {
  return { by: `${userName()}@${os.hostname()}`, via: 'cli', address: null };
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 0}`;
  }
}
