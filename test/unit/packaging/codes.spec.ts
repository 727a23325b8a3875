import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import { DIAGNOSTIC_CODES, ERROR_CODES } from '../../../src/foundation/index.ts';
import { manifestSchema } from '../../../src/manifest/source.generated.ts';

const src = path.join(import.meta.dirname, '../../../src');
/** The tables themselves, and what only says which status a code has. */
const TABLES = new Set(['foundation/error-codes.ts', 'foundation/diagnostic-codes.ts', 'admin/problem.ts']);
const FORM = /^[A-Z]+(?:_[A-Z]+)*$/;

interface Use {
  readonly code: string;
  readonly place: string;
}

/** Where a text is given to somebody: an argument, a `code`, or what such an expression chooses. Not lists and comparisons. */
function isGiven(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isNewExpression(parent) || ts.isCallExpression(parent)) return parent.expression !== node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && parent.name.getText() !== 'kind';
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isSatisfiesExpression(parent);
}

function* usesIn(file: string): Generator<Use> {
  const source = ts.createSourceFile(file, readFileSync(path.join(src, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const waiting: ts.Node[] = [source];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (ts.isStringLiteral(node) && FORM.test(node.text) && isGiven(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      yield { code: node.text, place: `${file}:${line + 1}` };
    }
    waiting.push(...node.getChildren());
  }
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !TABLES.has(file) && !file.endsWith('.generated.ts'),
);
/** Codes of references stand beside the sections that they refer to. */
const inSchema = Object.values<object>(manifestSchema.properties).flatMap((section) => {
  const code = (section as { readonly 'x-entry'?: { readonly code?: string } })['x-entry']?.code;
  return code === undefined ? [] : [{ code, place: 'schemas/manifest.schema.json' }];
});
const uses = [...files.flatMap((file) => [...usesIn(file)]), ...inSchema];

describe('codes', () => {
  it('of errors are all thrown somewhere', () => {
    const given = new Set(uses.map(({ code }) => code));
    assert.deepEqual(
      Object.keys(ERROR_CODES).filter((code) => !given.has(code)),
      [],
    );
  });

  it('of diagnostics are all given somewhere', () => {
    const given = new Set(uses.map(({ code }) => code));
    assert.deepEqual(
      Object.keys(DIAGNOSTIC_CODES).filter((code) => !given.has(code)),
      [],
    );
  });

  it('that look like ours stand in a table', () => {
    const families = new Set(Object.keys(DIAGNOSTIC_CODES).map((code) => code.slice(0, code.indexOf('_') + 1)));
    const strays = uses.filter(
      ({ code }) =>
        [...families].some((family) => code.startsWith(family)) &&
        !Object.hasOwn(DIAGNOSTIC_CODES, code) &&
        !Object.hasOwn(ERROR_CODES, code),
    );
    assert.deepEqual(strays, []);
  });
});
