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
    'US/Pacific',
    'Etc/UTC',
    'Zulu',
    'CET',
    'EST5EDT',
    'NZ-CHAT',
    'W-SU',
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
    ['BST', /abbreviation/, /Europe\/London, Asia\/Dhaka/],
    ['ist', /abbreviation/, /Asia\/Kolkata, Europe\/Dublin, Asia\/Jerusalem/],
    ['CST', /abbreviation/, /America\/Chicago.*Asia\/Shanghai/],
    ['PDT', /abbreviation/, /America\/Los_Angeles/],
    ['CEST', /abbreviation/, /Europe\/Berlin/],
    ['SystemV/AST4', /not a known/, /IANA/],
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

  it('takes every canonical zone, and of all names of three letters those of the tz database alone', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) assert.ok(checkTimezone(zone).ok, zone);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.match(/./g) ?? [];
    const names = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
    const taken = names.filter((name) => isKnownToIcu(name) && checkTimezone(name).ok);
    assert.deepEqual(taken, [
      'CET',
      'EET',
      'EST',
      'GMT',
      'HST',
      'MET',
      'MST',
      'PRC',
      'ROC',
      'ROK',
      'UCT',
      'UTC',
      'WET',
    ]);
  });

  it('names cities that are zones', () => {
    for (const abbreviation of ['ACST', 'AST', 'BST', 'CNT', 'EEST', 'ICT', 'SST', 'WIB']) {
      const check = checkTimezone(abbreviation);
      assert.ok(!check.ok);
      for (const city of check.hint.split(': ')[1]!.split(', ')) assert.ok(checkTimezone(city).ok, city);
    }
  });
});

function isKnownToIcu(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
