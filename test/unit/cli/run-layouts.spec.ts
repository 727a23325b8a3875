import assert from 'node:assert/strict';

import type { RunView } from '../../../src/api/index.ts';
import { runLines } from '../../../src/cli/run-layouts.ts';

type Step = RunView['steps'][number];

const WAITING: Step = {
  ...{ name: 'ask', state: 'running', kind: 'wait', does: null, needs: [], when: 'success', many: false },
  ...{ startedAt: null, finishedAt: null, total: 1, begun: 1, completed: 0, failed: 0, cancelled: 0, ids: [] },
  ...{ waitsFor: null, dueAt: null, error: null, skipped: null },
};

const RUN = {
  ...{ id: 'r', workflow: 'w', state: 'running', createdAt: '2026-11-30T00:00:00.000Z', finishedAt: null, tags: [] },
  ...{ cancelled: null, schedule: null, parent: null, parentId: null, traceparent: null },
  ...{ input: null, result: null, error: null },
};

function notesOf(steps: readonly Step[]): readonly (string | undefined)[] {
  const lines = runLines({ ...RUN, steps } as unknown as RunView, undefined);
  return lines.slice(-steps.length).map((line) => line.split(/ {2,}/).at(-1));
}

describe('a run on the terminal', () => {
  it('says of a step that failed why, by the code where Skep refused it, and which job it was', () => {
    const own = { name: 'Error', message: 'away', code: 'E1', stack: null };
    const refused = { name: 'SkepError', message: 'finds nothing', code: 'RUN_EXPRESSION', stack: null };
    const failed = { ...WAITING, state: 'failed', kind: 'task', does: 'a', failed: 1 } as const;
    const items = { ...failed, many: true, total: 2, ids: ['r.a.0', 'r.a.1'] };
    assert.deepEqual(
      notesOf([
        { ...failed, error: own, ids: ['r.a'] },
        { ...failed, error: refused },
        { ...items, error: own },
      ]),
      ['Error: away (r.a)', 'RUN_EXPRESSION: finds nothing', 'Error: away'],
    );
  });

  it('says of each step what it waits for', () => {
    const told = ['the signal approved', 'until 2026-12-01T00:00:00.000Z', 'for ever'];
    const steps = [
      ...told.map((waitsFor) => ({ ...WAITING, waitsFor })),
      { ...WAITING, state: 'waiting', waitsFor: 'ask' } as const,
    ];
    assert.deepEqual(notesOf(steps), [
      'waits for the signal approved',
      'waits until 2026-12-01T00:00:00.000Z',
      'waits for ever',
      'after ask',
    ]);
  });
});
