/** What is known of a receiver from the job of its newest word, and what is asked for that. */
import assert from 'node:assert/strict';

import type { Job } from '../../../../src/core/index.ts';
import { SkepError } from '../../../../src/foundation/index.ts';
import type { AlertSpec } from '../../../../src/manifest/index.ts';
import { newEpisode } from '../../../../src/platform/alerts/episodes.ts';
import {
  heard,
  type Hearing,
  hearingAfter,
  hearingOf,
  newlyLost,
  UNTAKEN_MS,
  unmade,
} from '../../../../src/platform/alerts/hearings.ts';
import { untoldAlerts } from '../../../../src/platform/alerts/untold.ts';
import { runningJob } from '../../../support/new-job.ts';

const NOW = 1_800_000_000_000;
const SENT = hearingOf(undefined, 'job-1', NOW);
const ERROR = { name: 'Error', message: 'x'.repeat(999), code: 'E', stack: null };

function after(before: Hearing, changes: Partial<Job>, laterMs = 10_000): Hearing {
  return hearingAfter(before, runningJob(changes), NOW + laterMs);
}

describe('what receivers have heard of an alert', () => {
  it('is not reached from its first failed attempt on, whatever word it is, until one comes through', () => {
    assert.equal(after(SENT, { state: 'running' }, 10 * UNTAKEN_MS).untold, null, 'it takes its time');
    const failing = after(SENT, { state: 'retryable', error: ERROR });
    assert.deepEqual(failing.untold, {
      ...{ since: NOW, final: false, lost: false },
      error: { code: 'E', message: 'x'.repeat(300) },
    });
    const dead = after(failing, { state: 'dead', error: ERROR });
    const anew = hearingOf(dead, 'job-2', NOW + 60_000);
    assert.deepEqual([dead.untold?.final, anew.untold?.final, anew.untold?.since], [true, false, NOW]);
    const told = after(anew, { state: 'completed', finishedAt: NOW + 61_000 });
    assert.deepEqual(told, { job: null, at: NOW + 60_000, toldAt: NOW + 61_000, untold: null });
    const refused = unmade(told, new SkepError('PAYLOAD_INVALID', 'no'), NOW + 90_000);
    assert.deepEqual(refused.untold, {
      ...{ since: NOW + 90_000, final: true, lost: true },
      error: { code: 'PAYLOAD_INVALID', message: 'no' },
    });
    assert.equal(refused.toldAt, NOW + 61_000);
  });

  it('is not reached either where nobody takes the job', () => {
    assert.equal(after(SENT, { state: 'available' }, UNTAKEN_MS - 1), SENT);
    const { untold } = after(SENT, { state: 'blocked', queue: 'mails' }, UNTAKEN_MS);
    assert.deepEqual(untold?.error, {
      code: null,
      message: 'its job waits in queue mails (blocked), and no process has taken it',
    });
  });

  it('is left at that by who cancels or removes the job', () => {
    const dead = after(SENT, { state: 'dead', error: ERROR });
    const none = { job: null, at: NOW, toldAt: null, untold: null };
    assert.deepEqual([after(dead, { state: 'cancelled', error: ERROR }), hearingAfter(dead, null, NOW)], [none, none]);
  });

  it('is told once where a word is lost, and asks for no job but those under way', async () => {
    const asked: string[] = [];
    const engine = {
      jobs: { get: async (id: string) => (asked.push(id), runningJob({ id, state: 'dead', error: ERROR })) },
    } as unknown as Parameters<typeof heard>[0];
    const spec = { to: ['a', 'b', 'c'].map((key) => ({ key })) } as unknown as AlertSpec;
    const episode = { ...newEpisode(NOW), hearings: { a: SENT, b: { ...SENT, job: null }, gone: SENT } };
    const next = await heard(engine, spec, episode, NOW);
    assert.deepEqual([[...asked], newlyLost(spec, episode, next).map(({ target }) => target.key)], [['job-1'], ['a']]);
    assert.deepEqual(newlyLost(spec, next, await heard(engine, spec, next, NOW)), []);
    const second = after(hearingOf(next.hearings.a, 'job-2', NOW), { state: 'retryable', error: ERROR });
    const anew = { ...next, hearings: { ...next.hearings, a: second } };
    assert.deepEqual(newlyLost(spec, anew, await heard(engine, spec, anew, NOW)), [], 'nor of the words after it');
    const told = { ...anew, hearings: { a: after(anew.hearings.a, { state: 'completed' }) } };
    const again = { ...told, hearings: { a: hearingOf(told.hearings.a, 'job-3', NOW) } };
    assert.equal(newlyLost(spec, again, await heard(engine, spec, again, NOW)).length, 1, 'one came through meanwhile');
    asked.splice(0);
    await heard(engine, spec, newEpisode(NOW), NOW);
    await heard(engine, spec, { ...episode, telling: 'firing' }, NOW);
    assert.deepEqual(asked, []);
  });

  it('is nobody’s business where nothing is declared, and while the alert is silenced', async () => {
    const dead = after(SENT, { state: 'dead', error: ERROR });
    const answer = JSON.stringify({ episodes: { a: { ...newEpisode(NOW), hearings: { k: dead } } } });
    let holds: readonly object[] = [];
    const engine = {
      once: { look: async () => ({ request: '', answer }) },
      holds: { list: async () => holds },
      now: async () => NOW,
    } as unknown as Parameters<typeof untoldAlerts>[0];
    const a = { name: 'a', silentUntil: null, to: [{ kind: 'task', key: 'k', task: 'page' }] } as unknown as AlertSpec;
    assert.deepEqual(
      (await untoldAlerts(engine, { alerts: { a } })).map(({ alert, receivers }) => [alert, receivers[0]?.final]),
      [['a', true]],
    );
    holds = [{ task: 'skep.alert', tag: 'a', queue: null, where: null, until: null }];
    assert.deepEqual(await untoldAlerts(engine, { alerts: { a } }), []);
    assert.deepEqual(await untoldAlerts({} as typeof engine, { alerts: {} }), []);
  });
});
