/** Finds what a command works on: the server of --server, else what the manifest leads to. */
import { messageOf, SkepError } from '../foundation/index.ts';
import type { Operations } from '../api/index.ts';
import type { Caller, ConnectOptions } from './caller.ts';
import { readGiven } from './given-file.ts';

/** No header that a server takes is longer. */
const MAX_TOKEN_BYTES = 64 * 1024;

/** @throws SkepError MANIFEST_INVALID, SERVER_UNREACHABLE, STORE_ABSENT, STORE_UNREACHABLE, STORE_REFUSED, USAGE */
export async function connect(caller: Caller, options: ConnectOptions = {}): Promise<Operations> {
  const token = await tokenOf(caller);
  const { server } = caller.options;
  // Reading manifests takes half of a command's start, the table of endpoints a part: only who needs it waits for it.
  if (server !== undefined) return (await import('../client/index.ts')).operationsOf(server, token);
  const { connectByManifest } = await import('./connect-by-manifest.ts');
  return connectByManifest(caller, token, options);
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
