import assert from 'node:assert/strict';

import fc from 'fast-check';

import {
  FINISHED_STATES,
  isFinished,
  JOB_STATES,
  type JobState,
  mayLeave,
  statesBefore,
  type TransitionName,
  TRANSITIONS,
} from '../../../src/core/index.ts';

const NAMES = Object.keys(TRANSITIONS) as TransitionName[];
const to = (name: TransitionName): readonly JobState[] => TRANSITIONS[name].to;

describe('the state table', () => {
  for (const name of NAMES) {
    it(`${name} speaks of states that exist, each once, and says what it means`, () => {
      for (const list of [statesBefore(name), to(name)]) {
        for (const state of list) assert.ok(JOB_STATES.includes(state));
        assert.equal(new Set(list).size, list.length);
      }
      assert.notEqual(TRANSITIONS[name].meaning, '');
    });
  }

  it('lets finished states be left by retry and remove only', () => {
    for (const state of FINISHED_STATES) {
      const ways = NAMES.filter((name) => mayLeave(name, state));
      assert.deepEqual(ways, state === 'completed' ? ['remove'] : ['retry', 'remove']);
    }
  });

  it('gives every unfinished state a way to its end, and makes every state reachable', () => {
    const reached = new Set<JobState>(to('enqueue'));
    for (const state of reached) {
      for (const name of NAMES) if (mayLeave(name, state)) for (const next of to(name)) reached.add(next);
    }
    assert.deepEqual([...reached].sort(), [...JOB_STATES].sort());
    for (const state of JOB_STATES) {
      if (!isFinished(state)) assert.ok(mayLeave('cancel', state), `${state} cannot be cancelled`);
    }
  });

  it('counts an attempt only where a running job ends one', () => {
    for (const name of NAMES) {
      const { counts } = TRANSITIONS[name];
      if (counts !== null) assert.deepEqual(statesBefore(name), ['running']);
      if (counts === true) assert.ok(!to(name).includes('scheduled'));
    }
    assert.deepEqual(
      NAMES.filter((name) => to(name).includes('running')),
      ['reserve'],
    );
  });

  it('is never left by a random walk along its transitions', () => {
    const dice = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(dice, (rolls) => {
        let state: JobState | undefined = 'available';
        for (const [way, end] of rolls) {
          if (state === undefined) return;
          const from: JobState = state;
          const ways = NAMES.filter((name) => mayLeave(name, from));
          assert.ok(ways.length > 0, `${from} is a dead end`);
          const name = ways[way % ways.length] ?? 'remove';
          const ends = to(name);
          state = ends[end % Math.max(1, ends.length)];
          assert.ok(state === undefined ? name === 'remove' : JOB_STATES.includes(state));
          if (isFinished(from)) assert.ok(['retry', 'remove'].includes(name));
        }
      }),
    );
  });
});
