/** Options of a call as other programs name them. */
import assert from 'node:assert/strict';

import { foreignOption, OPTION_VALIDATORS } from '../../../src/core/index.ts';

describe('options of calls of other programs', () => {
  const known = Object.keys(OPTION_VALIDATORS);
  for (const [foreign, meant] of [
    ['countdown', 'delay'],
    ['eta', 'runAt'],
    ['task_id', 'id'],
    ['jobId', 'id'],
    ['attempts', 'maxAttempts'],
    ['max_retries', 'maxAttempts'],
    ['run_at', 'runAt'],
    ['routing', undefined],
    ['constructor', undefined],
    ['payload', undefined],
  ] as const) {
    it(`${foreign}: ${meant ?? 'none'}`, () => assert.equal(foreignOption(foreign, known), meant));
  }

  it('are what the place knows', () => {
    assert.equal(foreignOption('payload', ['input', 'options']), 'input');
    assert.equal(foreignOption('input', ['payload', 'options']), 'payload');
    assert.equal(foreignOption('kwargs', ['payload', 'options']), 'payload');
  });
});
