import { atOnce, type Diagnostic, type Json } from '../../foundation/index.ts';
import { parse } from './parse.ts';
import { Problems } from '../problems.ts';
import { SourceFile } from './source-file.ts';

export type YamlRead =
  { readonly ok: true; readonly data: Json } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A text of YAML 1.2 as clean data, by the rules of a manifest's text. @param shown name of its file */
export function readYaml(shown: string, text: string): YamlRead {
  const problems = new Problems();
  const file = new SourceFile(shown, shown, text.replace(/^\uFEFF/, ''));
  const data = atOnce(parse(file, problems))?.data;
  return data === undefined || problems.failed
    ? { ok: false, diagnostics: problems.diagnostics([file]) }
    : { ok: true, data };
}
