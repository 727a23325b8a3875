/** What is sensitive of a job or a run is hidden in the jobs that tell of it, and whoever is told has it. */
import { strict as assert } from 'node:assert';

import { ANY_ENGINE } from '../support/engines.ts';
import { Receiver } from '../support/receiver.ts';
import { finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const CARD = '4242-4242-4242-4242';
const HANDLERS = `
export const pay = ({ card, fails }, ctx) => {
  if (fails) throw ctx.dead('no');
  return { receipt: card, sum: 1 };
};
export const tell = (told) => JSON.stringify(told).includes('${CARD}');
`;

for (const harness of ANY_ENGINE) {
  describe(`what hooks tell, on ${harness.name}`, () => {
    const scene = stage(harness);
    const receiver = new Receiver();
    before(() => receiver.start());
    after(() => receiver.stop());

    it('is seen by whom it is for, and hidden wherever the job that tells it is shown', async () => {
      const hook = `{ webhook: '${receiver.url}', allowPrivate: true }`;
      const on = `{ success: [{ task: tell }, ${hook}], failure: { task: tell } }`;
      await scene.project.writeHandler('pay.mjs', HANDLERS);
      await scene.project.write(`
tasks:
  pay: { handler: ./handlers/pay.mjs#pay, sensitive: [payload.card, result.receipt], on: ${on} }
  step: { handler: ./handlers/pay.mjs#pay, sensitive: [card, result.receipt] }
  tell: ./handlers/pay.mjs#tell
workflows:
  shop: { steps: { only: { task: step, with: '\${input}' } }, on: ${on} }
  outer: { steps: { shop: { workflow: shop } }, on: { success: { task: tell } } }
`);
      const platform = await scene.run();
      const { operations } = platform;
      await operations.enqueue('pay', [{ payload: { card: CARD } }, { payload: { card: CARD, fails: true } }]);
      await operations.startRun({ workflow: 'outer', input: { card: CARD } });
      const telling = await waitFor('all that tells', async () => {
        const { jobs } = await operations.listJobs({ limit: 100 });
        const found = jobs.filter(({ task }) => task === 'tell' || task === 'skep.webhook');
        return found.length === 6 && found;
      });
      const seen = await Promise.all(telling.map(({ id }) => finished(platform, id)));
      assert.deepEqual(
        seen.map(({ task, result }) => `${task} ${JSON.stringify(result)}`).sort(),
        [...Array<string>(2).fill('skep.webhook {"status":200}'), ...Array<string>(4).fill('tell true')],
        'the handlers have it',
      );
      assert.deepEqual(
        receiver.received.map(({ body }) => (JSON.parse(body) as { readonly result: unknown }).result),
        Array(2).fill({ receipt: CARD, sum: 1 }),
      );
      const { jobs } = await operations.listJobs({ limit: 100 });
      assert.doesNotMatch(JSON.stringify([seen, jobs]), /4242/);
      const [ofJob] = seen.filter(({ task, parentId }) => task === 'tell' && parentId !== null);
      assert.match(JSON.stringify(ofJob?.payload), /"card":"\[hidden\]"/);
    });
  });
}
