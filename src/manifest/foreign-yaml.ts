import { parse } from 'yaml';

import { messageOf, SkepError } from '../foundation/index.ts';

/**
 * YAML of another program: anchors and merge keys too, which manifests do without.
 * @returns the value of its first document
 * @throws SkepError USAGE for a text that is none
 */
export function readForeignYaml(text: string): unknown {
  try {
    return parse(text, { merge: true, uniqueKeys: false, maxAliasCount: 1_000, logLevel: 'silent' });
  } catch (error) {
    throw new SkepError('USAGE', `it is no YAML: ${messageOf(error).split('\n', 1)[0] ?? ''}`, { cause: error });
  }
}
