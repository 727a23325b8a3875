import assert from 'node:assert/strict';
import type { Engine, Signal } from '../../src/engine/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { newJobs } from '../support/new-job.ts';
import { Hand, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

function record(engine: Engine): Signal[] {
  const signals: Signal[] = [];
  engine.fleet.onSignal((signal) => signals.push(signal));
  return signals;
}

export function signalTests(harness: EngineHarness): void {
  describe('signals', () => {
    const at = scene(harness);

    const has = (signals: readonly Signal[], type: Signal['type']): Promise<unknown> =>
      waitFor(`the signal ${type}`, () => signals.some((signal) => signal.type === type));

    it('reload: reaches every other process, and the sender only where another one asks', async () => {
      const other = await at.store.open();
      await at.engine.fleet.join(INFO);
      await other.fleet.join(INFO);
      const [mine, theirs] = [record(at.engine), record(other)];
      await at.engine.fleet.requestReload();
      await has(theirs, 'reload');
      // What comes after it has come: signals keep their order.
      await at.engine.fleet.tell(null, 'mark', 1);
      await has(mine, 'told');
      await at.engine.fleet.beat(INFO);
      assert.deepEqual(
        mine.map(({ type }) => type),
        ['told'],
      );
      await other.fleet.requestReload();
      await has(mine, 'reload');
    });

    it('reload: may be asked for by an engine without a session', async () => {
      await at.engine.fleet.join(INFO);
      const signals = record(at.engine);
      await (await at.store.open()).fleet.requestReload();
      await has(signals, 'reload');
    });

    it('controls-changed: when a queue or a schedule is paused or resumed', async () => {
      const other = await at.store.open();
      await at.engine.schedules.apply({ hash: 'one', revision: 1, schedules: [{ name: 's', spec: 'x' }] });
      await other.fleet.join(INFO);
      const signals = record(other);
      await at.engine.queues.pause('default', true);
      await has(signals, 'controls-changed');
      signals.length = 0;
      await at.engine.schedules.pause('s', true);
      await has(signals, 'controls-changed');
    });

    it('leases-ended: to the owner of a running job that is cancelled from elsewhere, and to nobody else', async () => {
      const [canceller, bystander] = [await at.store.open(), await at.store.open()];
      await at.engine.fleet.join(INFO);
      await bystander.fleet.join(INFO);
      const [mine, theirs] = [record(at.engine), record(bystander)];
      await at.engine.jobs.enqueue(newJobs(2));
      const [first] = await new Hand(at.engine, 'default', 2).take(2);
      await canceller.jobs.cancel([first!.job.id], 'stop it');
      await has(mine, 'leases-ended');
      assert.deepEqual(
        mine.filter((signal) => signal.type === 'leases-ended'),
        [{ type: 'leases-ended', ids: [first!.job.id] }],
      );
      await canceller.fleet.requestReload();
      await has(theirs, 'reload');
      assert.ok(!theirs.some((signal) => signal.type === 'leases-ended'));
    });

    it('leases-ended: also when the process cancels its own job', async () => {
      await at.engine.fleet.join(INFO);
      const signals = record(at.engine);
      await at.engine.jobs.enqueue(newJobs(1));
      const held = await new Hand(at.engine).next();
      await at.engine.jobs.cancel([held.job.id], 'stop it');
      await has(signals, 'leases-ended');
    });

    it('nothing old: a process that joins later does not get what was sent before', async () => {
      await at.engine.fleet.requestReload();
      const other = await at.store.open();
      const signals = record(other);
      await other.fleet.join(INFO);
      await other.fleet.beat(INFO);
      await at.engine.queues.pause('default', true);
      await has(signals, 'controls-changed');
      assert.ok(!signals.some((signal) => signal.type === 'reload'));
    });

    it('ends with the subscription, and a listener that throws stops nobody', async () => {
      await at.engine.fleet.join(INFO);
      const ended: Signal[] = [];
      at.engine.fleet.onSignal((signal) => ended.push(signal))();
      at.engine.fleet.onSignal(() => {
        throw new Error('a bad listener');
      });
      const signals = record(at.engine);
      await (await at.store.open()).fleet.requestReload();
      await has(signals, 'reload');
      assert.deepEqual(ended, []);
    });
  });
}
