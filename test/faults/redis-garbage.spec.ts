/** R13, R17: what lies in Redis, or comes from it, is not of Skep (docs/reliability.md). */
import { waitFor } from '../support/wait-for.ts';
import { quiet } from './harness/quiet.ts';
import { told } from './harness/redis-talk.ts';
import { family } from './harness/scenario.ts';
import { allSlots } from './harness/slots.ts';
import { BASIC } from './harness/world.ts';

const REDIS = { engines: ['redis'] } as const;

family('Garbage in Redis', (scenario) => {
  scenario(
    'R13 wrong types, corrupt records, ids without records: buried and told, the queue goes on',
    REDIS,
    async (world) => {
      const [base, ours] = ['fault:{default}:', 'fault:{other}:'];
      await world.manifest(
        `${BASIC}queues: { default: {}, other: {} }\nroutes: { tasks: [ { match: x, queue: other } ] }\n`,
      );
      const worker = await world.worker();
      const corrupt = ['', '{', 'null', '[]', '"text"', '{"data":1}', '\u0000\u0001', `{"data":${'['.repeat(5_000)}`];
      await told(world.store.server, async (client) => {
        for (const [index, text] of corrupt.entries()) {
          await client.hset(`${base}jobs`, `bad-${index}`, text);
          await client.lpush(`${base}waiting`, `bad-${index}`);
        }
        await client.lpush(`${base}waiting`, 'no-record', '', 'x'.repeat(10_000), '__proto__');
        await client.zadd(`${base}delayed`, 1, 'no-record-either');
        for (const [key, value] of [
          ['waiting', 'text'],
          ['jobs', 'text'],
          ['delayed', 'text'],
          ['owners', 'text'],
        ] as const) {
          await client.set(`${ours}${key}`, value);
        }
      });
      // The queue whose keys have the wrong type stands still; the other one does not.
      await world.progresses();
      await allSlots(world, worker, 10);
      quiet(worker, 0);
      await told(world.store.server, (client) =>
        client.del(...['waiting', 'jobs', 'delayed', 'owners'].map((key) => ours + key)),
      );
      await world.progresses();
      const odd = 'records that nobody enqueued';
      const { operations } = await world.api();
      // What is JSON could be a job of a plain bee-queue program: it is held until somebody says what it is.
      for (const index of [3, 4, 5]) await operations.cancelJob(`default:bad-${index}`);
      await waitFor('the rest to be buried', async () => (await world.count('dead')) === corrupt.length - 3);
      await world.check({ except: { I8: odd, I13: odd } });
    },
  );

  scenario('R17 garbage on our channel and in our lists', REDIS, async (world) => {
    const worker = await world.worker();
    await told(world.store.server, async (client) => {
      const channel = 'fault:{$}:signals';
      for (const text of [
        '',
        'w',
        'w nowhere',
        'l {',
        'l null',
        'l {"session":1}',
        'c x',
        'c 99999999999999999999',
        'r -1',
      ]) {
        await client.publish(channel, text);
      }
      await client.publish(channel, 'l '.padEnd(10_000_000, 'x'));
      await client.publish(channel, Buffer.from([0xff, 0xfe, 0]));
      for (let index = 0; index < 2_000; index += 1) await client.publish(channel, 'w default');
    });
    await world.progresses();
    await allSlots(world, worker, 10);
    world.bounded(worker);
    quiet(worker, 0);
    await world.check();
  });
});
