import assert from 'node:assert/strict';

import { JOB_STATES, type JobState } from '../../../src/core/index.ts';
import type { ProcessRow, QueueCounts } from '../../../src/engine/index.ts';
import { findingsOf, type Scene, troublesOf } from '../../../src/platform/lookout/findings.ts';

function counts(queue: string, given: Partial<Record<JobState, number>>, paused = false): QueueCounts {
  const none = Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as Record<JobState, number>;
  return { queue, paused, pause: null, counts: { ...none, ...given }, held: 0, oldestAt: null };
}

function living(parts: Partial<ProcessRow>): ProcessRow {
  return { host: 'h', pid: 7, roles: ['worker', 'scheduler'], queues: {}, ...parts } as ProcessRow;
}

function found(scene: Partial<Scene> & { readonly queues?: string[]; readonly schedules?: string[] }): string[] {
  const names = (list: string[] = []): object => Object.fromEntries(list.map((name) => [name, {}]));
  const manifest = { queues: names(scene.queues), schedules: names(scene.schedules) } as Scene['manifest'];
  const findings = findingsOf({
    manifest,
    counts: scene.counts ?? [],
    processes: scene.processes ?? [],
    breakers: scene.breakers ?? [],
    stands: scene.stands ?? [],
    untold: scene.untold ?? [],
    now: scene.now ?? 0,
  });
  for (const { check } of findings) assert.equal(check.status, 'warn');
  return findings.map(({ key, check }) => `${key}: ${check.message}`);
}

describe('what is left undone in a store', () => {
  it('is a queue of no manifest whose jobs wait and that nobody works on, with what to do', () => {
    const state = { available: 2, retryable: 1, scheduled: 3, dead: 9, completed: 9 };
    const old = { queues: ['new'], counts: [counts('old', state)] };
    assert.deepEqual(found(old), [
      'stranded old: queue old is in no manifest and nobody works on it: 6 jobs wait there',
    ]);
    assert.deepEqual(
      found({ ...old, processes: [living({ queues: { old: 5 } })] }),
      [],
      'another version has it still',
    );
    assert.deepEqual(found({ counts: [counts('old', { dead: 1, completed: 5 })] }), [], 'nothing waits');
    const hintWith = (queues: Readonly<Record<string, unknown>>): string => {
      const manifest = { queues, schedules: {} } as unknown as Scene['manifest'];
      const nobody = { processes: [], breakers: [], stands: [], untold: [], now: 0 };
      return findingsOf({ manifest, counts: old.counts, ...nobody })[0]?.check.hint ?? '';
    };
    assert.match(hintWith({}), /skep jobs ls --queue old/);
    for (const [queues, to] of [
      [{ other: {}, default: {} }, 'default'],
      [{ other: {} }, 'other'],
    ] as const) {
      assert.ok(hintWith(queues).includes(`\`skep jobs move --queue old --to ${to}\``), hintWith(queues));
    }
  });

  it('is a declared queue with available jobs that no process consumes, unless it is paused', () => {
    const scene = {
      queues: ['mail'],
      counts: [counts('mail', { available: 1 })],
      processes: [living({ queues: { other: 1 } })],
    };
    assert.deepEqual(found(scene), ['workers mail: no process works on queue mail: 1 job waits there']);
    assert.deepEqual(found({ ...scene, counts: [counts('mail', { available: 1 }, true)] }), []);
    assert.deepEqual(found({ ...scene, counts: [counts('mail', { scheduled: 1 })] }), [], 'nothing is due');
  });

  it('is a held job', () => {
    const scene = {
      queues: ['mail'],
      counts: [counts('mail', { blocked: 2 })],
      processes: [living({ queues: { mail: 1 } })],
    };
    assert.match(found(scene).join(), /^held mail: no worker knows the task of held jobs in queue mail: 2 jobs wait/);
  });

  it('is a schedule that no process fires', () => {
    assert.match(
      found({ schedules: ['a', 'b'], processes: [living({ roles: ['worker'] })] }).join(),
      /no process fires the schedules.*are 2/,
    );
    assert.deepEqual(found({ schedules: ['a'], processes: [living({})] }), []);
    assert.deepEqual(found({ schedules: [] }), []);
  });

  it('is a breaker that is open, or that probes try', () => {
    const [text] = found({ breakers: [{ bucket: 'partner', until: Date.UTC(2026, 11, 1), held: 3 }] });
    assert.match(text ?? '', /breaker of bucket partner is open until 2026-12-01T00:00:00.000Z.*3 jobs wait/);
  });

  it('are the troubles that processes tell of, each about its worker, those of an older version none', () => {
    const told = troublesOf([living({ session: 'w1', troubles: ['logging: full', 'manifest: refused'] }), living({})]);
    assert.deepEqual(
      told.map(({ check, subject }) => [check.message, subject]),
      [
        ['h:7 says: logging: full', { kind: 'worker', name: 'w1' }],
        ['h:7 says: manifest: refused', { kind: 'worker', name: 'w1' }],
      ],
    );
  });

  it('say of files that are not in force what to do, for no log tells of them', () => {
    const [told, other] = troublesOf([living({ troubles: ['superseded: revision 5 is', 'manifest: refused'] })]);
    assert.match(told?.check.hint ?? '', /`skep plan`.*`skep apply`/);
    assert.match(other?.check.hint ?? '', /log/);
  });
});
