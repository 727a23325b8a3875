/** What the table of foreign keys tells to write is taken by the loader. */
import assert from 'node:assert/strict';
import path from 'node:path';

import { adviceOnKey, FOREIGN_KEYS } from '../../../src/manifest/foreign-keys.ts';
import { loadManifestText } from '../../../src/manifest/index.ts';
import { mendedValue } from '../../../src/manifest/yaml/mended-values.ts';
import { homesOf } from '../../../src/manifest/schemas/schema-paths.ts';

describe('keys of other programs', () => {
  async function complaints(text: string): Promise<string[]> {
    const file = path.join(import.meta.dirname, 'jobs.yaml');
    const result = await loadManifestText(text, { file, env: {} });
    const found = result.ok ? result.warnings : result.diagnostics;
    // Handlers, tasks and queues of an example are those of somebody else.
    return found.filter(({ code }) => !code.startsWith('REF_')).map(({ code, message }) => `${code} ${message}`);
  }

  for (const [key, { task, top, keys }] of Object.entries(FOREIGN_KEYS)) {
    it(key, async () => {
      assert.match(key, /^[a-z]+$/);
      if (task !== undefined) {
        const command = 'tasks:\n  a:\n    handler: ./handlers/ping.ts\n    executor: process\n';
        assert.deepEqual(await complaints(`version: 1\n${command}    ${task}\n`), []);
      }
      if (top !== undefined) assert.deepEqual(await complaints(`version: 1\n${top}\n`), []);
      const sections = ['engine', 'schedules', 'resources', 'executors'];
      const words = ['thread', 'process', 'inline', 'strict', 'fair', 'skip', 'keep', 'continue'];
      for (const known of keys ?? []) {
        assert.ok(homesOf(known).length > 0 || sections.includes(known) || words.includes(known), known);
      }
      assert.notEqual(adviceOnKey(key, keys ?? []), undefined);
    });
  }

  it('are known in every way to write them', () => {
    for (const key of ['max_retries', 'maxRetries', 'task_max_retries', 'MAX-RETRIES'])
      assert.equal(adviceOnKey(key, ['handler']), 'a task says `retry: { maxAttempts: 4 }`');
    assert.equal(adviceOnKey('max_retries', ['maxAttempts']), 'did you mean `maxAttempts`?');
    assert.equal(adviceOnKey('task_routes', ['routes']), 'did you mean `routes`?');
    assert.equal(adviceOnKey('constructor', ['handler']), undefined);
  });

  it('belong somewhere', () => {
    assert.deepEqual(homesOf('memory'), ['tasks.*.limits']);
    assert.deepEqual(homesOf('warm'), ['shutdown']);
    assert.deepEqual(homesOf('nowhere'), []);
  });
});

describe('values in the form of other programs', () => {
  const SIZE = 'a size: a number with a unit (b, kb, mb), as in 32kb';
  const DURATION = 'a duration: a number with a unit';
  for (const [text, form, mended] of [
    ['10 mb', SIZE, '10mb'],
    ['10MiB', SIZE, '10mb'],
    ['256m', SIZE, '256mb'],
    ['1.5 G', SIZE, '1.5gb'],
    ['30 sec', DURATION, '30s'],
    ['5 Minutes', DURATION, '5m'],
    ['5 constructor', DURATION, undefined],
    ['50%', DURATION, undefined],
    ['30 sec', 'a name', undefined],
  ] as const) {
    it(`${text} as ${form}`, () => assert.equal(mendedValue(text, form), mended));
  }
});
