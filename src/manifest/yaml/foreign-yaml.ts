import { parseDocument } from 'yaml';

import { messageOf, SkepError } from '../../foundation/index.ts';
import { isBottomless } from './nesting.ts';

/**
 * YAML of another program: anchors and merge keys too, which manifests do without.
 * @returns the value of its first document
 * @throws SkepError USAGE for a text that is none
 */
export function readForeignYaml(text: string): unknown {
  if (isBottomless(text)) throw new SkepError('USAGE', 'it is nested too deeply');
  try {
    const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
    const [flaw] = document.errors;
    if (flaw !== undefined) throw flaw;
    return document.toJS({ maxAliasCount: 1_000 });
  } catch (error) {
    throw new SkepError('USAGE', `it is no YAML: ${messageOf(error).split('\n', 1)[0] ?? ''}`, { cause: error });
  }
}
