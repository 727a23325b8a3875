/** What alerts find in figures and store, and what is told of it when. */
import assert from 'node:assert/strict';

import { countEnd, noFigure, type Outcome } from '../../../../src/core/index.ts';
import type { ProcessRow, QueueCounts, StandingHold, StatRow } from '../../../../src/engine/index.ts';
import type { AlertSpec } from '../../../../src/manifest/index.ts';
import {
  type Episode,
  FLAP_MS,
  newEpisode,
  pastAfter,
  toldOf,
  turnOf,
} from '../../../../src/platform/alerts/episodes.ts';
import { lostSince, missing } from '../../../../src/platform/alerts/lost.ts';
import { type AlertMatch, type AlertScene, matchesOf } from '../../../../src/platform/alerts/matches.ts';
import { silenceOf } from '../../../../src/platform/alerts/standing-alerts.ts';

const NOW = 1_800_000_030_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const ALL = { task: null, queue: null, schedule: null, bucket: null };

function alert(when: AlertSpec['when'], of: Partial<AlertSpec['of']> = {}): AlertSpec {
  return {
    ...{ name: 'a', description: null, when, of: { ...ALL, ...of }, to: [] },
    ...{ everyMs: HOUR, recovery: true, silentUntil: null },
  };
}

function row(task: string, agoMs: number, ends: Partial<Record<Outcome['kind'], number>>, queue = 'default'): StatRow {
  const figure = noFigure();
  for (const [kind, count] of Object.entries(ends)) {
    for (let n = 0; n < count; n += 1) countEnd(figure, kind as Outcome['kind'], 1, 1);
  }
  return { at: Math.floor((NOW - agoMs) / MINUTE) * MINUTE, queue, task, figure };
}

function scene(parts: Partial<AlertScene> = {}): AlertScene {
  return {
    ...{ manifest: { tasks: {} }, now: NOW, minutes: [], hours: [], counts: [], processes: [] },
    ...{ undecided: () => [], breakers: [], lost: [], ...parts },
  };
}

function found(spec: AlertSpec, parts: Partial<AlertScene>, knownAt = 0): readonly string[] {
  return matchesOf(spec, scene(parts), knownAt).map(({ message }) => message);
}

function counts(queue: string, available: number, more: Partial<QueueCounts> = {}): QueueCounts {
  const none = { scheduled: 0, running: 0, retryable: 0, blocked: 0, completed: 0, cancelled: 0, dead: 0 };
  return {
    ...{ queue, paused: false, pause: null, held: 0, oldestAt: NOW - 10 * MINUTE, ...more },
    counts: { ...none, available },
  };
}

describe('conditions of alerts', () => {
  it('count failures of a task or queue within the window, each by itself', () => {
    const minutes = [
      row('emails.send', 0, { retry: 3, complete: 5 }),
      row('emails.send', 4 * MINUTE, { dead: 1 }, 'mail'),
      row('emails.send', 7 * MINUTE, { dead: 50 }),
      row('emails.bulk', MINUTE, { retry: 3 }, 'mail'),
      row('other', 0, { dead: 9 }),
    ];
    const when = { kind: 'failures', count: 4, inMs: 5 * MINUTE } as const;
    const message = 'task emails.send: 4 attempts failed within 5m';
    assert.deepEqual(found(alert(when, { task: 'emails.*' }), { minutes }), [message]);
    assert.deepEqual(found(alert(when, { queue: 'mail' }), { minutes }), ['queue mail: 4 attempts failed within 5m']);
    assert.equal(found(alert(when), { minutes }).length, 2);
    assert.deepEqual(found(alert({ ...when, count: 5 }, { task: 'emails.*' }), { minutes }), []);
  });

  it('count what fails to tell of alerts only where that is meant', () => {
    const minutes = [row('skep.alert', 0, { retry: 9 }, 'mail'), row('work', 0, { retry: 1 }, 'mail')];
    const when = { kind: 'failures', count: 1, inMs: 5 * MINUTE } as const;
    assert.deepEqual(found(alert(when), { minutes }), ['task work: 1 attempts failed within 5m']);
    assert.deepEqual(found(alert(when, { queue: '*' }), { minutes }), ['queue mail: 1 attempts failed within 5m']);
    assert.deepEqual(found(alert(when, { task: 'skep.alert' }), { minutes }).length, 1);
  });

  it('take a share of failures where enough has ended', () => {
    const minutes = [row('work', 0, { retry: 1, dead: 2, complete: 7 })];
    const when = { kind: 'failureRate', rate: 0.3, least: 10, inMs: MINUTE } as const;
    assert.deepEqual(found(alert(when), { minutes }), ['task work: 3 of 10 attempts failed within 1m']);
    assert.deepEqual(found(alert({ ...when, least: 11 }), { minutes }), []);
    assert.deepEqual(found(alert({ ...when, rate: 0.31 }), { minutes }), []);
  });

  it('look at what waits in queues, but not where somebody paused them', () => {
    const oldest = alert({ kind: 'oldest', ms: 10 * MINUTE }, { queue: 'mail*' });
    const lanes = [counts('mail', 5), counts('other', 9), counts('mail-2', 3, { held: 3 })];
    assert.deepEqual(found(oldest, { counts: lanes }), ['queue mail: the oldest job that could start has waited 10m']);
    assert.deepEqual(found(oldest, { counts: [counts('mail', 5, { paused: true })] }), []);
    assert.deepEqual(found(oldest, { counts: [counts('mail', 5, { oldestAt: NOW - 9 * MINUTE })] }), []);
    assert.deepEqual(found(alert({ kind: 'depth', count: 4 }), { counts: lanes }), [
      'queue mail: 5 jobs wait',
      'queue other: 9 jobs wait',
    ]);
  });

  it('miss successes from when the alert was there', () => {
    const manifest = { tasks: { nightly: {}, work: {}, 'skep.alert': {} } } as unknown as AlertScene['manifest'];
    const hours = [row('work', 24 * HOUR, { complete: 1 }), row('nightly', HOUR, { dead: 1 })];
    const when = alert({ kind: 'noSuccess', ms: 24 * HOUR });
    assert.deepEqual(found(when, { manifest, hours }), ['task nightly: nothing has ended well for 1d']);
    assert.deepEqual(found(when, { manifest, hours }, NOW - 23 * HOUR), []);
  });

  it('look at schedules, breakers and processes', () => {
    const late = alert({ kind: 'missed', ms: MINUTE }, { schedule: 'b*' });
    const undecided = (ms: number) => ['billing', 'cleanup'].map((name) => ({ name, at: NOW - ms }));
    assert.deepEqual(found(late, { undecided }), [
      `schedule billing: its tick of ${new Date(NOW - MINUTE).toISOString()} has not fired`,
    ]);
    const breakers = [{ bucket: 'stripe', until: NOW, held: 2 }];
    assert.equal(found(alert({ kind: 'breaker' }), { breakers }).length, 1);
    assert.equal(found(alert({ kind: 'breaker' }, { bucket: 'paypal' }), { breakers }).length, 0);
    const processes = [{ roles: ['worker'] }, { roles: ['api'] }] as unknown as readonly ProcessRow[];
    const few = 'of at least 2 processes work';
    assert.deepEqual(found(alert({ kind: 'workersBelow', count: 2 }), { processes }), [`1 ${few}`]);
    assert.deepEqual(found(alert({ kind: 'workersBelow', count: 1 }), { processes }), []);
  });

  it('know a process that was killed from one that left', () => {
    const lives = (session: string, leaseUntil: number): ProcessRow =>
      ({ session, host: 'h', pid: session.length, leaseUntil, roles: [] }) as unknown as ProcessRow;
    const rows = [lives('a', NOW + 5), lives('bb', NOW + 30_000), lives('ccc', NOW + 5)];
    const first = lostSince({ processes: {}, lost: [] }, { rows, left: new Set() }, NOW);
    assert.deepEqual(first.lost, []);
    assert.deepEqual(missing(first, [], NOW + 10_000), ['a', 'ccc']);
    const { lost, processes } = lostSince(first, { rows: [], left: new Set(['ccc']) }, NOW + 10_000);
    assert.deepEqual(lost, [{ name: 'h:1', at: NOW + 5 }]);
    assert.deepEqual(processes, {});
    const when = alert({ kind: 'workerLost', ms: MINUTE });
    assert.equal(found(when, { lost, now: NOW + MINUTE }).length, 1);
    assert.equal(found(when, { lost, now: NOW + 2 * MINUTE }).length, 0);
  });
});

describe('what is told of alerts', () => {
  const SOME: readonly AlertMatch[] = [{ kind: 'queue', name: 'q', message: 'm' }];

  /** @returns what is told at each look: the instant, whether it holds, whether it is silent */
  function told(
    looks: readonly (readonly [number, boolean, boolean?])[],
    spec: Pick<AlertSpec, 'everyMs' | 'recovery'> = { everyMs: HOUR, recovery: true },
  ): readonly (string | null)[] {
    let episode: Episode = newEpisode(0);
    return looks.map(([now, holds, silent = false]) => {
      const turn = turnOf(spec, episode, { matches: holds ? SOME : [], now, silent });
      episode = toldOf(turn, now);
      return turn.tell;
    });
  }

  it('is its beginning, a reminder every while, and its end', () => {
    assert.deepEqual(
      told([
        [0, false],
        [10, true],
        [20, true],
        [HOUR - 991, true],
        // A second early: looks do not come to the millisecond.
        [HOUR - 990, true],
        [HOUR + 20, false],
        [HOUR + 30, false],
      ]),
      [null, 'firing', null, null, 'firing', 'recovered', null],
    );
    const quiet = { everyMs: HOUR, recovery: false };
    assert.deepEqual(
      told(
        [
          [10, true],
          [20, false],
        ],
        quiet,
      ),
      ['firing', null],
    );
  });

  it('is nothing of a flutter, and its end only where its beginning was', () => {
    assert.deepEqual(
      told([
        [0, true],
        [10, false],
        [20, true],
        [30, false],
        [40, true],
        [FLAP_MS, true],
        [FLAP_MS + 10, false],
      ]),
      ['firing', 'recovered', null, null, null, 'firing', 'recovered'],
    );
  });

  it('is finished by the next look where the one before died in the middle of it', () => {
    const spec = { everyMs: HOUR, recovery: true };
    const look = (before: Episode, now: number, holds: boolean) =>
      turnOf(spec, before, { matches: holds ? SOME : [], now, silent: false });
    const begun = look(newEpisode(0), 10, true);
    const again = look(begun.episode, 20, false);
    assert.deepEqual([again.tell, again.episode.since, again.episode.subjects], ['firing', 10, SOME]);
    const ends = look(toldOf(again, 20), 30, false);
    assert.equal(ends.tell, 'recovered');
    const late = look(ends.episode, 40, true);
    assert.deepEqual([late.tell, late.episode.since], ['recovered', 10]);
    assert.equal(look(toldOf(late, 40), 40 + FLAP_MS, true).tell, 'firing');
  });

  it('is nothing while it is silenced; what lasts is told then', () => {
    assert.deepEqual(
      told([
        [0, true, true],
        [10, true],
        [20, false, true],
        [FLAP_MS + 30, true, true],
        [FLAP_MS + 40, false],
      ]),
      [null, 'firing', null, null, null],
    );
  });

  it('is kept back by a hold on the task that tells, or by the manifest', () => {
    const hold = (part: Partial<StandingHold>): StandingHold =>
      ({ task: 'skep.alert', tag: null, queue: null, where: null, until: null, by: 'ann', ...part }) as StandingHold;
    const by = (part: Partial<StandingHold>): unknown =>
      silenceOf({ name: 'a', silentUntil: null }, [hold(part)], NOW)?.by;
    assert.equal(by({}), 'ann');
    const standing = hold({ name: 'h', text: 'INC-42', manifest: false });
    assert.deepEqual(silenceOf({ name: 'a', silentUntil: null }, [standing], NOW), {
      ...{ until: null, by: 'ann' },
      ...{ reason: 'INC-42', hold: 'h' },
    });
    assert.equal(by({ tag: 'a' }), 'ann');
    assert.equal(by({ task: 'skep.*' }), 'ann');
    for (const other of [{ tag: 'b' }, { task: 'work' }, { task: null }, { where: 'true' }, { until: NOW }]) {
      assert.equal(by(other), undefined);
    }
    assert.deepEqual(silenceOf({ name: 'a', silentUntil: NOW + 1 }, [], NOW), {
      ...{ until: NOW + 1, by: null },
      ...{ reason: null, hold: null },
    });
    assert.equal(silenceOf({ name: 'a', silentUntil: NOW }, [], NOW), null);
  });

  it('is kept when it is over, the newest first, ten of each alert', () => {
    const firing = { ...newEpisode(0), since: 5, told: 2, subjects: SOME, more: 3 };
    const over = pastAfter({ episodes: { a: firing }, past: {} }, [['a', { ...firing, since: null }]], 9);
    assert.deepEqual(over, { a: [{ since: 5, endedAt: 9, told: 2, message: 'm, and 3 more' }] });
    assert.deepEqual(pastAfter({ episodes: { a: firing }, past: over }, [['a', firing]], 10), over);
    const full = {
      a: Object.values(over)
        .flat()
        .flatMap((one) => Array.from({ length: 10 }, () => one)),
    };
    const next = pastAfter({ episodes: { a: firing }, past: full }, [['a', newEpisode(0)]], 11);
    const kept = Object.values(next).flat();
    assert.deepEqual([kept.length, kept[0]?.endedAt], [10, 11]);
  });
});
