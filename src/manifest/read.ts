import { open, realpath } from 'node:fs/promises';

import { messageOf } from '../foundation/index.ts';
import type { DiagnosticCode } from './codes.ts';

/** A manifest that is larger was made by a machine for another purpose. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: DiagnosticCode; readonly message: string; readonly hint?: string };

/** The file's text. Never more than MAX_FILE_BYTES are read, whatever the file turns out to be. */
export async function read(path: string): Promise<ReadResult> {
  try {
    const bytes = await readBytes(path);
    return typeof bytes === 'string' ? { ok: false, code: 'YAML_UNREADABLE', message: bytes } : decode(bytes);
  } catch (error) {
    return { ok: false, code: 'YAML_UNREADABLE', ...reasonOf(error) };
  }
}

/** @returns the bytes, or why they are not taken */
async function readBytes(path: string): Promise<Uint8Array | string> {
  const handle = await open(path, 'r');
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) return 'it is a folder, not a file';
    if (!stats.isFile()) return 'it is no regular file';
    // One byte more than allowed tells a file that grew since stat.
    const buffer = Buffer.alloc(Math.min(stats.size, MAX_FILE_BYTES) + 1);
    let length = 0;
    for (let got = 1; got > 0 && length < buffer.length; length += got) {
      ({ bytesRead: got } = await handle.read(buffer, length, buffer.length - length, length));
      if (got === 0) break;
    }
    return stats.size > MAX_FILE_BYTES || length > MAX_FILE_BYTES ? tooLarge() : buffer.subarray(0, length);
  } finally {
    await handle.close();
  }
}

export function tooLarge(): string {
  return `it is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`;
}

function decode(bytes: Uint8Array): ReadResult {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, code: 'YAML_ENCODING', message: 'the bytes are not UTF-8', hint: 'save the file as UTF-8' };
  }
}

function reasonOf(error: unknown): { message: string; hint?: string } {
  const { code } = error as { code?: unknown };
  if (code === 'ENOENT' || code === 'ENOTDIR') return { message: 'there is no such file' };
  if (code === 'EACCES' || code === 'EPERM') return { message: 'this process may not read it' };
  if (code === 'ELOOP') return { message: 'its symbolic links form a circle' };
  return { message: messageOf(error) };
}

/** The file behind links, to know a file that is named twice; the path itself when it does not exist. */
export async function identityOf(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}
