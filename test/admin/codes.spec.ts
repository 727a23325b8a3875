/** What endpoints may throw stands in their `errors`, which is what the document and docs/api.md promise. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { codesOf } from '../../src/admin/openapi.ts';
import { OPERATIONS } from '../../src/api/index.ts';
import { ERROR_CODES } from '../../src/foundation/index.ts';

const FOLDER = path.join(import.meta.dirname, '../../src/api');

/** Codes by operation, as the comments of the interfaces say. */
function saidToThrow(): ReadonlyMap<string, readonly string[]> {
  const said = new Map<string, readonly string[]>();
  for (const file of readdirSync(FOLDER)) {
    const text = readFileSync(path.join(FOLDER, file), 'utf8');
    for (const [, comment = '', name = ''] of text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(\w+)[<(]/g)) {
      const thrown = comment.slice(comment.indexOf('@throws')).match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
      if (comment.includes('@throws')) said.set(name, thrown);
    }
  }
  return said;
}

describe('admin: codes of errors', () => {
  it('that operations are said to throw stand at each of their endpoints', () => {
    const said = saidToThrow();
    assert.ok(said.size >= 15, [...said.keys()].join());
    const missing = [...OPERATIONS].flatMap(([operation, endpoints]) =>
      endpoints.flatMap((endpoint) => {
        const codes: readonly string[] = codesOf({
          forAdmins: [],
          params: {},
          query: {},
          body: null,
          errors: [],
          ...endpoint,
          answers: {},
        });
        return (said.get(operation) ?? [])
          .filter((code) => !codes.includes(code))
          .map((code) => `${endpoint.name}: ${code}`);
      }),
    );
    assert.deepEqual(missing, []);
  });

  it('are codes', () => {
    const unknown = [...saidToThrow()].flatMap(([name, codes]) =>
      codes.filter((code) => !Object.hasOwn(ERROR_CODES, code)).map((code) => `${name}: ${code}`),
    );
    assert.deepEqual(unknown, []);
  });
});
