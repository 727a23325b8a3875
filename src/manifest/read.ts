import { realpath } from 'node:fs/promises';

import { type DiagnosticCode, fileFault, readRegular, tooLargeFile } from '../foundation/index.ts';

/** A manifest that is larger was made by a machine for another purpose. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: DiagnosticCode; readonly message: string; readonly hint?: string };

/** The file's text. Never more than MAX_FILE_BYTES are read, whatever the file turns out to be. */
export async function read(path: string): Promise<ReadResult> {
  try {
    const bytes = await readRegular(path, MAX_FILE_BYTES);
    return typeof bytes === 'string' ? { ok: false, code: 'YAML_UNREADABLE', message: bytes } : decode(bytes);
  } catch (error) {
    return { ok: false, code: 'YAML_UNREADABLE', message: fileFault(error) };
  }
}

export function tooLarge(): string {
  return tooLargeFile(MAX_FILE_BYTES);
}

function decode(bytes: Uint8Array): ReadResult {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, code: 'YAML_ENCODING', message: 'the bytes are not UTF-8', hint: 'save the file as UTF-8' };
  }
}

/** The file behind links, to know a file that is named twice; the path itself when it does not exist. */
export async function identityOf(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}
