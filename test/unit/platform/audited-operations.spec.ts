/** What is written down of operations: all that change something, each once, and no payload. */
import assert from 'node:assert/strict';

import { type Actor, type AuditLine, OPERATIONS } from '../../../src/api/index.ts';
import { SkepError } from '../../../src/foundation/index.ts';
import { auditedOperations } from '../../../src/platform/callers/audited-operations.ts';
import { CHANGES } from '../../../src/platform/callers/changes.ts';
import { joined } from '../../../src/platform/local/joined.ts';
import type { ServedOperations } from '../../../src/platform/index.ts';
import { FakeServed } from '../../admin/fake-served.ts';

const ANN: Actor = { by: 'ann', via: 'session', address: '192.0.2.7' };
const HIDDEN = 'hidden-of-a-payload';
const PAYLOAD = { to: HIDDEN };

/** Ways of asking that change nothing, though they are no GET. */
const LOOKS = ['explainTask', 'testRoutes', 'draftManifest', 'plan'];

/** One call of each change, and the word and the subject of its line. */
const CALLS: Readonly<
  Record<string, { readonly args: readonly unknown[]; readonly word?: string; readonly about?: string | null }>
> = {
  enqueue: { args: ['emails.send', [{ payload: PAYLOAD }]], about: 'job-1' },
  enqueueTogether: { args: [[{ task: 'emails.send', payload: PAYLOAD }]], about: null },
  enqueueGroup: { args: ['emails.send', { jobs: [{ payload: PAYLOAD }], group: true }] },
  startRun: { args: [{ workflow: 'digest', input: PAYLOAD }] },
  getJob: { args: ['j', 0, undefined, { revealTo: 'ann' }], word: 'revealJob', about: 'j' },
  getRun: { args: ['r', 0, undefined, { revealTo: 'ann' }], word: 'revealRun', about: 'r' },
  runItems: { args: ['r', 'step', {}, { revealTo: 'ann' }], word: 'revealRun', about: 'r' },
  cancelJob: { args: ['j'], about: 'j' },
  retryJob: { args: ['j'], about: 'j' },
  prioritizeJob: { args: ['j', 3], about: 'j' },
  moveJobs: { args: [{ to: 'default', ids: ['j'] }], about: 'j' },
  startBulk: { args: [{ action: 'retry', filter: { task: 'emails.send' } }, 'ann'] },
  cancelBulk: { args: ['b'], about: 'b' },
  pauseQueue: { args: ['default', true, { reason: 'INC-42' }, 'ann'], about: 'default' },
  pauseTask: { args: ['emails.send', false], word: 'resumeTask', about: 'emails.send' },
  pauseSchedule: { args: ['nightly', true], about: 'nightly' },
  runSchedule: { args: ['nightly'], about: 'nightly' },
  backfillSchedule: { args: ['nightly', { from: '1767225600000', to: '1767225600000' }], about: 'nightly' },
  setBucket: { args: ['stripe', { rate: '5/s' }], about: 'stripe' },
  resetBucket: { args: ['stripe'], about: 'stripe' },
  addHold: { args: [{ name: 'acme', task: 'emails.*' }], about: 'acme' },
  removeHold: { args: ['acme'], about: 'acme' },
  cancelRun: { args: ['r'], about: 'r' },
  resumeRun: { args: ['r', ['step']], about: 'r' },
  signalRun: { args: ['r', 'approved', PAYLOAD], about: 'r' },
  removeRun: { args: ['r'], about: 'r' },
  tellWorker: { args: ['w', { verb: 'pause' }], about: 'w' },
  reload: { args: [], about: null },
  applyManifest: { args: [{ revision: 1 }], about: null },
  removeJob: { args: ['j'], about: 'j' },
};

type Named = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

describe('platform: what is written down of operations', () => {
  let served: FakeServed;
  let lines: AuditLine[];
  let begun: string[];
  const audited = (actor = ANN): Named => {
    const all = joined(served.operations) as unknown as ServedOperations;
    const journal = {
      begin: async (line: object) => {
        begun.push(JSON.stringify(line));
        return { id: '', body: '', stored: Promise.resolve() };
      },
      write: async (line: AuditLine) => void lines.push(line),
    };
    return auditedOperations(all, { actor, journal }) as unknown as Named;
  };
  beforeEach(async () => {
    served = new FakeServed();
    lines = [];
    begun = [];
    await served.operations.enqueue('emails.send', [{ payload: PAYLOAD, options: { id: 'j' } }]);
  });

  it('holds every operation that an endpoint lets operators change something by', () => {
    const changing = [...OPERATIONS].filter(([, endpoints]) =>
      endpoints.some(({ method, access }) => method !== 'GET' && access !== 'open'),
    );
    const forgotten = changing
      .map(([name]) => name)
      .filter((name) => CHANGES[name as keyof typeof CHANGES] === 'looks');
    assert.deepEqual(forgotten.sort(), [...LOOKS].sort());
    const changes = Object.entries(CHANGES).filter(([, change]) => change !== 'looks');
    assert.deepEqual(changes.map(([name]) => name).sort(), Object.keys(CALLS).sort());
  });

  for (const [name, { args, word = name, about }] of Object.entries(CALLS)) {
    it(`${name}: one line, of who, what and where, without a payload`, async () => {
      await audited()[name]?.(...args);
      const [line, ...more] = lines;
      assert.ok(line && more.length === 0, `${lines.length} lines`);
      assert.deepEqual(
        [line.by, line.via, line.address, line.operation, line.outcome, line.code],
        ['ann', 'session', '192.0.2.7', word, 'done', null],
      );
      if (about !== undefined) assert.equal(line.subject?.name ?? null, about);
      assert.equal(begun.length, word.startsWith('reveal') ? 0 : 1);
      assert.ok(!JSON.stringify([line, begun]).includes(HIDDEN), JSON.stringify(line));
    });

    it(`${name}: one line when it is refused, and one when the store is away`, async () => {
      for (const [code, outcome] of [
        ['STATE_CONFLICT', 'refused'],
        ['STORE_UNREACHABLE', 'failed'],
      ] as const) {
        served.operations.failure = new SkepError(code, HIDDEN);
        const all = audited();
        await assert.rejects(all[name]?.(...args) ?? Promise.resolve(), { code });
        assert.deepEqual([lines.at(-1)?.outcome, lines.at(-1)?.code], [outcome, code]);
      }
      assert.equal(lines.length, 2);
      assert.ok(!JSON.stringify(lines).includes(HIDDEN));
    });
  }

  it('has no line of looks, of trials, of pings, nor of the jobs that programs enqueue', async () => {
    const program = audited({ by: 'shop', via: 'token', address: null });
    await program['enqueue']?.('emails.send', [{ payload: {} }]);
    await program['enqueueTogether']?.([{ task: 'emails.send', payload: {} }]);
    await program['startRun']?.({ workflow: 'digest', input: {} });
    await program['getJob']?.('j');
    await audited()['tellWorker']?.('w', { verb: 'ping' });
    await program['startBulk']?.({ action: 'retry', filter: { task: 'emails.send' }, dryRun: true });
    assert.deepEqual(lines, []);
  });

  it('says how it was before and after', async () => {
    await audited()['cancelJob']?.('j');
    assert.deepEqual([lines[0]?.before?.['state'], lines[0]?.after?.['state']], ['available', 'cancelled']);
  });
});
