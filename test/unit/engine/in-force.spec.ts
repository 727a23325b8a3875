import assert from 'node:assert/strict';
import { type Applied, type InForce, type Standing, verdictOf } from '../../../src/engine/index.ts';

const standing = (force: string | null, ...living: string[]): Standing => ({
  inForce: force === null ? null : inForceOf(force),
  processes: living.map(appliedOf),
});

/** `hash:turn` */
function appliedOf(text: string): Applied {
  const [hash = '', turn = ''] = text.split(':');
  return { session: text, hash, revision: null, turn: Number(turn) };
}

function inForceOf(text: string): InForce {
  return { ...appliedOf(text), change: 1 };
}

describe('verdictOf', () => {
  const cases: [string, string, Standing, string][] = [
    ['a store of the time before', 'a:1', standing(null), 'vacant'],
    ['its own', 'a:1', standing('a:1', 'a:1'), 'in-force'],
    ['that of a twin', 'a:1', standing('a:2', 'a:1', 'a:2'), 'in-force'],
    ['that of a twin that is gone', 'a:1', standing('a:2', 'a:1'), 'in-force'],
    ['another one that lives', 'a:1', standing('b:2', 'a:1', 'b:2'), 'other'],
    ['another one that is gone', 'a:1', standing('b:2', 'a:1'), 'vacant'],
    ['another one that is gone, beside a younger third', 'a:1', standing('c:3', 'a:1', 'b:2'), 'other'],
    ['another one that is gone, beside an older third', 'b:2', standing('c:3', 'a:1', 'b:2'), 'vacant'],
    ['another one whose elder twin lives', 'a:2', standing('b:3', 'b:1', 'a:2'), 'other'],
    ['an older one that took over while it hung', 'b:2', standing('a:1', 'a:1', 'b:2'), 'vacant'],
    ['before its new session is entered', 'a:1', standing('b:2'), 'vacant'],
  ];
  for (const [name, own, given, expected] of cases) {
    it(`${expected}: ${name}`, () => assert.equal(verdictOf(given, appliedOf(own)), expected));
  }
});
