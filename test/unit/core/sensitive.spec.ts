import assert from 'node:assert/strict';

import { clean, endOf } from '../../../src/core/errors/error-text.ts';
import {
  coveredPointer,
  hide,
  nameWithoutSecrets,
  secretsIn,
  sensitivePaths,
  toJobError,
  WHOLE,
  withoutSecrets,
} from '../../../src/core/index.ts';
import type { Json } from '../../../src/foundation/index.ts';

const of = (...written: string[]): ReturnType<typeof sensitivePaths>['payload'] => sensitivePaths(written).payload;

describe('what is sensitive', () => {
  const value = { card: { number: '4242' }, items: [{ token: 'a' }, { token: 'b', sku: 1 }], by: { x: { k: 1 } } };

  it('is covered at its paths, in a copy', () => {
    const shown = hide(value, of('card.number', 'items.*.token', 'by.*.k'));
    const H = '[hidden]';
    assert.deepEqual(shown, { card: { number: H }, items: [{ token: H }, { token: H, sku: 1 }], by: { x: { k: H } } });
    assert.equal(value.card.number, '4242');
  });

  it('is covered through lists that the path does not name, and at one index', () => {
    assert.deepEqual(hide([[{ a: 1 }]], of('a')), [[{ a: '[hidden]' }]]);
    assert.deepEqual(hide({ l: ['x', 'y'] }, of('l.1')), { l: ['x', '[hidden]'] });
    assert.deepEqual(hide({ l: ['x', 'y'] }, of('l.*')), { l: ['[hidden]', '[hidden]'] });
    assert.equal(hide(value, WHOLE), '[hidden]');
  });

  it('is what it was where no path leads, inherited names included', () => {
    for (const path of ['nothing', 'card.number.deeper', 'toString', '__proto__.x', 'items.9']) {
      assert.equal(hide(value, of(path)), value);
    }
  });

  it('is of payload or result by how the path begins', () => {
    assert.deepEqual(sensitivePaths(['a.b', 'result.c', 'payload.result', 'result']), {
      payload: [['a', 'b'], ['result']],
      result: [['c'], []],
    });
  });

  it('is taken out of texts, long ones first', () => {
    const secrets = secretsIn({ card: { number: '4242-11', short: 'abc' }, pin: 123456 }, of('card', 'pin'));
    assert.equal(withoutSecrets('card 4242-11 abc, pin 123456', secrets), 'card [hidden] abc, pin [hidden]');
    const many = Array.from({ length: 2_000 }, (_, index) => `secret ${index}`) as Json;
    assert.equal(withoutSecrets('any text', secretsIn(many, WHOLE)), '[hidden]');
  });

  it('is taken out of texts that were cut in the middle of it, at either end', () => {
    const letter = Array.from({ length: 2_000 }, (_, n) => `word ${n},`).join(' ');
    const secrets = secretsIn({ letter, key: 'k-0123456789' }, of('letter', 'key'));
    for (const [text, told] of [
      [clean(`cannot read: ${letter} at once`, 4_096), 'cannot read: [hidden] … (cut)'],
      [`no key k-0123456 … (cut)\n    at here`, 'no key [hidden] … (cut)\n    at here'],
      [`${'.'.repeat(300)} k-01234`, `${'.'.repeat(300)} [hidden]`],
      [`exit code 1: ${endOf(`${letter}\nsorry`, 500)}`, 'exit code 1: (cut) … [hidden]\nsorry'],
      [
        toJobError({ letter }).message.slice(0, 2_000),
        /^thrown: \{ letter: '\[hidden\]'\.\.\. \d+ more characters \}$/,
      ],
      ['ends with k-01', 'ends with k-01'],
    ] as const) {
      const shown = withoutSecrets(text, secrets);
      if (typeof told === 'string') assert.equal(shown, told);
      else assert.match(shown, told);
    }
  });

  it('is taken out in the forms that Skep itself makes of a text', () => {
    const pem = '-----BEGIN KEY-----\r\nMIIE"vQ\r\n';
    const secrets = secretsIn({ pem }, of('pem'));
    assert.equal(withoutSecrets(clean(`bad ${pem}!`, 4_096), secrets), 'bad [hidden]!');
    assert.equal(withoutSecrets(`bad ${JSON.stringify({ pem })}`, secrets), 'bad {"pem":"[hidden]"}');
  });

  it('is no name and no code, which are not torn for a few letters', () => {
    const secrets = secretsIn({ a: 'TIME', b: 'sk_live_12345' }, WHOLE);
    assert.equal(nameWithoutSecrets('ATTEMPT_TIMED_OUT', secrets), 'ATTEMPT_TIMED_OUT');
    assert.equal(nameWithoutSecrets('TIME', secrets), '[hidden]');
    assert.equal(nameWithoutSecrets('E_sk_live_12345', secrets), 'E_[hidden]');
  });

  it('tells of places below a path the path alone', () => {
    assert.equal(coveredPointer('/card/4242', of('card')), '/card');
    assert.equal(coveredPointer('/items/0/token', of('items.*.token')), '/items/0/token');
    assert.equal(coveredPointer('/items/0/token/x', of('items.token')), '/items/0/token');
    assert.equal(coveredPointer('/other', of('card')), null);
    assert.equal(coveredPointer('/card', of('card.number')), null);
  });
});
