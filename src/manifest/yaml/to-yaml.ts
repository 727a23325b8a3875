import { Document, visit } from 'yaml';

import { visibleJson, visibleLines } from '../../foundation/index.ts';

/** Plain data as YAML 1.2, for output. @returns text with a trailing newline; long texts are not folded */
export function toYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== 'string' || visibleLines(node.value) === node.value) return;
      // Only between double quotes can a character be written so that no terminal obeys it.
      node.type = 'QUOTE_DOUBLE';
    },
  });
  const text = document.toString({ lineWidth: 0 });
  return visibleJson(text);
}
