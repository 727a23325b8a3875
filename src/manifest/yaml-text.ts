import { type Document, parseDocument } from 'yaml';

/**
 * The text as a YAML 1.2 core document with all its nodes and positions. Problems are in `errors` and `warnings`.
 *
 * Duplicate keys are not looked for here: the library compares each key with each other one, which costs two
 * seconds for 10 000 tasks; data.ts finds them with a set.
 */
export function parseYamlText(text: string): Document.Parsed {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // 'silent' would also keep silent about a second document.
    logLevel: 'error',
  });
}
