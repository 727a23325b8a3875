/** Hooks that are tasks, while the workers that store what they tell of are killed between every two steps: exactly one job for each. */
import { strict as assert } from 'node:assert';
import type { FaultPoint } from '../../src/foundation/fault-points.ts';
import { waitFor } from '../support/wait-for.ts';
import { family } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';

const JOBS = 12;
const HOOK =
  '{ task: told, with: { do: ok, result: { of: "${job.id}", n: "${job.attempt}", why: "${error.message}" } } }';
const MANIFEST = BASIC.replace(
  /^( {2}work: \{[^}]*)\}/m,
  `$1, on: { success: ${HOOK}, retry: ${HOOK} } }\n  told: { handler: ./handlers/fixture-handler.ts }`,
);

async function killedAt(world: World, point: FaultPoint, nth: number): Promise<void> {
  assert.match(MANIFEST, /told:/);
  await world.manifest(MANIFEST);
  const victim = await world.worker({ faults: [{ point, nth, act: 'kill' }] });
  const payload = { do: 'throw', message: 'once', until: 1 };
  const ids = await world.enqueue(Array.from({ length: JOBS }, () => ({ payload })));
  await waitFor('its end', () => !victim.alive);
  await world.worker();
  // An attempt whose process died, or that was given back for another job's last chance, is neither a failure nor an end: the
  // next one has its own.
  const jobs = await waitFor('the end of all', async () => {
    const all = [...(await world.allJobs()).values()];
    const told = all.filter(({ task }) => task === 'work').flatMap(({ attempts }) => attempts);
    const count = JOBS + told.filter(({ outcome }) => outcome === 'completed' || outcome === 'failed').length;
    return all.length === count && all.every(({ state }) => state === 'completed') && all;
  });
  for (const id of ids) {
    const attempts = jobs.find((job) => job.id === id)?.attempts ?? [];
    const told = jobs
      .filter(({ parentId }) => parentId === id)
      .map(({ payload: told }) => {
        const { n, why } = (told as { result: { n: number; why: string | null } }).result;
        return `${n} ${why ?? 'done'}`;
      });
    const expected = attempts.flatMap(({ outcome, number }) => {
      if (outcome === 'completed') return [`${number} done`];
      return outcome === 'failed' ? [`${number} once`] : [];
    });
    assert.deepEqual(told.toSorted(), expected.toSorted(), `of ${id}`);
  }
}

family('Hooks', (scenario) => {
  for (const point of ['settle.begin', 'settle.done'] as const) {
    scenario(`K01 a worker is killed at ${point}: one job of a hook for each`, {}, (world) =>
      killedAt(world, point, 2),
    );
  }
  for (const point of ['delivery.begin', 'delivery.made'] as const) {
    scenario(`K02 a worker is killed at ${point}: one job of a hook for each`, { engines: ['redis'] }, (world) =>
      killedAt(world, point, 2),
    );
  }
});
