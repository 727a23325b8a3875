/**
 * Files that somebody names and we read, whatever they turn out to be: to open a pipe waits until somebody writes to it,
 * a device never ends, and a thread that waits so keeps the whole process from ending.
 */
import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

import { messageOf } from './errors.ts';

/** @returns why what these facts tell of is no file to read, as the end of a sentence; undefined when it is one */
export function flawOfKind(facts: Stats): string | undefined {
  if (facts.isFile()) return undefined;
  return facts.isDirectory() ? 'it is a folder, not a file' : 'it is no regular file';
}

/**
 * @param path     of a file, or of a link to one
 * @param maxBytes no more than these are read, and one
 * @returns all bytes, or why they are not taken: the kind, or the size in MiB
 * @throws the error of stat(2) or open(2): ENOENT, EACCES, ELOOP …
 */
export async function readRegular(path: string, maxBytes: number): Promise<Buffer | string> {
  const flaw = flawOfKind(await stat(path));
  if (flaw !== undefined) return flaw;
  // Whoever puts a pipe there right now does not stop us either: with this, opening one comes back.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = await handle.stat();
    const flawNow = flawOfKind(facts);
    if (flawNow !== undefined) return flawNow;
    // One byte more than allowed tells a file that grew since stat.
    const buffer = Buffer.alloc(Math.min(facts.size, maxBytes) + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < buffer.length; length += got) {
      ({ bytesRead: got } = await handle.read(buffer, length, buffer.length - length, length));
    }
    return facts.size > maxBytes || length > maxBytes ? tooLargeFile(maxBytes) : buffer.subarray(0, length);
  } finally {
    await handle.close();
  }
}

/** Why the system gives no file to read, as the end of a sentence. @param error of stat(2), open(2) or read(2) */
export function fileFault(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'this process may not read it';
  if (code === 'ELOOP') return 'its symbolic links form a circle';
  return messageOf(error);
}

const MEBI = 1024 * 1024;

/** The end of a sentence about a file that holds more bytes than these. */
export function tooLargeFile(maxBytes: number): string {
  const unit = maxBytes < MEBI ? 'KiB' : 'MiB';
  return `it is larger than ${maxBytes / (maxBytes < MEBI ? MEBI / 1024 : MEBI)} ${unit}`;
}
