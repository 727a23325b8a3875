/** Queues that share the places of a process: which of them is asked first, by the real platform. */
import { strict as assert } from 'node:assert';
import type { QueueStrategy } from '../../src/core/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { createPlatform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';

const NAMES = ['a', 'b', 'c'] as const;

const MANIFEST = `
queues: { c: { concurrency: 5 }, b: { concurrency: 5 }, a: { concurrency: 5 } }
tasks: { work: ./handlers/fixture.ts }
`;

for (const harness of ANY_ENGINE) {
  describe(`Queues of one process on ${harness.name}`, () => {
    const scene = stage(harness);

    async function began(strategy: QueueStrategy): Promise<string> {
      await scene.project.write(MANIFEST);
      const producer = await scene.run({ roles: [] });
      const ids: string[] = [];
      for (let at = 0; at < 4; at += 1)
        for (const queue of NAMES) ids.push(await enqueue(producer, { do: 'ok' }, { queue }));
      let starts = '';
      const worker = await createPlatform({
        ...{ file: scene.project.file, env: {}, logger: silentLogger, roles: ['worker'] as const },
        queues: { only: NAMES, concurrency: 1, strategy },
      });
      worker.subscribe((event) => {
        if (event.type === 'attempt.started') starts += event.job.queue;
      });
      await worker.start();
      try {
        for (const id of ids) await finished(worker, id);
      } finally {
        await worker.stop();
      }
      return starts;
    }

    it('start their jobs in the order of the queues: strict', async () => {
      assert.equal(await began('strict'), 'aaaabbbbcccc');
    });

    it('start their jobs in turns: roundRobin', async () => {
      assert.equal(await began('roundRobin'), 'abcabcabcabc');
    });
  });
}
