import { resolve } from 'node:path';

export interface HandlerRef {
  /** Absolute path of the module. */
  readonly module: string;
  /** Export name; 'default' when the manifest names none. */
  readonly export: string;
  /** As written. */
  readonly text: string;
  /** The module need not have that export. */
  readonly optional?: true;
  /** It is loaded in threads and processes, not here. */
  readonly apart?: true;
}

/** `./handlers/emails.ts#send` against the manifest's folder. */
export function handlerRef(text: string, directory: string): HandlerRef {
  const hash = text.indexOf('#');
  const file = hash < 0 ? text : text.slice(0, hash);
  return { module: resolve(directory, file), export: hash < 0 ? 'default' : text.slice(hash + 1), text };
}
