import assert from 'node:assert/strict';

import type { Timing } from '../../../src/core/index.ts';
import type { ScheduleSpec } from '../../../src/manifest/index.ts';
import { scheduleFindings } from '../../../src/platform/index.ts';
import { collisionsIn } from '../../../src/platform/simulation/collisions.ts';
import { plannedTicks } from '../../../src/platform/views/planned-ticks.ts';
import { assertLinear } from '../../support/growth.ts';
import { generationOf } from '../runtime/parts.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const MINUTE = 60_000;
const cron = (text: string, timezone = 'UTC'): Timing => ({ kind: 'cron', cron: text, timezone });

function specs(schedules: Readonly<Record<string, Partial<Omit<ScheduleSpec, 'task'>> & { readonly timing: Timing }>>) {
  const all = Object.entries(schedules).map(([name, schedule]) => [name, { task: 'work', ...schedule }] as const);
  return generationOf({ tasks: { work: {} }, schedules: Object.fromEntries(all) }).manifest;
}
const found = (manifest: ReturnType<typeof specs>, p95?: number) =>
  scheduleFindings(Object.values(manifest.schedules), { now: NOW, ...(p95 !== undefined && { p95: () => p95 }) });

describe('what is odd about schedules', () => {
  it('is nothing about an ordinary one', () => {
    assert.deepEqual(found(specs({ poll: { timing: cron('30 4 * * *') } })), []);
  });

  it('is one that never fires again', () => {
    const over = specs({ over: { timing: { kind: 'at', at: [NOW - 1] } } });
    assert.deepEqual(
      found(over).map(({ kind, schedules, message }) => [kind, schedules, message]),
      [['never', ['over'], 'schedule over never fires again: no tick lies after 2026-05-01T12:00:00.000Z']],
    );
  });

  it('is that many are due in one second, and not where they are spread', () => {
    const many = (spreadMs: number) =>
      specs(
        Object.fromEntries(
          Array.from({ length: 12 }, (_one, index) => [`report-${index}`, { timing: cron('@daily'), spreadMs }]),
        ),
      );
    const [first, ...others] = found(many(0));
    assert.deepEqual([first?.kind, first?.schedules.length, others], ['collision', 12, []]);
    assert.match(first?.message ?? '', /^12 schedules are due at 2026-05-02T00:00:00.000Z/);
    assert.deepEqual(found(many(10 * MINUTE)), []);
  });

  it('is looked for in steps of one schedule, and not among those that tick every five minutes', () => {
    const timings = { a: cron('@hourly'), b: cron('@hourly'), c: cron('*/5 * * * *'), d: cron('*/6 * * * *') };
    const manifest = specs(Object.fromEntries(Object.entries(timings).map(([name, timing]) => [name, { timing }])));
    const work = collisionsIn(manifest, { from: NOW, to: NOW + 1_440 * MINUTE });
    let steps = 0;
    let step = work.next();
    for (; step.done !== true; step = work.next()) steps += 1;
    assert.deepEqual(
      step.value.map(({ schedules, times }) => [schedules.join(), times]),
      [['a,b,d', 24]],
    );
    assert.ok(steps >= 4);
  });

  it('is found with work that grows as the schedules do, all of them at one instant', async () => {
    const [one] = Object.values(specs({ nightly: { timing: cron('@daily') } }).schedules);
    assert.ok(one);
    const many = (count: number): ScheduleSpec[] =>
      Array.from({ length: count }, (_, n) => ({ ...one, name: `s-${n}` }));
    await assertLinear((schedules: ScheduleSpec[]) => scheduleFindings(schedules, { now: NOW }), many, 6_000);
  });

  it('is a fixed time that falls into a change of the clocks, unless it is said what happens', () => {
    const berlin = cron('30 2 * * *', 'Europe/Berlin');
    const [autumn, ...others] = found(specs({ nightly: { timing: berlin, timezone: 'Europe/Berlin' } }));
    assert.equal(
      autumn?.message,
      'schedule nightly: 02:30 comes twice on 2026-10-25 in Europe/Berlin; it fires at the first',
    );
    assert.deepEqual(others, []);
    const said = { ...berlin, dst: { gap: 'skip', overlap: 'once' } } as Timing;
    assert.deepEqual(found(specs({ nightly: { timing: said, timezone: 'Europe/Berlin' } })), []);
    const interval = cron('*/30 * * * *', 'Europe/Berlin');
    assert.deepEqual(found(specs({ nightly: { timing: interval, timezone: 'Europe/Berlin' } })), []);
  });

  it('is one that ticks more often than its task takes, where its jobs may overlap', () => {
    const timing: Timing = { kind: 'every', everyMs: 5 * MINUTE };
    const [shorter] = found(specs({ poll: { timing } }), 400_000);
    assert.match(shorter?.message ?? '', /^schedule poll ticks every 5m, and work runs up to 6m40s/);
    assert.deepEqual(found(specs({ poll: { timing, overlap: 'skip' } }), 400_000), []);
    assert.deepEqual(found(specs({ poll: { timing } }), 200_000), []);
  });
});

describe('ticks around changes of the clocks', () => {
  const around = (dst: 'after' | 'skip', overlap: 'once' | 'twice') =>
    plannedTicks(
      specs({
        nightly: {
          timing: { kind: 'cron', cron: '30 2 * * *', timezone: 'Europe/Berlin', dst: { gap: dst, overlap } },
          timezone: 'Europe/Berlin',
        },
      }),
      'nightly',
      { count: 2, from: Date.parse('2026-10-01T00:00:00Z'), aroundDst: true },
    ).ticks.map(({ dueAt, local, note }) => [dueAt?.slice(0, 16) ?? null, local, note]);

  it('say what becomes of times that come twice or not at all', () => {
    assert.deepEqual(around('after', 'once'), [
      [
        '2026-10-25T00:30',
        '2026-10-25 02:30:00 +02:00',
        '02:30 comes twice on this day and fires at the first (overlap: once)',
      ],
      ['2026-10-26T01:30', '2026-10-26 02:30:00 +01:00', null],
      ['2027-03-27T01:30', '2027-03-27 02:30:00 +01:00', null],
      [
        '2027-03-28T01:00',
        '2027-03-28 03:00:00 +02:00',
        '02:30 does not exist on this day and fires as the clocks are set (gap: after)',
      ],
    ]);
  });

  it('show what is left out, and both of two', () => {
    const ticks = around('skip', 'twice');
    assert.deepEqual(
      ticks.map(([due]) => due),
      ['2026-10-25T00:30', '2026-10-25T01:30', '2027-03-27T01:30', null, '2027-03-29T00:30'],
    );
    assert.match(String(ticks[3]?.[2]), /is left out \(gap: skip\)$/);
  });
});
