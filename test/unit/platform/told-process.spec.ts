import { strict as assert } from 'node:assert';
import type { WorkerCommand } from '../../../src/api/index.ts';
import { type Json, type LogFields, silentLogger, SkepError } from '../../../src/foundation/index.ts';
import { ToldProcess, type ToldParts } from '../../../src/platform/process/told-process.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('A process that is told what to do', () => {
  const clock = new FakeClock();
  let done: string[];
  let lines: LogFields[];
  let storeNow: () => Promise<number>;
  let process: ToldProcess;

  beforeEach(() => {
    [done, lines] = [[], []];
    storeNow = async () => 1_000;
    const services: ToldParts['services'] = {
      obey: (command) => {
        if (command.verb === 'queues') throw new SkepError('QUEUE_UNKNOWN', 'no such queue', { hint: 'look' });
        done.push(command.verb);
      },
      told: null,
      list: () => [],
      beat: () => done.push('beat'),
    };
    const info = (fields: LogFields): void => void lines.push(fields);
    process = new ToldProcess({
      ...{ services, clock },
      engine: { now: () => storeNow() },
      logger: { ...silentLogger, info },
      stop: () => done.push('stopped'),
    });
  });

  async function tell(body: Json): Promise<void> {
    process.heed({ type: 'told', topic: 'order', body });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const order = (id: string, command: WorkerCommand): Json => ({
    id,
    until: 2_000,
    by: 'ann',
    command: command as unknown as Json,
  });

  it('does it once, however often it is told, and answers', async () => {
    await tell(order('1', { verb: 'pause' }));
    await tell(order('1', { verb: 'pause' }));
    assert.deepEqual(done, ['pause', 'beat']);
    assert.deepEqual(process.shown(false).answers, [{ to: '1', refused: null, attempts: [] }]);
    assert.deepEqual(
      lines.map(({ event, by, what }) => [event, by, what]),
      [['process.told', 'ann', 'pause']],
    );
  });

  it('does nothing of which whoever asked has given up', async () => {
    storeNow = async () => 2_001;
    await tell(order('1', { verb: 'pause' }));
    assert.deepEqual([done, process.shown(false)], [[], {}]);
  });

  it('does it when it is told again, where the store was away', async () => {
    storeNow = async () => Promise.reject(new Error('away'));
    await tell(order('1', { verb: 'pause' }));
    storeNow = async () => 1_000;
    await tell(order('1', { verb: 'pause' }));
    assert.deepEqual(done, ['pause', 'beat']);
  });

  it('answers why it refuses', async () => {
    await tell(order('1', { verb: 'queues', add: ['x'] }));
    const refused = { code: 'QUEUE_UNKNOWN', message: 'no such queue', hint: 'look' };
    assert.deepEqual(process.shown(false).answers, [{ to: '1', refused, attempts: [] }]);
  });

  it('stops by the way of whoever runs it', async () => {
    await tell(order('1', { verb: 'stop' }));
    process.onStop(() => done.push('in good order'));
    await tell(order('2', { verb: 'stop' }));
    assert.deepEqual(done, ['beat', 'stopped', 'beat', 'in good order']);
    assert.equal(process.shown(true).control?.state, 'stopping');
  });

  it('shows few answers, and not for long', async () => {
    for (let id = 0; id < 20; id += 1) await tell(order(String(id), { verb: 'ping' }));
    assert.deepEqual(
      process.shown(false).answers?.map(({ to }) => to),
      ['12', '13', '14', '15', '16', '17', '18', '19'],
    );
    await clock.advance(10_000);
    assert.deepEqual(process.shown(false), {});
    assert.deepEqual(lines, [], 'a ping is not worth a line');
  });

  it('does not heed what it does not know', async () => {
    for (const body of [null, 7, {}, { id: '1', until: 2_000, by: 'ann', command: { verb: 'dance' } }]) {
      process.heed({ type: 'told', topic: 'order', body: body });
    }
    process.heed({ type: 'told', topic: 'else', body: order('1', { verb: 'pause' }) });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(done, []);
  });
});
