/** A fleet of processes whose manifest changes again and again, valid and broken, while jobs come and processes are killed. */
import { strict as assert } from 'node:assert';

import { ANY_ENGINE, WHOLE } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import { familyOn } from './harness/scenario.ts';
import { BASIC } from './harness/world.ts';

/** The file after the last of them is a sound one. */
const { processes, reloads, jobs, kills } = WHOLE
  ? { processes: 8, reloads: 200, jobs: 100, kills: 5 }
  : { processes: 2, reloads: 4, jobs: 20, kills: 1 };
/** Of so many files one is broken. */
const BROKEN = 4;
/** Reloads that the processes are given time for; the others come in the midst of one. */
const AWAITED = 3;

const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20').replace('watch: false', 'debounce: 20ms');

/** Tasks and queues come and go, and schedules change. */
function sections(turn: number): string {
  if (turn % BROKEN === BROKEN - 1) return PATIENT.replace('handler:', 'handle:');
  const others = Array.from({ length: turn % 3 }, (_, n) => `  other.${n}: ./handlers/fixture-handler.ts\n`).join('');
  return `${PATIENT.replace('admin:', `${others}admin:`)}
queues: { default: { concurrency: ${1 + (turn % 5)} }, side-${turn % 2}: {} }
moved: { queues: { side-${(turn + 1) % 2}: { movedTo: default } } }
schedules: { yearly: { cron: '${turn % 60} 3 1 1 *', task: work } }
`;
}

familyOn(ANY_ENGINE, 'A fleet whose manifest changes', (scenario) => {
  scenario(
    'F01 reloads in a row, valid and broken, kill -9 in between: no job is lost, and all converge',
    async (world) => {
      await world.manifest(sections(0));
      const fleet = await Promise.all(Array.from({ length: processes }, () => world.worker()));
      const oracle = await world.oracle();
      const runs = async (revision: number): Promise<boolean> => {
        const rows = await oracle.fleet.processes();
        const workers = rows.filter(({ roles }) => roles.includes('worker'));
        const own = workers.filter(({ pid }) => fleet.some((one) => one.pid === pid && one.alive));
        return own.length === processes && own.every(({ manifestRevision }) => (manifestRevision ?? 0) >= revision);
      };
      let due = 0;
      for (let turn = 1; turn <= reloads; turn += 1) {
        const [before] = await oracle.revisions.list(1);
        await world.manifest(sections(turn));
        await world.enqueueMany(jobs, { do: 'sleep', ms: 2 });
        due += kills / reloads;
        // None begins with a broken file.
        if (due >= 1 / 2 && turn % BROKEN !== BROKEN - 1) {
          due -= 1;
          await fleet.shift()?.kill();
          fleet.push(await world.worker());
        }
        if (turn % AWAITED !== 0 || turn % BROKEN === BROKEN - 1) continue;
        await waitFor(
          `reload ${turn}`,
          async () => ((await oracle.revisions.list(1))[0]?.revision ?? 0) > (before?.revision ?? 0),
        );
      }
      await world.manifest(sections(reloads + 1));
      await world.enqueueMany(jobs, { do: 'sleep', ms: 2 });
      const hashes = async (): Promise<ReadonlySet<string>> =>
        new Set(
          (await oracle.fleet.processes())
            .filter(({ roles }) => roles.includes('worker'))
            .map(({ manifestHash }) => manifestHash),
        );
      await waitFor('all to run one manifest', async () => {
        const [newest] = await oracle.revisions.list(1);
        return (
          (await hashes()).size === 1 && (await hashes()).has(newest?.hash ?? '') && (await runs(newest?.revision ?? 0))
        );
      });
      await world.check({ duplicates: 10 * kills });
      assert.ok((await oracle.revisions.list(1_000)).length > reloads / BROKEN);
    },
  );
});
