import assert from 'node:assert/strict';

import fc from 'fast-check';

import { Service } from '../../../src/foundation/index.ts';

/** Counts its hooks and lets the test decide when and how onStart ends. */
class Probe extends Service {
  readonly calls: string[] = [];
  finish: (error?: Error) => void = () => undefined;

  protected override async onStart(): Promise<void> {
    this.calls.push('start');
    await new Promise<void>((resolve, reject) => {
      this.finish = (error) => (error ? reject(error) : resolve());
    });
    this.calls.push('started');
  }

  protected override async onStop(): Promise<void> {
    this.calls.push('stop');
    await Promise.resolve();
    this.calls.push('stopped');
  }

  protected override interrupt(): void {
    this.calls.push('interrupt');
    this.finish(new Error('interrupted'));
  }

  get isStopping(): boolean {
    return this.stopping;
  }
}

describe('a service', () => {
  it('starts once however often it is asked', async () => {
    const probe = new Probe();
    const starts = [probe.start(), probe.start()];
    probe.finish();
    await Promise.all(starts);
    await probe.start();
    assert.deepEqual(probe.calls, ['start', 'started']);
  });

  it('stops once however often it is asked, at rest when the promise resolves', async () => {
    const probe = new Probe();
    const start = probe.start();
    probe.finish();
    await start;
    await Promise.all([probe.stop(), probe.stop()]);
    await probe.stop();
    assert.deepEqual(probe.calls, ['start', 'started', 'interrupt', 'stop', 'stopped']);
  });

  it('cleans up after a failed start, rejects with its error, and stop() is still fine', async () => {
    const probe = new Probe();
    const start = probe.start();
    probe.finish(new Error('no port'));
    await assert.rejects(start, /no port/);
    await assert.rejects(probe.start(), /no port/);
    await probe.stop();
    assert.deepEqual(probe.calls.slice(0, 3), ['start', 'stop', 'stopped']);
    assert.equal(probe.calls.filter((call) => call === 'stop').length, 1);
  });

  it('interrupts a start that is under way', async () => {
    const probe = new Probe();
    const start = probe.start();
    const stop = probe.stop();
    assert.equal(probe.isStopping, true);
    await assert.rejects(start, /interrupted/);
    await stop;
    assert.deepEqual(probe.calls, ['start', 'interrupt', 'stop', 'stopped']);
  });

  it('stopped before it started does nothing, and refuses to start', async () => {
    const probe = new Probe();
    await probe.stop();
    await assert.rejects(probe.start(), /Probe was stopped before it started/);
    assert.deepEqual(probe.calls, []);
  });

  it('comes to rest under any order of concurrent start, stop, success and failure', async () => {
    const acts = fc.array(fc.constantFrom('start', 'stop', 'ok', 'fail', 'turn'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const probe = new Probe();
        const starts: Promise<unknown>[] = [];
        const stops: Promise<void>[] = [];
        for (const act of list) {
          if (act === 'start') starts.push(probe.start().catch((error: unknown) => error));
          else if (act === 'stop') stops.push(probe.stop());
          else if (act === 'turn') await Promise.resolve();
          else probe.finish(act === 'fail' ? new Error('failed') : undefined);
        }
        await probe.stop();
        await Promise.all([...starts, ...stops]);
        const count = (name: string): number => probe.calls.filter((call) => call === name).length;
        assert.ok(count('start') <= 1);
        // Whatever began to start is stopped exactly once, and that is the last thing that happens.
        assert.equal(count('stop'), count('start'));
        assert.equal(count('stopped'), count('start'));
        if (count('start') === 1) assert.ok(['stopped', 'interrupt'].includes(probe.calls.at(-1) ?? ''));
        const stopAt = probe.calls.indexOf('stop');
        assert.ok(!probe.calls.slice(Math.max(stopAt, 0)).includes('started') || stopAt < 0);
      }),
      { numRuns: 300 },
    );
  });
});
