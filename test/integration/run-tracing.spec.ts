/** The trace of a run: one, whoever ran its steps, each linked to those that it needs, its waits in it. */
import assert from 'node:assert/strict';

import { systemClock } from '../../src/foundation/index.ts';
import { Enqueuer, Worker } from '../../src/runtime/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { idleProcess } from '../support/new-job.ts';
import { assertWholeRead } from '../support/span-trees.ts';
import { waitFor } from '../support/wait-for.ts';
import { depsOf, generationOf } from '../unit/runtime/parts.ts';
import { record } from '../unit/telemetry/recording.ts';

const INFO = idleProcess();

const STEPS = {
  first: { task: 'work' },
  left: { task: 'work', needs: ['first'], forEach: '${input}' },
  right: { task: 'flaky', needs: ['first'], retry: { maxAttempts: 2, backoff: { type: 'fixed', base: '1ms' } } },
  ask: { wait: { signal: 'go' }, needs: ['left', 'right'] },
  last: { task: 'work', needs: ['ask'] },
};

for (const harness of ANY_ENGINE) {
  describe(`the trace of a run on ${harness.name}`, () => {
    it('is one over all processes: steps are linked to those that they need, waits stand in it, none is an orphan', async () => {
      const recording = record();
      const store = await harness.newStore();
      const [asking, working] = [await store.open(), await store.open()];
      await working.fleet.join({ ...INFO });
      let failures = 0;
      const work = { handler: () => 1 };
      const flaky = {
        handler: () => {
          failures += 1;
          if (failures === 1) throw new Error('not yet');
          return 1;
        },
      };
      const generation = generationOf({ tasks: { work, flaky } });
      const parts = { ...depsOf(working, generation, systemClock), tracer: recording.tracer };
      const enqueuer = new Enqueuer({ ...depsOf(asking, generation, systemClock), tracer: recording.tracer });
      const worker = new Worker(parts);
      await worker.start();
      const { id } = await enqueuer.runs.start({
        workflow: { steps: STEPS },
        input: [1, 2],
        options: { id: 'traced' },
      });
      const stateOf = async (step: number): Promise<string> => {
        await working.keeping.promote(100);
        await working.runs.advance(100);
        return (await working.runs.get(id))?.steps[step]?.state ?? '';
      };
      await waitFor('the wait', async () => (await stateOf(3)) === 'running');
      await asking.runs.signal(id, 'go', null);
      await waitFor('the end', async () => (await stateOf(4)) === 'completed');
      await worker.stop();
      await working.fleet.leave();
      await store.dispose();
      const spans = recording.spans();
      await recording.stop();

      const [root] = spans.filter(({ name }) => name === 'start inline');
      assert.ok(root);
      assertWholeRead(spans);
      for (const span of spans) {
        assert.equal(span.spanContext().traceId, root.spanContext().traceId, span.name);
        if (span !== root) assert.ok(span.parentSpanContext, `${span.name} is another root`);
      }
      const of = (step: string): typeof spans => spans.filter(({ attributes }) => attributes['skep.step'] === step);
      const ids = (found: typeof spans): string[] => found.map((span) => span.spanContext().spanId).sort();
      const links = (step: string): string[][] => of(step).map((span) => span.links.map(({ context }) => context.spanId).sort()); // prettier-ignore
      assert.deepEqual([of('left').length, of('right').length], [2, 2]);
      const first = ids(of('first'));
      assert.deepEqual([...links('left'), ...links('right')], [first, first, first, first]);
      const good = of('right').filter(({ attributes }) => attributes['skep.outcome'] === 'completed');
      assert.deepEqual(links('last'), [ids([...of('left'), ...good])]);
      assert.deepEqual(of('last')[0]?.links[0]?.attributes, { 'skep.link': 'step' });
      const [wait] = of('ask');
      assert.deepEqual([wait?.name, wait?.parentSpanContext?.spanId], ['wait.step', ids(of('last'))[0]]);
    });
  });
}
