import { strict as assert } from 'node:assert';
import { WorkerSettings } from '../../../src/runtime/working/worker-settings.ts';

describe('What a live worker was told', () => {
  it('is nothing at first, and nothing again once all is taken back', () => {
    const settings = new WorkerSettings();
    assert.equal(settings.told, null);
    settings.pause(true);
    settings.limit('mail', 3);
    settings.choose({ queues: ['mail'] }, ['mail', 'default']);
    assert.deepEqual(settings.told, { state: 'paused', concurrency: { mail: 3 }, queues: ['mail'] });
    settings.pause(false);
    settings.limit('mail', null);
    settings.choose({ queues: null }, ['mail']);
    assert.equal(settings.told, null);
  });

  it('gives a queue its own number before that of all, which takes the place of older ones', () => {
    const settings = new WorkerSettings();
    settings.limit(undefined, 5);
    settings.limit('mail', 2);
    assert.deepEqual([settings.concurrencyOf('mail'), settings.concurrencyOf('other')], [2, 5]);
    settings.limit(undefined, 7);
    assert.deepEqual([settings.concurrencyOf('mail'), settings.concurrencyOf('other')], [7, 7]);
    settings.limit(undefined, null);
    assert.equal(settings.concurrencyOf('mail'), undefined);
  });

  it('adds and drops queues from those that it consumes', () => {
    const settings = new WorkerSettings();
    assert.equal(settings.consumes('mail'), undefined);
    settings.choose({ add: ['mail'], drop: ['default'] }, ['default', 'other']);
    assert.deepEqual(settings.told?.queues, ['other', 'mail']);
    assert.deepEqual([settings.consumes('mail'), settings.consumes('default')], [true, false]);
    settings.choose({ drop: ['other'] }, ['other', 'mail']);
    assert.deepEqual(settings.told.queues, ['mail']);
  });
});
