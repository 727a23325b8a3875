/**
 * Flips bits of a store and works with what is left. Arguments: a sound file, a seed, the first turn, the number of
 * turns. Sends one word per turn: told (an error by name, or an examination that failed), silent, or what went wrong.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import { openSqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, SkepError, systemClock } from '../../../src/foundation/index.ts';
import { Hand, INFO } from '../../conformance/hand.ts';
import { newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';
import { Random } from '../harness/random.ts';

const FLIPS = 20;
const [template = '', seed = '', first = '', turns = ''] = process.argv.slice(2);

function flip(file: string, random: Random): void {
  const bytes = readFileSync(template);
  for (let flips = 0; flips < FLIPS; flips += 1) {
    const at = random.between(0, bytes.length - 1);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.between(0, 7)), at);
  }
  writeFileSync(file, bytes);
}

async function work(file: string): Promise<boolean> {
  let told = false;
  const named = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof SkepError)) throw error;
      told = true;
    }
  };
  await named(async () => {
    const engine = await openSqliteEngine({ path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await named(() => engine.queues.counts());
    await named(() => engine.jobs.list({}, 200, null));
    await named(() => engine.jobs.list({ tag: 'a' }, 200, null));
    await named(() => engine.jobs.enqueue(newJobs(3)));
    await named(async () => {
      await engine.fleet.join(INFO);
      const hand = new Hand(engine, 'default', 600);
      // An index may have lost all of them without a trace: that nothing is there is an answer too.
      let nothing = false;
      void hand.consumer.idle().then(() => (nothing = true));
      await waitFor('jobs, trouble, or an answer', () => nothing || hand.held.length > 0 || hand.troubles.length > 0);
      told ||= hand.troubles.length > 0;
      const strange = hand.troubles.find((trouble) => !(trouble instanceof SkepError));
      if (strange !== undefined) throw new Error('trouble without a name', { cause: strange });
    });
    told ||= (await engine.health.examine()).some(({ status }) => status === 'fail');
    await engine.close();
  });
  return told;
}

for (let turn = Number(first); turn < Number(turns); turn += 1) {
  const file = `${template}-${turn}`;
  flip(file, new Random(Number(seed) + turn));
  const outcome = await work(file).then(
    (told) => (told ? 'told' : 'silent'),
    (error: unknown) => String(error),
  );
  await new Promise((resolve) => process.send?.(outcome, resolve));
}
process.exit(0);
