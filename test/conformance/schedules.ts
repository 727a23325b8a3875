import assert from 'node:assert/strict';
import type { ScheduleRow, ScheduleSpecRow, TickClaim } from '../../src/engine/index.ts';
import { CURSOR_AHEAD_MS, TICKS_KEPT } from '../../src/engine/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { newJob } from '../support/new-job.ts';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const SPEC = [{ name: 'nightly', spec: 'cron:0 0 * * *' }];

export function scheduleTests(harness: EngineHarness): void {
  describe('schedules', () => {
    const at = scene(harness);

    const applied = async (schedules: readonly ScheduleSpecRow[]) =>
      (await at.engine.schedules.apply({ hash: 'one', revision: 1, schedules })).rows;
    const apply = async (): Promise<ScheduleRow> => (await applied(SPEC))[0]!;
    const claimFrom = (row: ScheduleRow, given: Partial<TickClaim> = {}): TickClaim => ({
      schedule: row.name,
      spec: row.spec,
      from: row.cursorAt,
      to: row.cursorAt + 1_000,
      job: newJob({ schedule: { name: row.name, tickAt: row.cursorAt + 1_000 } }),
      ...given,
    });
    const nextMillisecond = async (): Promise<void> => {
      const now = await at.engine.now();
      await waitFor('the next millisecond', async () => (await at.engine.now()) > now);
    };

    it('a new schedule starts with its cursor now', async () => {
      const before = await at.engine.now();
      const row = await apply();
      assert.ok(row.cursorAt >= before && row.cursorAt <= (await at.engine.now()));
      assert.deepEqual(row, {
        name: 'nightly',
        spec: SPEC[0]!.spec,
        cursorAt: row.cursorAt,
        setBack: 0,
        activatedAt: row.cursorAt,
        paused: false,
        pause: null,
        lastTickAt: null,
        lastJobId: null,
        runs: 0,
      });
      assert.deepEqual(await at.engine.schedules.list(), [row]);
    });

    it('applying the same again changes nothing', async () => {
      const row = await apply();
      await nextMillisecond();
      assert.deepEqual(await applied(SPEC), [row]);
    });

    it('a changed spec moves the cursor to now; the pause stays', async () => {
      const row = await apply();
      await at.engine.schedules.pause('nightly', true);
      await nextMillisecond();
      const [changed] = await applied([{ name: 'nightly', spec: 'other' }]);
      assert.equal(changed?.spec, 'other');
      assert.ok(changed.cursorAt > row.cursorAt);
      assert.equal(changed.paused, true);
    });

    it('a pause outlives the removal of its schedule', async () => {
      await apply();
      await at.engine.schedules.pause('nightly', true);
      await applied([{ name: 'other', spec: 's' }]);
      assert.equal((await apply()).paused, true);
      await at.engine.schedules.pause('nightly', false);
      await applied([]);
      assert.equal((await apply()).paused, false);
    });

    it('an absent name is removed, and starts anew when it is back', async () => {
      const row = await apply();
      const rows = await applied([{ name: 'other', spec: 's' }]);
      assert.deepEqual(
        rows.map((one) => one.name),
        ['other'],
      );
      await nextMillisecond();
      const back = (await applied(SPEC))[0]!;
      assert.ok(back.cursorAt > row.cursorAt);
      assert.deepEqual(await applied([]), []);
    });

    it('a claim moves the cursor and stores the job in one step', async () => {
      const row = await apply();
      const claim = claimFrom(row);
      const [receipt] = await at.engine.schedules.claim([claim]);
      assert.equal(receipt?.status, 'claimed');
      assert.equal(receipt.row?.cursorAt, claim.to);
      assert.equal(receipt.row.lastTickAt, claim.to);
      assert.equal(receipt.row.lastJobId, claim.job!.id);
      assert.deepEqual(await at.engine.schedules.list(), [receipt.row]);
      const job = await at.engine.jobs.get(claim.job!.id);
      assert.equal(job?.state, 'available');
      assert.deepEqual(job.schedule, { name: 'nightly', tickAt: claim.to });
    });

    it('has the record of a claim in the same step, and counts what was made', async () => {
      const row = await apply();
      const skip = claimFrom(row, { job: null, why: 'overlap', blockedBy: 'before' });
      const fire = claimFrom({ ...row, cursorAt: skip.to });
      const stale = claimFrom(row);
      const receipts = await at.engine.schedules.claim([skip, fire, stale]);
      assert.equal(receipts[1]?.row?.runs, 1);
      const [fired, skipped, ...others] = await at.engine.schedules.history('nightly', 10);
      const { at: firedAt, ...told } = fired!;
      assert.ok(Math.abs(firedAt - (await at.engine.now())) < 60_000);
      const nothing = { why: null, blockedBy: null };
      assert.deepEqual(told, { plannedAt: fire.to, from: null, id: fire.job!.id, by: 'tick', ...nothing });
      assert.deepEqual(skipped, {
        ...{ plannedAt: skip.to, from: skip.from, at: skipped?.at, id: null, by: null },
        ...{ why: 'overlap', blockedBy: 'before' },
      });
      assert.deepEqual(others, []);
    });

    it('makes one job at an instant, though the cursor stands there', async () => {
      const row = await apply();
      const start = claimFrom(row, { to: row.cursorAt, job: newJob({}) });
      const again = claimFrom(row, { to: row.cursorAt, job: newJob({}) });
      const receipts = await at.engine.schedules.claim([start, again]);
      assert.deepEqual([receipts[0]?.status, receipts[1]?.status], ['claimed', 'stale']);
      assert.equal(await at.engine.jobs.get(again.job!.id), null);
    });

    it('keeps the newest records, a pause that ended among them, as long as the schedule is there', async () => {
      let row = await apply();
      for (let made = 0; made < TICKS_KEPT + 5; made += 1) {
        const [receipt] = await at.engine.schedules.claim([claimFrom(row, { job: null, to: row.cursorAt + 1 })]);
        row = receipt!.row!;
      }
      await at.engine.schedules.pause('nightly', true);
      await at.engine.schedules.pause('nightly', false);
      const noted = { plannedAt: 5, from: null, id: 'by-hand', by: 'manual', why: null, blockedBy: null } as const;
      await at.engine.schedules.note('nightly', [noted]);
      await at.engine.schedules.note('unknown', [noted]);
      const records = await at.engine.schedules.history('nightly', 1_000);
      assert.equal(records.length, TICKS_KEPT);
      assert.deepEqual([records[0]?.id, records[1]?.why, records[1]?.from], ['by-hand', 'paused', row.cursorAt]);
      assert.deepEqual(await at.engine.schedules.history('unknown', 10), []);
      await applied([]);
      await apply();
      assert.deepEqual(await at.engine.schedules.history('nightly', 10), []);
    });

    it('a claim wakes a consumer that waits', async () => {
      await at.engine.fleet.join(INFO);
      const row = await apply();
      const hand = new Hand(at.engine);
      await hand.consumer.idle();
      await at.engine.schedules.claim([claimFrom(row)]);
      await hand.next();
    });

    it('a claim without a job decides the range only', async () => {
      const row = await apply();
      const [receipt] = await at.engine.schedules.claim([claimFrom(row, { job: null })]);
      assert.equal(receipt?.status, 'claimed');
      assert.equal(receipt.row?.cursorAt, row.cursorAt + 1_000);
      assert.equal(receipt.row.lastTickAt, null);
      assert.equal(receipt.row.lastJobId, null);
      assert.deepEqual(await at.engine.queues.counts(), []);
    });

    it('is stale when the cursor stands elsewhere, and stores nothing', async () => {
      const row = await apply();
      const first = claimFrom(row);
      const second = claimFrom(row);
      const receipts = await at.engine.schedules.claim([first, second]);
      assert.deepEqual(
        receipts.map((receipt) => receipt.status),
        ['claimed', 'stale'],
      );
      assert.equal(receipts[1]?.row?.cursorAt, first.to);
      assert.equal(await at.engine.jobs.get(second.job!.id), null);
    });

    it('tries the claims of one call in order, so that each may follow the other', async () => {
      const row = await apply();
      const first = claimFrom(row);
      const second = claimFrom({ ...row, cursorAt: first.to });
      const receipts = await at.engine.schedules.claim([first, second]);
      assert.deepEqual(
        receipts.map((receipt) => receipt.status),
        ['claimed', 'claimed'],
      );
      assert.equal((await at.engine.schedules.list())[0]?.lastJobId, second.job!.id);
    });

    it('is refused for another spec, a paused or an unknown schedule', async () => {
      const row = await apply();
      const other = claimFrom(row, { spec: 'other' });
      const unknown = claimFrom(row, { schedule: 'unknown' });
      const receipts = await at.engine.schedules.claim([other, unknown]);
      assert.deepEqual(receipts, [
        { schedule: 'nightly', status: 'refused', row },
        { schedule: 'unknown', status: 'refused', row: null },
      ]);
      await at.engine.schedules.pause('nightly', true);
      const paused = await at.engine.schedules.claim([claimFrom(row)]);
      assert.equal(paused[0]?.status, 'refused');
      assert.equal(paused[0].row?.paused, true);
      assert.deepEqual(await at.engine.queues.counts(), []);
    });

    it('yields exactly one job per tick when several processes claim it', async () => {
      const row = await apply();
      const engines = [at.engine, await at.store.open(), await at.store.open(), await at.store.open()];
      for (let tick = 0; tick < 20; tick += 1) {
        const from = row.cursorAt + tick * 1_000;
        const receipts = await Promise.all(
          engines.map((engine) => engine.schedules.claim([claimFrom({ ...row, cursorAt: from })])),
        );
        const won = receipts.filter(([receipt]) => receipt?.status === 'claimed');
        assert.equal(won.length, 1, `tick ${tick}`);
      }
      assert.equal((await at.engine.queues.counts())[0]?.counts.available, 20);
    });

    it('a pause says why and until when; its end is ended once, with the tick at that instant left to come', async () => {
      const row = await apply();
      const until = row.cursorAt + 60_000;
      const paused = await at.engine.schedules.pause('nightly', true, { text: 'INC-1', until, by: 'ann' });
      const { at: since, ...why } = paused?.pause ?? assert.fail();
      assert.deepEqual(why, { text: 'INC-1', until, by: 'ann' });
      assert.ok(since >= row.cursorAt);
      assert.deepEqual(await at.engine.schedules.list(), [paused]);
      assert.deepEqual(await at.engine.schedules.endPause('nightly', until + 1), paused);
      const ended = await at.engine.schedules.endPause('nightly', until);
      assert.deepEqual([ended?.paused, ended?.pause, ended?.cursorAt], [false, null, until - 1]);
      assert.deepEqual(await at.engine.schedules.endPause('nightly', until), ended);
      assert.equal(await at.engine.schedules.endPause('unknown', until), null);
    });

    it('pausing is durable; resuming moves the cursor to now, so that the pause is not caught up', async () => {
      const row = await apply();
      assert.equal((await at.engine.schedules.pause('nightly', true))?.paused, true);
      assert.equal((await at.engine.schedules.list())[0]?.paused, true);
      await nextMillisecond();
      const resumed = await at.engine.schedules.pause('nightly', false);
      assert.equal(resumed?.paused, false);
      assert.ok(resumed.cursorAt > row.cursorAt);
    });

    it('resuming what is not paused leaves the cursor', async () => {
      const row = await apply();
      await nextMillisecond();
      assert.deepEqual(await at.engine.schedules.pause('nightly', false), row);
    });

    it('resuming moves the cursor back only from where a wrong clock has left it', async () => {
      const row = await apply();
      const near = row.cursorAt + CURSOR_AHEAD_MS / 2;
      await at.engine.schedules.claim([claimFrom(row, { to: near })]);
      await at.engine.schedules.pause('nightly', true);
      assert.equal((await at.engine.schedules.pause('nightly', false))?.cursorAt, near);
      for (const paused of [true, false]) {
        const [before] = await at.engine.schedules.list();
        const far = before!.cursorAt + 10 * 365 * 24 * 3_600_000;
        await at.engine.schedules.claim([claimFrom(before!, { to: far, job: newJob() })]);
        if (paused) await at.engine.schedules.pause('nightly', true);
        const resumed = await at.engine.schedules.pause('nightly', false);
        assert.ok(resumed!.cursorAt <= (await at.engine.now()));
        assert.equal(resumed?.setBack, before!.setBack + 1);
        assert.deepEqual(await at.engine.schedules.list(), [resumed]);
      }
    });

    it('sets back the cursors that were asked for and lie too far ahead', async () => {
      const [a, b, c] = await applied(['a', 'b', 'c'].map((name) => ({ name, spec: 's' })));
      const to = a!.cursorAt + 3_600_000;
      await at.engine.schedules.claim([claimFrom(a!, { to }), claimFrom(b!, { to }), claimFrom(c!)]);
      assert.deepEqual(await at.engine.schedules.setBack(['a', 'c', 'unknown'], 2 * 3_600_000), []);
      const rows = await at.engine.schedules.setBack(['a', 'c', 'unknown'], 60_000);
      assert.deepEqual(
        rows.map(({ name, setBack }) => [name, setBack]),
        [['a', 1]],
      );
      assert.ok(rows[0]!.cursorAt <= (await at.engine.now()));
      assert.equal((await at.engine.schedules.list()).find(({ name }) => name === 'b')?.cursorAt, to);
      assert.deepEqual(await at.engine.schedules.setBack([], 0), []);
    });

    it('pausing an unknown schedule gives null', async () => {
      assert.equal(await at.engine.schedules.pause('unknown', true), null);
    });
  });
}
