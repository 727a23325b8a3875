/** Scripts are run: as functions where the server has them, else by their SHA-1, else by their text. */
import { Command } from 'ioredis';

import type { StoreClient } from '../client.ts';
import { script, type ScriptArgument, type ScriptName, type ScriptReply } from '../scripts.ts';

/**
 * A command of ioredis in all but the way to its arguments: ioredis copies a list four times on the way, once by
 * flattening it element by element, which took 0.7 of the 12 µs that a job costs its worker.
 */
class ScriptCall extends Command {
  constructor(
    command: 'fcall' | 'evalsha' | 'eval',
    what: string,
    keys: readonly string[],
    args: readonly ScriptArgument[],
  ) {
    super(command, [], { replyEncoding: 'utf8' });
    this.args = [what, keys.length, ...keys, ...args];
    this.stringifyArguments();
  }
}

/** A field of a hash that is there before a script runs. */
export type Ahead = readonly [hash: string, field: string, value: string];

const NOTHING: readonly Ahead[] = [];

/**
 * Runs a script; Redis learns what it does not know (first use, restart, failover, SCRIPT FLUSH, FUNCTION FLUSH).
 * @param ahead written in one transaction with it: it stands where the script has run, also where that has failed
 */
export async function runScript(
  client: StoreClient,
  name: ScriptName,
  keys: readonly string[],
  args: readonly ScriptArgument[],
  ahead = NOTHING,
): Promise<ScriptReply> {
  const { called, sha, text } = script(name);
  const send = (command: 'fcall' | 'evalsha' | 'eval', what: string): Promise<unknown> => {
    const call = (): ScriptCall => new ScriptCall(command, what, keys, args);
    return ahead.length === 0 ? (client.sendCommand(call()) as Promise<unknown>) : together(client, ahead, call);
  };
  if (client.functions.usable) {
    try {
      return (await send('fcall', called)) as ScriptReply;
    } catch (error) {
      if (!client.functions.isRefusal(error)) throw error;
    }
  }
  try {
    return (await send('evalsha', sha)) as ScriptReply;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return (await send('eval', text)) as ScriptReply;
  }
}

/** What ioredis says of a transaction whose connection broke: where it sends a command again by itself, it gives these up. */
const CUT = 'Command aborted due to connection close';
/** So many connections may break under one call. */
const CUTS = 5;

/**
 * In one transaction; asked for once more where the connection broke, as ioredis does with a command alone. That may have been run
 * already: a job whose id is there is told as there, and nothing of it changes.
 */
async function together(client: StoreClient, ahead: readonly Ahead[], call: () => ScriptCall): Promise<unknown> {
  for (let cuts = 0; ; cuts += 1) {
    try {
      return await transacted(client, ahead, call());
    } catch (error) {
      if (cuts === CUTS || !(error instanceof Error) || !error.message.startsWith(CUT)) throw error;
    }
  }
}

/** Redis refuses a transaction as a whole for what one of its commands was told: that says why. */
async function transacted(client: StoreClient, ahead: readonly Ahead[], call: ScriptCall): Promise<unknown> {
  const transaction = client.multi();
  for (const [hash, field, value] of ahead) transaction.hset(hash, field, value);
  (transaction as unknown as Pick<StoreClient, 'sendCommand'>).sendCommand(call);
  try {
    const replies = (await transaction.exec()) as unknown as readonly unknown[];
    return replies.at(-1);
  } catch (error) {
    const [reason = error] = (error as { readonly previousErrors?: readonly unknown[] }).previousErrors ?? [];
    throw reason;
  }
}
