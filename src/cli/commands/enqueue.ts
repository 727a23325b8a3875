import type { Command } from 'commander';
import { type Json, messageOf, readJson, SkepError } from '../../foundation/index.ts';
import { readAll, readGiven } from '../given-file.ts';
import { ENQUEUED } from '../layouts.ts';
import { addEnqueueOptions, enqueueOptionsOf } from '../option-flags.ts';
import { durationOption } from '../options.ts';
import { type ExitSlot, onCall, type CommandCall } from '../command-call.ts';
import { awaitJob } from '../await-job.ts';

interface EnqueueFlags {
  /** Milliseconds. */
  readonly wait?: number;
  readonly [option: string]: unknown;
}

/** What `--wait` alone means. */
export const DEFAULT_WAIT = '30s';

/** Far beyond what any server is told to take (a mebibyte by default): only what never ends is stopped here. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

export function registerEnqueue(program: Command, exit: ExitSlot): void {
  const command = program
    .command('enqueue')
    .description('create a job')
    .argument('<task>')
    .argument('[payload]', 'JSON, @file, or - for stdin (default: {})');
  addEnqueueOptions(command).option(
    '--wait [duration]',
    `wait until it is finished (${DEFAULT_WAIT}): exit 7 when it failed, 8 out of time`,
    durationOption,
  );
  onCall<EnqueueFlags>(command, exit, async (call, [task = '', payload], flags) => {
    const item = { payload: await payloadOf(call, payload), options: enqueueOptionsOf(flags) };
    const operations = await call.operations({ create: true });
    const [receipt] = await operations.enqueue(task, [item]);
    if (receipt === undefined) throw new SkepError('INTERNAL', 'the server gave no receipt');
    if (flags.wait !== undefined) return awaitJob(call, receipt.id, flags.wait);
    await call.printer.item(ENQUEUED, receipt);
    return undefined;
  });
}

async function payloadOf(call: CommandCall, source: string | undefined): Promise<Json> {
  if (source === undefined) return {};
  const read = readJson(await textOf(call, source));
  if (read.ok) return read.value;
  throw new SkepError('USAGE', `the payload ${read.problem}`, {
    hint: 'write it in single quotes, \'{"to":"a@example.org"}\', or give @file or - for stdin',
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
