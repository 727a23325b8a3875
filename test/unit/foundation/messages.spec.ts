/** Messages, hints and descriptions: single spaces in all texts of the sources, and in what the golden cases give. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import { DIAGNOSTIC_CODES, ERROR_CODES } from '../../../src/foundation/index.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const TWICE = /\S {2,}\S/;

/** Texts of one line that stand in a source, each with its place; those of more lines are SQL, Lua and pages. */
function textsOf(file: string): { readonly place: string; readonly text: string }[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: { place: string; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && !node.text.includes('\n')) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ place: `${file}:${line + 1}`, text: node.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('texts', () => {
  const sources = ['src', 'handlers'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts'))
      .map((name) => path.join(folder, name)),
  );

  it('of the sources have single spaces', () => {
    const texts = sources.flatMap(textsOf);
    assert.ok(texts.length > 5_000, `${texts.length}`);
    assert.deepEqual(
      texts.filter(({ text }) => TWICE.test(text)),
      [],
    );
  });

  it('of codes have single spaces', () => {
    assert.ok(!TWICE.test(JSON.stringify([DIAGNOSTIC_CODES, ERROR_CODES])));
  });

  it('that golden cases give have single spaces', () => {
    const folder = path.join(ROOT, 'test/manifest-cases');
    const wrong = readdirSync(folder)
      .filter((name) => name.startsWith('error.') && name.endsWith('.yaml'))
      .flatMap((name) => {
        const [, told = ''] = readFileSync(path.join(folder, name), 'utf8').split('\n---8<---\n');
        return told.split('\n').filter((line) => TWICE.test(line));
      });
    assert.deepEqual(wrong, []);
  });
});
