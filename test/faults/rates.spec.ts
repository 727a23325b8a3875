/** A rate over four real processes, one of which is killed in the middle: exact within one percent, and never above its burst. */
import assert from 'node:assert/strict';
import type { JobView } from '../../src/api/index.ts';
import { ENGINES, WHOLE } from '../support/engines.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const [PER_SECOND, BURST] = [40, 8];
/** A minute where the faults are played alone; in `npm test` as long as one engine needs to show it. */
const SECONDS = Number(process.env['SKEP_RATE_SECONDS'] ?? (WHOLE ? 60 : 5));
const PROCESSES = 4;
const MANIFEST = `
queues: { default: { concurrency: 5 } }
tasks:
  work: { handler: ./handlers/fixture.ts, rate: { limit: ${PER_SECOND}/s, burst: ${BURST} } }
reload: { watch: false }
`;

/** The most that were begun together beyond what the rate has earned meanwhile. @param starts in order, epoch ms */
function largestBurst(starts: readonly number[]): number {
  let lowest = Infinity;
  let largest = 0;
  for (const [index, at] of starts.entries()) {
    const ahead = index - (at * PER_SECOND) / 1_000;
    lowest = Math.min(lowest, ahead);
    largest = Math.max(largest, ahead - lowest + 1);
  }
  return largest;
}

for (const harness of WHOLE ? ENGINES : ENGINES.slice(0, 1)) {
  describe(`a rate over ${PROCESSES} processes, on ${harness.name}`, () => {
    const scene = stage(harness, { lease: '5s' });

    it('is exact within one percent, and smooth, though one of them is killed', async function () {
      this.timeout((SECONDS + 180) * 1_000);
      await scene.project.write(MANIFEST);
      const { operations } = await scene.run({ roles: ['api'] });
      const count = PER_SECOND * (SECONDS + 30);
      for (let from = 0; from < count; from += 500) {
        await operations.enqueue(
          'work',
          Array.from({ length: Math.min(500, count - from) }, () => ({ payload: { do: 'ok' } })),
        );
      }
      const workers = Array.from({ length: PROCESSES }, () => scene.spawn(['run', '--only', 'worker,scheduler']));
      await Promise.all(workers.map((worker) => worker.ready()));
      const started = async (): Promise<readonly number[]> => {
        const jobs: JobView[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const page = await operations.listJobs({ state: ['completed'], limit: 200, ...(cursor && { cursor }) });
          jobs.push(...page.jobs);
          cursor = page.next;
        }
        return jobs.map(({ startedAt }) => Date.parse(startedAt ?? '')).sort((a, b) => a - b);
      };
      // All of them run, and what was earned before they did is used up.
      const begin = await waitFor('some jobs', async () => (await started()).at(PER_SECOND));
      const until = begin + SECONDS * 1_000;
      const passed = (share: number): Promise<unknown> =>
        waitFor(`${share} of the time`, async () => ((await started()).at(-1) ?? 0) >= begin + (until - begin) * share);
      await passed(0.5);
      await workers[0]?.kill();
      await passed(1);
      const starts = (await started()).filter((at) => at >= begin && at < until);
      const wanted = PER_SECOND * SECONDS;
      assert.ok(Math.abs(starts.length - wanted) <= Math.max(BURST, wanted / 100), `${starts.length} of ${wanted}`);
      const burst = largestBurst(starts);
      // Instants are whole milliseconds.
      assert.ok(burst <= BURST + 1, `${burst}`);
    });
  });
}
