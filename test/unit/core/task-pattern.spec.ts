import assert from 'node:assert/strict';

import fc from 'fast-check';

import { checkMatch, checkPattern, coveredBy, matchesTask } from '../../../src/core/index.ts';

describe('matchesTask', () => {
  const cases: [string, string[], string[]][] = [
    ['emails.send', ['emails.send'], ['emails.sender', 'xemails.send', 'emailsxsend']],
    ['emails.*', ['emails.send', 'emails.a.b', 'emails..x'], ['emails', 'emailsx.send', 'x.emails.send']],
    ['*', ['a', 'a.b', 'a.b.c', '0', 'a-b_c'], []],
    ['*.cleanup', ['a.cleanup', 'a.b.cleanup'], ['cleanup', 'a.cleanups']],
    ['a.*.z', ['a.b.z', 'a.b.c.z'], ['a.z', 'a.b.z.y']],
    ['a.?', ['a.b'], ['a.', 'a.bc']],
    ['{emails,sms}.*', ['emails.send', 'sms.send'], ['faxes.send', 'emails']],
    ['a.**', ['a.b', 'a.b.c'], ['a', 'b.a']],
  ];
  for (const [pattern, yes, no] of cases) {
    it(pattern, () => {
      for (const task of yes) assert.ok(matchesTask(pattern, task), `should match ${task}`);
      for (const task of no) assert.ok(!matchesTask(pattern, task), `should not match ${task}`);
    });
  }

  it('matches every plain name with itself and with its own prefix, and nothing else that is plain', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,5}(?:\.[a-z0-9][a-z0-9_-]{0,5}){0,3}$/);
    fc.assert(
      fc.property(name, name, (a, b) => {
        assert.ok(matchesTask(a, a));
        assert.equal(matchesTask(a, b), a === b);
        assert.equal(matchesTask(`${a}.*`, b), b.startsWith(`${a}.`));
      }),
    );
  });
});

describe('checkPattern', () => {
  for (const good of ['a', 'emails.*', '*', 'a-b_c.?', '{a,b}.*', 'a.{b,c,d}']) {
    it(`takes ${good}`, () => assert.deepEqual(checkPattern(good), { ok: true }));
  }
  const bad = [
    '',
    'a/b',
    'A.*',
    'a(b)',
    '[ab]',
    'a b',
    '{a}',
    '{a,b',
    'a,b',
    '{a,{b,c}}',
    '{a,}',
    'x'.repeat(129),
    '*a*a*a*a*a*a*a*a*a',
  ];
  for (const pattern of bad) {
    it(`refuses ${JSON.stringify(pattern.slice(0, 20))} with a hint, and it matches nothing`, () => {
      const check = checkPattern(pattern);
      assert.ok(!check.ok && check.message !== '' && check.hint !== '');
      assert.equal(matchesTask(pattern, pattern), false);
    });
  }
});

describe('checkMatch', () => {
  it('takes a pattern with ! in front for all tasks but those', () => {
    assert.deepEqual(checkMatch('!emails.*'), { ok: true });
    assert.deepEqual(checkMatch('emails.*'), { ok: true });
    assert.ok(!checkPattern('!emails.*').ok);
    for (const wrong of ['!', '!!a', '!A', '']) {
      const check = checkMatch(wrong);
      assert.ok(!check.ok && check.hint.includes('!'), wrong);
      assert.equal(matchesTask(wrong, 'a'), false);
    }
    assert.deepEqual(
      ['emails.send', 'emails', 'reports.build'].map((task) => matchesTask('!emails.*', task)),
      [false, true, true],
    );
    assert.equal(matchesTask('!{a,b}', 'a'), false);
    assert.equal(matchesTask('!{a,b}', 'c'), true);
  });
});

describe('coveredBy', () => {
  it('knows what a later route can never get', () => {
    const covered = [
      ['*', 'a.b'],
      ['*', '{a,b}.*'],
      ['**', 'x'],
      ['emails.*', 'emails.*'],
      ['emails.*', 'emails.send'],
      ['emails.*', 'emails.bulk.*'],
      ['emails.*', 'emails.{a,b}'],
      ['emails.s?nd', 'emails.send'],
    ] as const;
    for (const [earlier, later] of covered) assert.ok(coveredBy(earlier, later), `${earlier} covers ${later}`);
    const open = [
      ['emails.*', '*'],
      ['emails.*', 'emails'],
      ['emails.*', 'email*'],
      ['emails.send', 'emails.*'],
      ['a.*.z', 'a.*'],
    ] as const;
    for (const [earlier, later] of open) assert.ok(!coveredBy(earlier, later), `${earlier} does not cover ${later}`);
  });

  it('is never true while a task exists that only the later one matches', () => {
    const part = fc.constantFrom('a', 'b', 'a.', 'b.', '*', '?', '{a,b}');
    const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    const tasks = fc.sample(fc.stringMatching(/^[ab][ab.]{0,4}$/), 40);
    fc.assert(
      fc.property(pattern, pattern, (earlier, later) => {
        if (!coveredBy(earlier, later)) return;
        for (const task of tasks) {
          if (matchesTask(later, task)) assert.ok(matchesTask(earlier, task), `${earlier} | ${later} | ${task}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
