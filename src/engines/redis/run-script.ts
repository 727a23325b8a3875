/** Scripts are run: as functions where the server has them, else by their SHA-1, else by their text. */
import { Command } from 'ioredis';

import type { StoreClient } from './client.ts';
import { script, type ScriptArgument, type ScriptName, type ScriptReply } from './scripts.ts';

/**
 * A command of ioredis in all but the way to its arguments: ioredis copies a list four times on the way, once by
 * flattening it element by element, which took 0.7 of the 12 µs that a job costs its worker.
 */
class ScriptCall extends Command {
  constructor(command: 'fcall' | 'evalsha', what: string, keys: readonly string[], args: readonly ScriptArgument[]) {
    super(command, [], { replyEncoding: 'utf8' });
    this.args = [what, keys.length, ...keys, ...args];
    this.stringifyArguments();
  }
}

/** Runs a script; Redis learns what it does not know (first use, restart, failover, SCRIPT FLUSH, FUNCTION FLUSH). */
export async function runScript(
  client: StoreClient,
  name: ScriptName,
  keys: readonly string[],
  args: readonly ScriptArgument[],
): Promise<ScriptReply> {
  const { called, sha, text } = script(name);
  if (client.functions.usable) {
    try {
      return (await client.sendCommand(new ScriptCall('fcall', called, keys, args))) as ScriptReply;
    } catch (error) {
      if (!client.functions.isRefusal(error)) throw error;
    }
  }
  try {
    return (await client.sendCommand(new ScriptCall('evalsha', sha, keys, args))) as ScriptReply;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return (await client.eval(text, keys.length, ...keys, ...args)) as ScriptReply;
  }
}
