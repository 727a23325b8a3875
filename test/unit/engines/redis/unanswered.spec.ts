import assert from 'node:assert/strict';

import { Unanswered } from '../../../../src/engines/redis/unanswered.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { Rig } from './rig.ts';

describe('redis: commands without an answer', () => {
  const rig = new Rig();

  it('are told of once the oldest has waited for eight seconds, and no more when it is answered', async () => {
    const clock = new FakeClock();
    const unanswered = new Unanswered(clock);
    const client = await rig.client();
    const other = await rig.client();
    const key = rig.prefix();
    await other.call('CLIENT', 'PAUSE', '600000', 'WRITE');
    rig.onEnd(() => other.call('CLIENT', 'UNPAUSE'));
    const [stored, read] = [client.set(key, '1'), client.get(key)];
    const look = (): readonly string[] =>
      unanswered.checks([client, other]).map(({ status, message }) => status + message);
    assert.deepEqual(look(), []);
    await clock.advance(7_999);
    assert.deepEqual(look(), []);
    await clock.advance(1);
    assert.match(look().join(), /^fail.*has waited for 8s/);
    // What goes to a connection that is made anew is the same command.
    client.disconnect(true);
    await waitFor('another connection', () => client.status === 'ready');
    await clock.advance(60_000);
    assert.match(look().join(), /has waited for 1m8s/);
    await other.call('CLIENT', 'UNPAUSE');
    assert.deepEqual(await Promise.all([stored, read]), ['OK', '1']);
    assert.deepEqual(look(), []);
  });

  it('are none where one follows the other, however long', async () => {
    const clock = new FakeClock();
    const unanswered = new Unanswered(clock);
    const client = await rig.client();
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = client.ping();
      assert.deepEqual(unanswered.checks([client]), []);
      await clock.advance(7_000);
      await answer;
    }
  });
});
