import assert from 'node:assert/strict';

import type { DraftedIn } from '../../../src/runtime/enqueueing/draft.ts';
import { defaultOptions, jobOf, jobsOf } from '../../../src/runtime/enqueueing/draft.ts';
import { boundTask, type TaskParts } from './parts.ts';

const UNIQUE = { key: ['to'], while: 'unfinished', forMs: null, onConflict: 'keep' } as const;
const CARRIER = { traceparent: null, tracestate: null, propagation: 'parent' } as const;
const DRAFTED: DraftedIn = {
  ...{ revision: 7, origin: { parentId: 'parent' }, carrier: CARRIER, keys: null },
  task: (name) => (name === 'letters' ? boundTask('letters').spec : undefined),
  fair: () => true,
};

function counted(): () => string {
  let count = 0;
  return () => `job-${(count += 1)}`;
}

/** What of a job may follow from its payload or its id, task by task. */
const TASKS: Readonly<Record<string, TaskParts>> = {
  'has nothing of its own': { tags: ['own'], priority: 3 },
  'is unique': { unique: UNIQUE },
  'is debounced': { debounce: { key: ['to'], waitMs: 5, maxMs: 60 } },
  'counts by a key': { concurrency: { limit: 1, key: 'payload.to', onConflict: 'wait' } },
  'belongs to tenants': { fairness: { key: 'payload.to' } },
  'is routed': { routes: [{ match: 'work', where: 'payload.to == "b"', queue: 'near', priority: 2 }] },
  'leaves letters': { deadTo: { queue: 'letters', task: 'letters' } },
};

describe('the jobs of one call', () => {
  for (const [what, parts] of Object.entries(TASKS)) {
    it(`are what each alone would be, of a task that ${what}`, () => {
      const { spec: task } = boundTask('work', parts);
      const usual = defaultOptions(task);
      const options = [usual, usual, usual, { ...usual, id: 'mine' }, { ...usual, priority: 9 }, usual, usual];
      const drafts = options.map((given, index) => {
        const payload = { to: index % 2 === 0 ? 'a' : 'b' };
        return { task, payload, payloadText: JSON.stringify(payload), options: given };
      });
      const newId = counted();
      const alone = drafts.map((draft) => jobOf(draft, DRAFTED, newId));
      assert.deepEqual(jobsOf(drafts, DRAFTED, counted()), alone);
      assert.equal(new Set(alone.map(({ id }) => id)).size, alone.length);
    });
  }
});
