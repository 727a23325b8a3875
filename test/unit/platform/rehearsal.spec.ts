import assert from 'node:assert/strict';
import path from 'node:path';

import { loadManifest, loadManifestText } from '../../../src/manifest/index.ts';
import { runTests, type TestReport } from '../../../src/platform/rehearsal/run-tests.ts';

const MANIFEST = `
version: 1
name: t
buckets: { api: { rate: 1/m, burst: 1 } }
encryption: { keys: { k1: 'Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBmb3IgdXM=' }, use: k1 }
queues: { letters: {}, bad: {} }
routes: { tasks: [{ match: mail, where: payload.big == true, queue: letters }] }
tasks:
  mail:
    handler: ./h.ts
    timeout: { soft: 1m, hard: 2m }
    deadTo: bad
    retry:
      { maxAttempts: 3, backoff: { type: exponential, base: 1s, factor: 2, max: 1m, jitter: full }, deadOn: [E_GONE] }
    on: { start: [{ task: note }], success: [{ task: note }], failure: [{ webhook: 'https://a.example/' }] }
  hurry: { handler: ./h.ts, executor: thread, timeout: 2m }
  limited: { handler: ./h.ts, uses: [api] }
  note: ./h.ts
  secret: { handler: ./h.ts, encrypt: true }
  many: { handler: ./h.ts, collect: { size: 10, wait: 1s } }
  typed: { handler: ./h.ts, output: { type: object }, input: { type: object, required: [to] } }
  later: { handler: ./h.ts, debounce: { wait: 1h } }
`;

async function tried(tests: string): Promise<readonly TestReport[]> {
  const loaded = await loadManifestText(`${MANIFEST}tests:\n${tests}`, {
    env: {},
    file: '/srv/jobs.yaml',
    cwd: '/srv',
  });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const reports: TestReport[] = [];
  for await (const report of runTests(loaded.manifest)) reports.push(report);
  return reports;
}

async function allPass(tests: string): Promise<void> {
  const failed = (await tried(tests)).filter(({ passed }) => !passed);
  assert.deepEqual(
    failed.map(({ name, differences }) => ({ name, differences })),
    [],
  );
}

describe('tests of a manifest', () => {
  it('pass by the rules of retries, limits of time and limits of starts', () =>
    allPass(`
  - { name: spreads at their longest, enqueue: { task: mail }, outcomes: [{ throw: X }, { throw: X }, { return: 1 }],
      expect: { state: completed, attempts: 3, delays: [1s, 2s], result: 1, queue: default } }
  - { name: out of attempts, enqueue: { task: mail }, outcomes: [{ throw: X }, { throw: X }, { throw: X }],
      expect: { state: dead, attempts: 3, error: X } }
  - { name: by its code, enqueue: { task: mail }, outcomes: [{ throw: { name: Gone, code: E_GONE, message: away } }],
      expect: { state: dead, attempts: 1, error: E_GONE } }
  - { name: off and on, enqueue: { task: mail }, outcomes: [{ snooze: 30d }, { retry: 5s }, { return: null }],
      expect: { state: completed, attempts: 2, delays: [30d, 5s] } }
  - { name: told to end, enqueue: { task: mail }, outcomes: [{ return: 1, takes: 3d }],
      expect: { state: retryable, attempts: 1, error: SoftTimeout, delays: [1s] } }
  - { name: in time, enqueue: { task: mail }, outcomes: [{ return: 1, takes: 59s }], expect: { state: completed } }
  - { name: routed, enqueue: { task: mail, payload: { big: true } }, expect: { queue: letters, state: available, attempts: 0 } }
  - { name: a limit lets it wait, enqueue: { task: limited }, outcomes: [{ snooze: 1s }, { return: 2 }],
      expect: { state: completed, result: 2 } }
  - { name: put off, enqueue: { task: later }, outcomes: [{ return: 2 }], expect: { state: completed } }
`));

  it('see what hooks emit, in order, and do not run it', () =>
    allPass(`
  - { name: success, enqueue: { task: mail }, outcomes: [{ return: 1 }], expect: { emitted: [note, note] } }
  - { name: failure, enqueue: { task: mail }, outcomes: [{ throw: E_GONE }], expect: { emitted: [note, skep.webhook, mail] } }
  - { name: nothing, enqueue: { task: note }, outcomes: [{ return: 1 }], expect: { emitted: [] } }
`));

  it('see payloads and results as handlers do', () =>
    allPass(`
  - { name: sealed, enqueue: { task: secret, payload: { a: 1 } }, outcomes: [{ return: { b: 2 } }], expect: { result: { b: 2 } } }
  - { name: alone, enqueue: { task: many, payload: { a: 1 } }, outcomes: [{ return: { b: 2 } }], expect: { result: { b: 2 } } }
  - { name: refused, enqueue: { task: typed, payload: { from: x } }, expect: { refused: PAYLOAD_INVALID } }
  - { name: of the wrong form, enqueue: { task: typed, payload: { to: x } }, outcomes: [{ return: 7 }],
      expect: { state: retryable, error: RESULT_INVALID } }
`));

  it('of the example pass', async () => {
    const file = path.join(import.meta.dirname, '../../../jobs.yaml');
    const loaded = await loadManifest(file, { env: {} });
    assert.ok(loaded.ok);
    const failed: unknown[] = [];
    for await (const { passed, ...report } of runTests(loaded.manifest)) if (!passed) failed.push(report);
    assert.deepEqual(failed, []);
    assert.ok(loaded.manifest.tests.length > 3);
  });

  it('tell all that differs, and where they stand', async () => {
    const [report] = await tried(`
  - { name: wrong, enqueue: { task: mail, payload: { big: true } }, outcomes: [{ throw: X }, { return: 1 }, { return: 2 }],
      expect: { state: dead, queue: default, attempts: 3, delays: [2s], emitted: [], result: 7, error: Y } }
`);
    assert.equal(report?.passed, false);
    assert.deepEqual(report.place, { file: 'jobs.yaml', line: MANIFEST.split('\n').length + 2 });
    assert.deepEqual(
      report.differences.map(({ key, expected, got }) => [key, expected, got]),
      [
        ['state', 'dead', 'completed'],
        ['queue', 'default', 'letters'],
        ['attempts', 3, 2],
        ['delays', ['2s'], ['1s']],
        ['emitted', [], ['note', 'note', 'note']],
        ['result', 7, 1],
        ['error', 'Y', null],
        ['outcomes', 3, 2],
      ],
    );
  });

  it('fail where a job is refused that should not be', async () => {
    const loaded = await tried(
      '  - { name: a, enqueue: { task: typed, payload: { to: 1 } }, expect: { state: dead } }',
    );
    assert.deepEqual(loaded[0]?.differences, [{ key: 'state', expected: 'dead', got: 'available' }]);
  });
});
