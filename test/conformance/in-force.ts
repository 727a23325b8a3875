import assert from 'node:assert/strict';
import { type Application, type Engine, type ScheduleRow, verdictOf } from '../../src/engine/index.ts';
import { newJob } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const OLD: Application = {
  hash: 'old',
  revision: 1,
  schedules: [
    { name: 'same', spec: 'every:1' },
    { name: 'changed', spec: 'every:3000' },
    { name: 'removed', spec: 'every:5' },
  ],
};
const NEW: Application = {
  hash: 'new',
  revision: 2,
  schedules: [
    { name: 'same', spec: 'every:1' },
    { name: 'changed', spec: 'every:3600000' },
    { name: 'added', spec: 'every:7' },
  ],
};

export function inForceTests(harness: EngineHarness): void {
  describe('whose schedules are in force', () => {
    const at = scene(harness);

    const joined = async (): Promise<Engine> => {
      const engine = await at.store.open();
      await engine.fleet.join(INFO);
      return engine;
    };
    const changeOf = async (): Promise<number> => (await at.engine.schedules.standing()).inForce?.change ?? -1;
    const byName = (rows: readonly ScheduleRow[] | null): Record<string, ScheduleRow> =>
      Object.fromEntries((rows ?? []).map((row) => [row.name, row]));
    const hashes = async (): Promise<string[]> =>
      (await at.engine.schedules.standing()).processes.map(({ hash }) => hash);
    const until = async (instant: number): Promise<void> => {
      await waitFor('the clock to go on', async () => (await at.engine.now()) > instant);
    };

    it('nothing is, before the first', async () => {
      assert.deepEqual(await at.engine.schedules.standing(), { inForce: null, processes: [] });
    });

    it('is what was applied last; turns grow', async () => {
      const [a, b] = [await joined(), await joined()];
      assert.equal((await a.schedules.apply(OLD)).turn, 1);
      assert.equal((await b.schedules.apply(NEW)).turn, 2);
      const { inForce, processes } = await at.engine.schedules.standing();
      assert.deepEqual([inForce?.hash, inForce?.revision, inForce?.turn], ['new', 2, 2]);
      assert.deepEqual(
        processes.map(({ hash, revision, turn }) => [hash, revision, turn]),
        [
          ['old', 1, 1],
          ['new', 2, 2],
        ],
      );
      assert.equal(new Set(processes.map(({ session }) => session)).size, 2);
      assert.equal((await a.schedules.apply({ ...OLD, revision: null })).turn, 3);
      assert.equal((await at.engine.schedules.standing()).inForce?.revision, null);
      assert.deepEqual(await hashes(), ['new', 'old']);
    });

    it('is left for the others by who leaves, or withdraws and goes on with its session', async () => {
      const [a, b] = [await joined(), await joined()];
      await a.schedules.apply(OLD);
      await b.schedules.apply(NEW);
      await b.schedules.withdraw();
      await b.fleet.beat(INFO);
      assert.deepEqual(await hashes(), ['old']);
      assert.equal((await at.engine.fleet.processes()).length, 2);
      await a.fleet.leave();
      assert.deepEqual(await hashes(), []);
      assert.equal((await at.engine.schedules.standing()).inForce?.hash, 'new');
    });

    it('comes back from where the other was given up: cursors are kept, nothing is decided for the time since', async () => {
      const [a, b] = [await joined(), await joined()];
      const { turn, rows } = await a.schedules.apply(OLD);
      const before = byName(rows);
      await until(before['same']!.cursorAt + 2);
      await b.schedules.apply(NEW);
      await b.schedules.claim([
        { ...claimOf(before['same']!), to: before['same']!.cursorAt + 1 },
        { ...claimOf(byName(await at.engine.schedules.list())['added']!), job: null },
      ]);
      const start = await at.engine.now();
      await b.fleet.leave();
      const gone = await at.engine.now();
      await until(gone + 30);
      const standing = await at.engine.schedules.standing();
      assert.equal(verdictOf(standing, { hash: 'old', turn }), 'vacant');
      const after = byName(await a.schedules.takeBack(OLD, { turn, change: standing.inForce!.change }));
      assert.deepEqual(Object.keys(after).sort(), ['changed', 'removed', 'same']);
      assert.equal(after['same']?.cursorAt, before['same']!.cursorAt + 1);
      for (const name of ['changed', 'removed']) {
        const { cursorAt } = after[name]!;
        assert.ok(cursorAt >= start && cursorAt <= gone, `${name}: ${cursorAt} is not in ${start}…${gone}`);
      }
      assert.equal(after['changed']?.spec, 'every:3000');
      const { inForce } = await at.engine.schedules.standing();
      assert.deepEqual([inForce?.hash, inForce?.turn], ['old', 1]);
      assert.equal((await a.schedules.apply(OLD)).turn, 3);
    });

    it('comes back after a process that was killed, from when it was seen last', async () => {
      const [a, b] = [await joined(), await at.store.open()];
      const session = await b.fleet.join(INFO);
      const { turn } = await a.schedules.apply(OLD);
      await b.schedules.apply(NEW);
      await b.fleet.beat(INFO);
      const seen = await at.engine.now();
      assert.equal(verdictOf(await at.engine.schedules.standing(), { hash: 'old', turn }), 'other');
      await b.close();
      await at.store.endLeases(session);
      assert.deepEqual(await hashes(), ['old']);
      // Its row may be gone for longer than its entry.
      await a.keeping.rescue(100);
      const rows = byName(await a.schedules.takeBack(OLD, { turn, change: await changeOf() }));
      assert.ok(rows['removed']!.cursorAt <= seen, 'the time since its end is not decided');
    });

    it('is taken back by one of several, and by none that has seen something else', async () => {
      const engines = await Promise.all([joined(), joined(), joined()]);
      const turns: number[] = [];
      for (const engine of engines) turns.push((await engine.schedules.apply(OLD)).turn);
      const canary = await joined();
      const stale = await changeOf();
      await canary.schedules.apply(NEW);
      await canary.fleet.leave();
      const change = await changeOf();
      assert.equal(await engines[2].schedules.takeBack(OLD, { turn: turns[2]!, change: stale }), null);
      assert.equal((await at.engine.schedules.standing()).inForce?.hash, 'new');
      const taken = await Promise.all(
        engines.map((engine, index) => engine.schedules.takeBack(OLD, { turn: turns[index]!, change })),
      );
      assert.equal(taken.filter((rows) => rows !== null).length, 1);
      assert.equal(await changeOf(), change + 1);
    });

    it('goes on from now when the one that returns takes it from one that lives', async () => {
      const [a, b] = [await joined(), await joined()];
      const first = await a.schedules.apply(OLD);
      const second = await b.schedules.apply(NEW);
      await b.schedules.withdraw();
      await a.schedules.takeBack(OLD, { turn: first.turn, change: await changeOf() });
      await b.fleet.leave();
      const other = await joined();
      const before = await at.engine.now();
      const rows = byName(await other.schedules.takeBack(NEW, { turn: second.turn, change: await changeOf() }));
      assert.ok(rows['added']!.cursorAt >= before);
    });

    it('is no matter of processes without a session, which only look', async () => {
      const a = await joined();
      await a.schedules.apply(OLD);
      const looking = await at.store.open();
      await looking.schedules.list();
      await looking.revisions.record({ hash: 'else', by: 'cli', cause: 'file', message: null, of: null, body: '' });
      assert.deepEqual(await hashes(), ['old']);
      assert.equal((await looking.schedules.standing()).inForce?.hash, 'old');
      await looking.schedules.withdraw();
      assert.deepEqual(await hashes(), ['old']);
    });
  });
}

function claimOf(row: ScheduleRow) {
  const to = row.cursorAt + 7;
  const job = newJob({ schedule: { name: row.name, tickAt: to } });
  return { schedule: row.name, spec: row.spec, from: row.cursorAt, to, job };
}
