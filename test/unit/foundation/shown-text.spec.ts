import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  coverUserinfo,
  hidePasswords,
  visible,
  visibleColumns,
  visibleJson,
  visibleLines,
} from '../../../src/foundation/index.ts';
import { assertLinear } from '../../support/growth.ts';

describe('hidePasswords', () => {
  const cases: [text: string, shown: string][] = [
    ['connect redis://user:canary@host:6379 refused', 'connect redis://user:***@host:6379 refused'],
    ['https://canary@github.example/x', 'https://***@github.example/x'],
    ['"postgres://:canary@db/x" and amqp://a:canary@mq', '"postgres://:***@db/x" and amqp://a:***@mq'],
    // Written without percent signs where they belong.
    ['redis://u:can@ary/#?@host/0', 'redis://u:***@host/0'],
    ['redis://:can/ary@host', 'redis://:***@host'],
    ['http://a:b@c,redis://u:canary@d', 'http://a:***@d'],
    // Nobody's name before the host.
    ['https://registry.example/@scope/name', 'https://registry.example/@scope/name'],
    ['https://registry.example:8080/@scope/name', 'https://registry.example:8080/@scope/name'],
    ['http://[::1]:80/@x', 'http://[::1]:80/@x'],
    ['mail a@b.example about https://c.example/d', 'mail a@b.example about https://c.example/d'],
    ['no URL at all', 'no URL at all'],
    ['://', '://'],
  ];
  for (const [text, shown] of cases) it(`shows ${shown}`, () => assert.equal(hidePasswords(text), shown));

  it('never shows a password, whatever it holds and stands in', () => {
    const password = fc.stringMatching(/^[a-z@/:#?&=.,%-]{0,8}$/).map((rest) => `CANARY${rest}CANARY`);
    const around = fc.stringMatching(/^[a-z ()"'.]{0,8}$/);
    fc.assert(
      fc.property(around, password, around, (before, secret, behind) => {
        assert.ok(!hidePasswords(`${before}redis://user:${secret}@host ${behind}`).includes('CANARY'));
      }),
    );
  });

  it('walks the text once', async () => {
    for (const unit of ['://', 'a://', 'a://:', 'a://@', 'a://:@', 'a://b:c/', 'a', ':', '@', '[', 'a://[', "a://' "]) {
      await assertLinear(hidePasswords, (size) => unit.repeat(size / unit.length), 50_000);
      await assertLinear(
        (text: string) => coverUserinfo(text, () => '', true),
        (size) => unit.repeat(size / unit.length),
        50_000,
      );
    }
  });
});

describe('text that would steer a terminal', () => {
  const tricks = 'a\x1b[31mb\u202ec\u2066d\u200fe\u061cf\u2028g\x07h\x9bi\x7f';

  it('is shown with each such character visible', () => {
    assert.equal(visible(tricks), 'a\\x1b[31mb\\u202ec\\u2066d\\u200fe\\u061cf\\u2028g\\x07h\\x9bi\\x7f');
    assert.equal(visible('a\nb\tc\rd'), 'a\\x0ab\\x09c\\x0dd');
    assert.equal(visibleLines('a\nb\tc\rd\u202e'), 'a\nb\tc\\x0dd\\u202e');
  });

  it('keeps its columns in a source line', () => {
    assert.equal(visibleColumns(tricks).length, tricks.length);
    assert.equal(visibleColumns('a\tb\u202ec\x1b'), 'a\tb\uFFFDc\uFFFD');
  });

  it('means the same in JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, text) => {
        assert.deepEqual(JSON.parse(visibleJson(json)), JSON.parse(json));
        assert.equal(JSON.parse(visibleJson(JSON.stringify(tricks + text))), tricks + text);
      }),
    );
    assert.ok(!/[\u202e\x9b\x7f]/.test(visibleJson(JSON.stringify(tricks))));
  });

  it('leaves all other text as it is', () => {
    for (const text of ['', 'é😀漢字', 'שלום', 'مرحبا', '👩‍👩‍👧']) assert.equal(visible(text), text);
  });
});
