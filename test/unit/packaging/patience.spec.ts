import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import { TEST_MS } from '../../support/patience.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

describe('times of tests', () => {
  it('of mocha are those of patience.ts', () => {
    const { timeout } = JSON.parse(readFileSync(path.join(ROOT, '.mocharc.json'), 'utf8')) as { timeout: number };
    assert.equal(timeout, TEST_MS);
  });

  describe('are refused by lint in', () => {
    let rules: Linter.RulesRecord;
    before(async () => {
      const config = (await new ESLint({ cwd: ROOT }).calculateConfigForFile('test/some.spec.ts')) as Linter.Config;
      const names = ['no-restricted-properties', 'no-restricted-syntax'] as const;
      rules = Object.fromEntries(names.map((name) => [name, config.rules?.[name] ?? 'off']));
    });

    for (const line of [
      'assert.ok(performance.now() - begin < 500);',
      'const took = Date.now() - before;',
      'const at = process.hrtime.bigint();',
      'const begin = systemClock.monotonic();',
      'this.timeout(5_000);',
      "it('x', () => undefined).timeout(500);",
    ]) {
      it(line, () => assert.equal(new Linter().verify(line, { rules }).length, 1));
    }
  });
});
