import { stringify } from 'yaml';

/** Plain data as YAML 1.2, for output. @returns text with a trailing newline; long texts are not folded */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
