import assert from 'node:assert/strict';

import { parseYamlText } from '../../../src/manifest/yaml/yaml-text.ts';

describe('text as a YAML document', () => {
  for (const [start, unit] of [
    ['', '{a,b}'],
    ['', ']}'],
    ['a: {', ','],
    ['a: {', '"'],
    ['a: {', '? '],
    ['', '&a '],
    ['a: [', '}'],
    ['a: 1\n', '%x\n'],
  ] as const) {
    it(`stops at the first hundred problems of ${start}${unit}…`.replaceAll('\n', ' '), () => {
      const { errors, warnings } = parseYamlText(start + unit.repeat(20_000));
      assert.ok(errors.length > 0 && errors.length < 120, `${errors.length}`);
      assert.ok(warnings.length < 120, `${warnings.length}`);
      assert.ok((errors[0]?.pos[0] ?? -1) < 20, 'the first one is told');
    });
  }

  it('tells of a second document, and of no third one', () => {
    const { errors } = parseYamlText('a: 1\n---\nb: 2\n---\nc: 3\n');
    assert.deepEqual(
      errors.map(({ code, pos }) => [code, pos[0]]),
      [['MULTIPLE_DOCS', 5]],
    );
  });

  it('is whole where it is right', () => {
    const { contents, errors } = parseYamlText('a: [1, { b: "c" }]\n');
    assert.deepEqual([contents?.toJSON(), errors], [{ a: [1, { b: 'c' }] }, []]);
  });
});
