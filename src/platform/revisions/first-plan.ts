/** The plan of a manifest where none has been in force yet: all of it is new. */
import { loadManifestText } from '../../manifest/index.ts';
import type { Version } from './plan.ts';
import type { ManifestSource } from '../generations/read-manifest.ts';

/** The name and the store are no change: there is no other that they could be changed from. */
export async function nothingYet({ manifest }: Version, { env, cwd }: ManifestSource): Promise<Version> {
  const { name, engine, file } = manifest;
  const empty = await loadManifestText(`version: 1\nname: ${name}\n`, { env, cwd, file });
  if (!empty.ok) throw new Error('a manifest of nothing is one');
  return { manifest: { ...empty.manifest, name, engine }, handlers: {} };
}
