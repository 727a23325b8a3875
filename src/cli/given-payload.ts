/** A payload as it is given on the command line. */
import { type Json, messageOf, readJson, SkepError } from '../foundation/index.ts';
import type { CommandCall } from './command-call.ts';
import { readAll, readGiven } from './given-file.ts';

/** Far beyond what any server is told to take (a mebibyte by default): only what never ends is stopped here. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

/** @param source JSON, `@file`, or `-` for stdin. @throws SkepError USAGE */
export async function payloadOf(call: CommandCall, source: string | undefined): Promise<Json> {
  if (source === undefined) return {};
  const read = readJson(await textOf(call, source));
  if (read.ok) return read.value;
  throw new SkepError('USAGE', `the payload ${read.problem}`, {
    hint: 'write it in single quotes, \'{"to":"a@example.org"}\', or give @file or - for stdin',
  });
}

/**
 * A payload for each job: the elements of a list, or a line each.
 * @param source as for payloadOf. @throws SkepError USAGE
 */
export async function payloadsOf(call: CommandCall, source: string | undefined): Promise<readonly Json[]> {
  const text = source === undefined ? '' : await textOf(call, source);
  const whole = readJson(text);
  if (whole.ok && Array.isArray(whole.value)) return whole.value as Json[];
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = readJson(line);
    if (read.ok) return [read.value];
    throw new SkepError('USAGE', `line ${index + 1} ${read.problem}`, {
      hint: 'give a JSON list of payloads, or a payload in each line',
    });
  });
}

async function textOf({ terminal }: CommandCall, source: string): Promise<string> {
  const fromStdin = source === '-';
  if (!fromStdin && !source.startsWith('@')) return source;
  try {
    const bytes = fromStdin
      ? readAll(terminal.stdin, MAX_PAYLOAD_BYTES)
      : readGiven(source.slice(1), MAX_PAYLOAD_BYTES);
    return utf8(await bytes);
  } catch (error) {
    if (error instanceof SkepError) throw error;
    throw new SkepError('USAGE', `the payload cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Without the byte order mark that some programs of Windows begin a file with. */
function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SkepError('USAGE', 'the payload is not UTF-8', { hint: 'write it as UTF-8' });
  }
}
