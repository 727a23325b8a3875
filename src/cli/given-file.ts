/** What a person gives at the command line as a file: of any kind that ends, since `<(…)` of a shell is a pipe. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

import { fileFault, flawOfKind, tooLargeFile } from '../foundation/index.ts';

/**
 * @param path     of a file or a pipe
 * @param maxBytes more are not taken
 * @throws Error whose message is the end of a sentence: the kind, the size, or why the system gives none
 */
export async function readGiven(path: string, maxBytes: number): Promise<Buffer> {
  try {
    const facts = await stat(path);
    const flaw = facts.isFIFO() ? undefined : flawOfKind(facts);
    if (flaw !== undefined) throw new Error(flaw);
    return await readAll(createReadStream(path), maxBytes);
  } catch (error) {
    throw new Error(fileFault(error), { cause: error });
  }
}

/**
 * All of a stream, in memory.
 * @throws Error when it holds more than that many bytes; nothing is read after them
 */
export async function readAll(stream: AsyncIterable<unknown>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    bytes += (chunk as Uint8Array).length;
    if (bytes > maxBytes) throw new Error(tooLargeFile(maxBytes));
  }
  return Buffer.concat(chunks);
}
