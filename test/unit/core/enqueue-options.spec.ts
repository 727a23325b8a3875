/** The schema of the options says all that the doors need of each. */
import assert from 'node:assert/strict';

import { ENQUEUE_OPTIONS, OPTION_VALIDATORS } from '../../../src/core/index.ts';
import { JOB_ID_PATTERN, UNSAFE_KEYS } from '../../../src/foundation/index.ts';

describe('the options of an enqueue', () => {
  for (const [name, schema] of Object.entries(ENQUEUE_OPTIONS.properties)) {
    it(`${name} has a description, a validator, and words for what is wrong`, () => {
      assert.match(schema.description, /^[A-Z0-9]/);
      assert.equal(typeof OPTION_VALIDATORS[name as keyof typeof OPTION_VALIDATORS], 'function');
      const words = schema['x-problem'];
      for (const text of typeof words === 'string' ? [words] : Object.values(words)) {
        assert.match(text, /^(?:is|are|has) /);
      }
    });
  }

  it('have the ids that all of Skep has', () => {
    for (const id of ['a', 'order:7@x', '1a', '123', '', 'a b', '-a', 'a'.repeat(128), 'a'.repeat(129), 'a\n']) {
      assert.equal(OPTION_VALIDATORS.id(id), JOB_ID_PATTERN.test(id), JSON.stringify(id));
    }
  });

  it('refuse the names that mean something to objects', () => {
    for (const name of UNSAFE_KEYS) {
      assert.equal(OPTION_VALIDATORS.headers(JSON.parse(`{"${name}":"x"}`)), false, name);
    }
  });
});
