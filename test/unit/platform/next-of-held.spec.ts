/** What is told of a held job is what lets it go on. */
import assert from 'node:assert/strict';

import { nextOfHeld } from '../../../src/platform/explaining/next-of-held.ts';

describe('a held job goes on', () => {
  const own = { reason: 'hold', name: 'acme', manifest: false } as const;
  const AT = '2026-12-01T14:00:00.000Z';
  for (const [held, until, standing, next] of [
    ['hold acme', null, [own], 'it goes on after `skep hold rm acme`'],
    ['hold acme', AT, [own], `it goes on at ${AT}, or after \`skep hold rm acme\``],
    ['hold acme', null, [{ ...own, manifest: true }], 'it goes on after the hold acme is taken out of the manifest'],
    ['paused task:emails.send', null, [], 'it goes on after `skep tasks resume emails.send`'],
    ['rate rate:task:emails.send', AT, [], `it goes on when the limit has room, at ${AT}`],
    ['concurrency bucket:stripe', null, [], 'it goes on when the limit has room'],
    ['bucket bucket:stripe', AT, [], `it goes on at ${AT}, or after \`skep buckets reset stripe\``],
    [
      'breaker breaker:bucket:stripe',
      AT,
      [],
      `it goes on when the breaker lets probes through, from ${AT} on, or after \`skep buckets reset stripe\``,
    ],
  ] as const) {
    it(`${held}, ${until === null ? 'without an end' : 'with an end'}`, () =>
      assert.equal(nextOfHeld(held, until, standing), next));
  }
});
