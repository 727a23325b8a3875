import { resolve } from 'node:path';

import type { HandlerRef } from './manifest.ts';

/** `./handlers/emails.ts#send` against the manifest's folder. */
export function handlerRef(text: string, directory: string): HandlerRef {
  const hash = text.indexOf('#');
  const file = hash < 0 ? text : text.slice(0, hash);
  return { module: resolve(directory, file), export: hash < 0 ? 'default' : text.slice(hash + 1), text };
}
