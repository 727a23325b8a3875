/** What a revision said, as the store keeps it: packed, for manifests repeat themselves. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import type { ManifestText } from '../../manifest/index.ts';

export interface RevisionText {
  /** The main file first; references to the environment are not resolved. */
  readonly files: readonly ManifestText[];
  /** By the module's path below the manifest's folder: a name that changes when its code does, or that of a file it imports. */
  readonly handlers: Readonly<Record<string, string>>;
}

export async function packed(text: RevisionText): Promise<string> {
  return (await promisify(gzip)(JSON.stringify(text))).toString('base64');
}

export async function unpacked(body: string): Promise<RevisionText> {
  return JSON.parse((await promisify(gunzip)(Buffer.from(body, 'base64'))).toString()) as RevisionText;
}
