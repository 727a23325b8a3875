import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { checkSync, type Parameters } from 'recheck';
import ts from 'typescript';

import { ENDPOINTS } from '../../../src/admin/endpoints.ts';
import { DURATION_PATTERN, SIZE_PATTERN } from '../../../src/foundation/index.ts';
import { manifestSchema } from '../../../src/manifest/source.generated.ts';

const src = path.join(import.meta.dirname, '../../../src');

interface Found {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

function* literalsOf(file: string): Generator<Found> {
  const source = ts.createSourceFile(file, readFileSync(path.join(src, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const waiting: ts.Node[] = [source];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      yield { place: `${file}:${line + 1}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
    }
    waiting.push(...node.getChildren());
  }
}

function* patternsIn(value: unknown, place: string): Generator<Found> {
  if (typeof value !== 'object' || value === null) return;
  const { pattern } = value as { pattern?: unknown };
  if (typeof pattern === 'string') yield { place, source: pattern, flags: 'u' };
  for (const [key, item] of Object.entries(value)) yield* patternsIn(item, `${place}/${key}`);
}

function everything(): Found[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const code = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.generated.ts'));
  return [
    ...code.flatMap((file) => [...literalsOf(file)]),
    { place: 'DURATION_PATTERN', source: DURATION_PATTERN, flags: '' },
    { place: 'SIZE_PATTERN', source: SIZE_PATTERN, flags: '' },
    ...patternsIn(manifestSchema, 'schemas/manifest.schema.json'),
    ...ENDPOINTS.flatMap(({ name, params }) => [...patternsIn(params, `endpoint ${name}`)]),
  ];
}

/** Its limits are counted in steps alone: by its limits of time whatever is slow on a busy machine would be slow. */
const CHECK: Parameters = {
  ...{ checker: 'auto', randomSeed: 1 },
  ...{ timeout: null, attackTimeout: null, incubationTimeout: null, seedingTimeout: null },
};

/**
 * Text from outside meets all of these. The lint rules of eslint-plugin-regexp find most that are worse than linear,
 * recheck the others: it decides by automata, and by attacks where look-around is used.
 */
describe('the regular expressions of src', () => {
  const found = new Map(everything().map((one) => [`/${one.source}/${one.flags}`, one]));

  it('are found', () => assert.ok(found.size > 100, `${found.size}`));

  it('take linear time, each of them', () => {
    const bad = [...found.values()].flatMap(({ place, source, flags }) => {
      const verdict = checkSync(source, flags, CHECK);
      if (verdict.status === 'safe') return [];
      const why = verdict.status === 'vulnerable' ? verdict.complexity.summary : verdict.error.kind;
      return [`${place} ${why}: /${source}/${flags}`];
    });
    assert.deepEqual(bad, []);
  });

  it('would be refused if they were like those that once stopped a worker', () => {
    for (const source of [
      '([a-z][a-z0-9+.-]*:\\/\\/)([^\\s"\']*)@',
      '^(?:\\uFEFF?(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*)(%[^\\n\\r]*)',
      '\\/+$',
    ]) {
      assert.equal(checkSync(source, '', CHECK).status, 'vulnerable', source);
    }
  });
});
