import assert from 'node:assert/strict';

import { nearest, suggestion } from '../../../src/foundation/index.ts';

describe('suggestions', () => {
  it('name what was meant', () => {
    assert.equal(nearest('emials', ['emails', 'reports']), 'emails');
    assert.equal(nearest('Emails', ['emails']), 'emails');
    assert.equal(nearest('nmae', ['name', 'version']), 'name');
    assert.equal(nearest('x', ['emails']), undefined);
    assert.equal(suggestion('zzz', ['a', 'b']), 'known here: a, b');
    assert.equal(suggestion('zzz', [], 'otherwise'), 'otherwise');
  });
});
