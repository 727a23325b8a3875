import assert from 'node:assert/strict';

import fc from 'fast-check';

import { matchesTask } from '../../../src/core/index.ts';
import { redactUrl } from '../../../src/manifest/index.ts';
import { maskSecrets } from '../../../src/manifest/redact.ts';
import { TaskRouter } from '../../../src/manifest/task-router.ts';

describe('TaskRouter', () => {
  const part = fc.constantFrom('a', 'b', 'ab', 'a.b');
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '.', '*', '?', '{a,b}'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''))
    .chain((plain) => fc.constantFrom(plain, plain, `!${plain}`));

  it('finds the route that asking them one by one finds', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 8 }),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        (patterns, parts) => {
          const task = parts.join('.');
          const router = new TaskRouter(patterns.map((match) => ({ match, where: null })));
          assert.equal(
            router.routeOf(task),
            patterns.findIndex((one) => matchesTask(one, task)),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('calls a route covered only when no task can reach it', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 2, maxLength: 6 }),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        (patterns, parts) => {
          const router = new TaskRouter(patterns.map((match) => ({ match, where: null })));
          const reached = router.routeOf(parts.join('.'));
          if (reached >= 0) assert.equal(router.coverOf(patterns[reached] ?? '', reached), -1);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('redactUrl', () => {
  for (const [url, shown] of [
    ['redis://127.0.0.1:6379/2', 'redis://127.0.0.1:6379/2'],
    ['redis://user:canary@host:6379/2', 'redis://user:***@host:6379/2'],
    ['rediss://:canary@host', 'rediss://:***@host'],
    ['redis://canary@host', 'redis://***@host'],
    ['redis://user:can@ary/#?@host/0', 'redis://user:***@host/0'],
    ['redis://host/0?password=canary&db=1', 'redis://host/0?password=***&db=1'],
    [
      'redis+sentinel://:canary@a:1,b/g?sentinel-password=canary',
      'redis+sentinel://:***@a:1,b/g?sentinel-password=***',
    ],
    ['sqlite:./var/skep.db', 'sqlite:./var/skep.db'],
    ['', ''],
  ] as const) {
    it(`shows ${shown || 'nothing'}`, () => {
      assert.equal(redactUrl(url), shown);
    });
  }
});

describe('maskSecrets', () => {
  it('covers secrets and keeps every column', () => {
    for (const line of [
      '  secret: canary-1',
      '{ name: a, secret: "canary }", role: x }',
      "password: 'canary'",
      'url: redis://u:canary@h/1',
      'x: { token: canary, a: 1 }',
    ]) {
      assert.equal(maskSecrets(line).length, line.length);
      assert.ok(!maskSecrets(line).includes('canary'), maskSecrets(line));
    }
  });

  it('leaves references to the environment and everything else', () => {
    for (const line of ['secret: "${TOKEN}"', 'url: redis://${USER}:${PASSWORD}@host', 'name: shop', 'secretary: x']) {
      assert.equal(maskSecrets(line), line);
    }
  });
});
