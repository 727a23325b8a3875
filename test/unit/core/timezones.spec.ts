import assert from 'node:assert/strict';

import { checkTimezone } from '../../../src/core/index.ts';

describe('checkTimezone', () => {
  for (const name of [
    'UTC',
    'GMT',
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'America/Port-au-Prince',
    'europe/berlin',
  ]) {
    it(`takes ${name}`, () => assert.deepEqual(checkTimezone(name), { ok: true }));
  }

  const bad: [string, RegExp, RegExp][] = [
    ['', /empty/, /Europe\/Berlin/],
    ['UTC+2', /offset/, /IANA/],
    ['+02:00', /offset/, /IANA/],
    ['-05:00', /offset/, /IANA/],
    ['Etc/GMT+5', /offset/, /IANA/],
    ['42', /offset/, /IANA/],
    ['Mars/Phobos', /not a known/, /^write/],
    ['Europe/Brelin', /not a known/, /did you mean `Europe\/Berlin`/],
    ['Berlin', /not a known/, /did you mean `Europe\/Berlin`/],
    ['new york', /not a known/, /did you mean `America\/New_York`/],
    ['local', /not a known/, /IANA/],
    ['Europe/Berlin\n', /not a known/, /IANA/],
    ['x'.repeat(100_000), /not a known/, /IANA/],
  ];
  for (const [name, message, hint] of bad) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))}`, () => {
      const check = checkTimezone(name);
      assert.ok(!check.ok);
      assert.match(check.message, message);
      assert.match(check.hint, hint);
      assert.ok(check.message.length < 120);
    });
  }
});
