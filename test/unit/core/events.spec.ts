import assert from 'node:assert/strict';

import { EventStream, type LifecycleEvent } from '../../../src/core/index.ts';

const event = (id: string): LifecycleEvent => ({ type: 'job.removed', id, task: 'work', queue: 'default' });

describe('the event stream', () => {
  it('gives every listener every event in order', () => {
    const stream = new EventStream();
    const seen: string[] = [];
    for (const name of ['a', 'b']) stream.subscribe((e) => e.type === 'job.removed' && seen.push(name + e.id));
    stream.emit(event('1'));
    stream.emit(event('2'));
    assert.deepEqual(seen, ['a1', 'b1', 'a2', 'b2']);
  });

  it('goes on past a listener that throws, and tells of it', () => {
    const errors: unknown[] = [];
    const stream = new EventStream((error) => errors.push(error));
    let calls = 0;
    stream.subscribe(() => {
      throw new Error('bad listener');
    });
    stream.subscribe(() => (calls += 1));
    stream.emit(event('1'));
    assert.equal(calls, 1);
    assert.match(String(errors[0]), /bad listener/);
    assert.equal(errors.length, 1);
  });

  it('ends a subscription, also from inside the listener, without touching the others', () => {
    const stream = new EventStream();
    const seen: string[] = [];
    const end = stream.subscribe(() => {
      seen.push('once');
      end();
    });
    stream.subscribe(() => seen.push('always'));
    stream.emit(event('1'));
    end();
    stream.emit(event('2'));
    assert.deepEqual(seen, ['once', 'always', 'always']);
  });

  it('gives a listener only the types it asked for, and says which are wanted', () => {
    const stream = new EventStream();
    const seen: string[] = [];
    assert.equal(stream.active, false);
    const end = stream.subscribe((e) => seen.push(e.type), ['queue.paused']);
    assert.deepEqual([stream.active, stream.wants('queue.paused'), stream.wants('job.removed')], [true, true, false]);
    stream.emit(event('1'));
    stream.emit({ type: 'queue.paused', queue: 'emails' });
    assert.deepEqual(seen, ['queue.paused']);
    const endAll = stream.subscribe(() => undefined);
    assert.equal(stream.wants('job.removed'), true);
    endAll();
    end();
    assert.deepEqual([stream.active, stream.wants('queue.paused'), stream.wants('job.removed')], [false, false, false]);
  });

  it('is not active for a listener that asks for nothing', () => {
    const stream = new EventStream();
    stream.subscribe(() => assert.fail('nothing was asked for'), []);
    assert.equal(stream.active, false);
    stream.emit(event('1'));
  });
});
