import assert from 'node:assert/strict';
import { fingerprintOf, type JobError, withoutValues } from '../../../src/core/index.ts';

const error = (given: Partial<JobError>): JobError => ({
  name: 'Error',
  message: 'm',
  code: null,
  stack: null,
  ...given,
});
const stack = (...frames: string[]): string => ['Error: m', ...frames.map((frame) => `    at ${frame}`)].join('\n');

describe('fingerprintOf', () => {
  it('is the same whatever values a message has', () => {
    assert.equal(
      withoutValues("no user 12 named \"ann\", don't ask 'x y' for 3f-a2"),
      'no user # named "", don\'t ask "" for #',
    );
    const [one, other] = ['order 4711 of `a`', 'order 9 of `b`'].map((message) => fingerprintOf(error({ message })));
    assert.equal(one, other);
    assert.match(one ?? '', /^[0-9a-f]{16}$/);
  });

  it('tells names, codes, words and callers apart', () => {
    const all = [{}, { name: 'TypeError' }, { code: 'E' }, { message: 'n' }, { stack: stack('send (/a/b/c.ts:1:2)') }];
    assert.equal(new Set(all.map((given) => fingerprintOf(error(given)))).size, all.length);
  });

  it('reads frames of the project alone, and no lines', () => {
    const plain = fingerprintOf(error({ stack: stack('send (/srv/shop/mail.ts:1:2)') }));
    const moved = stack('query (/x/node_modules/pg/a.js:1:1)', 'send (/home/shop/mail.ts:9:9)', 'f (node:events:1:1)');
    assert.equal(fingerprintOf(error({ stack: moved })), plain);
  });

  it('leaves a quote that does not end', () => {
    assert.equal(withoutValues('it is "12 of\na"'), 'it is "# of\na"');
  });
});
