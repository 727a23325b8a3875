import assert from 'node:assert/strict';

import type { RunView } from '../../../src/api/index.ts';
import { runLines } from '../../../src/cli/run-layouts.ts';

type Step = RunView['steps'][number];

const WAITING: Step = {
  ...{ name: 'ask', state: 'running', kind: 'wait', does: null, needs: [], when: 'success', many: false },
  ...{ startedAt: null, finishedAt: null, total: 1, begun: 1, completed: 0, failed: 0, cancelled: 0, ids: [] },
  ...{ waitsFor: null, dueAt: null, error: null, skipped: null },
};

describe('a run on the terminal', () => {
  it('says of each step what it waits for', () => {
    const told = ['the signal approved', 'until 2026-12-01T00:00:00.000Z', 'for ever'];
    const steps = [
      ...told.map((waitsFor) => ({ ...WAITING, waitsFor })),
      { ...WAITING, state: 'waiting', waitsFor: 'ask' } as const,
    ];
    const run = {
      ...{
        id: 'r',
        workflow: 'w',
        state: 'running',
        createdAt: '2026-11-30T00:00:00.000Z',
        finishedAt: null,
        tags: [],
      },
      ...{ cancelled: null, schedule: null, parent: null, parentId: null, traceparent: null },
      ...{ input: null, result: null, error: null, steps },
    };
    const lines = runLines(run as unknown as RunView, undefined);
    assert.deepEqual(
      lines.slice(-steps.length).map((line) => line.split(/ {2,}/).at(-1)),
      ['waits for the signal approved', 'waits until 2026-12-01T00:00:00.000Z', 'waits for ever', 'after ask'],
    );
  });
});
