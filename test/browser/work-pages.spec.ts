import assert from 'node:assert/strict';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { assertAccessible, type Scheme, visitor } from './browser.ts';
import { begun, enqueue, finished, started, SHOP } from './shop.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

const MANIFEST = `${SHOP}
queues: { default: {}, fast: {} }
routes:
  tasks:
    - { match: wor*, where: 'payload.vip == true', queue: fast }
  http:
    - { method: POST, path: /hooks/works, task: works }
workflows:
  digest:
    description: Fetches, asks and tells.
    steps:
      fetch: { task: works, forEach: [1, 2], with: { n: '\${item}' } }
      ask: { wait: { signal: approved, timeout: 2h }, needs: [fetch] }
      tell: { task: works, needs: [ask] }
  broken:
    steps:
      breaks: { task: fails }
      after: { task: works, needs: [breaks] }
moved: { workflows: { brief: { movedTo: digest } } }
`;

describe('pages of workflows, runs, errors, routes and the manifest', () => {
  const here = stage(harness);
  const browser = visitor();

  for (const scheme of SCHEMES) {
    it(`are readable for everybody, ${scheme}`, async () => {
      const url = await started(here, { manifest: MANIFEST });
      const asks = await begun(url, 'digest', { to: 'a@b.example' });
      const broken = await begun(url, 'broken');
      await fetch(`${url}/api/runs/${broken}?wait=60s`);
      const pages: readonly (readonly [path: string, shows: string])[] = [
        ['/workflows', asks],
        ['/workflows/digest', 'The result of tell.'],
        ['/workflows/digest', 'Those of former names: brief'],
        ['/workflows/brief', 'A former name of digest'],
        [`/runs/${asks}?step=fetch`, 'Items of fetch'],
        [`/runs/${broken}`, 'passed over'],
        ['/errors', 'ECONNRESET'],
        ['/routes', '/hooks/works'],
        ['/manifest', 'payload.vip == true'],
        ['/manifest?tab=history', 'Reloads of this process'],
        ['/manifest?tab=draft', 'The file stays as it is'],
      ];
      for (const [path, shows] of pages) {
        const { page, complaints } = await browser.open(url + path, { scheme });
        await page.locator('main').getByText(shows).first().waitFor();
        await assertAccessible(page);
        assert.deepEqual(complaints, [], path);
        await page.close();
      }
    });
  }

  it('start a run, give it the signal that it waits for, and run it again from a step', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/workflows/digest`);
    await page.getByRole('button', { name: 'Start digest' }).click();
    await page.getByRole('textbox', { name: 'Input' }).fill('{"to": "a@b.example"}');
    await page.getByRole('button', { name: 'Start a run of digest' }).click();
    await page.waitForURL((at) => at.pathname.startsWith('/runs/'));
    const steps = page.getByRole('table', { name: 'Steps' });
    await steps.getByText(/waits for the signal approved, over in \d hr\./).waitFor();
    assert.doesNotMatch(await steps.innerText(), /\dT\d\d:/);
    await page.getByText('a@b.example').waitFor();
    await page.getByRole('button', { name: 'Signal', exact: true }).click();
    await page.getByRole('button', { name: 'Give it the signal approved' }).click();
    await page.getByRole('button', { name: 'Run again from tell' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run again from tell' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.page-head').getByText('completed').waitFor();
  });

  it('retry all jobs of a fault, and say how many before', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const ids = await Promise.all([1, 2].map((n) => enqueue(url, { n }, 'fails')));
    await Promise.all(ids.map((id) => finished(url, id)));
    const { page } = await browser.open(`${url}/errors`);
    await page.getByRole('button', { name: /^Retry all of/ }).click();
    await page.getByRole('button', { name: 'Retry 2 jobs' }).click();
    await page.getByText('Retry: 2 jobs').waitFor();
  });

  it('test where a payload would go, and show what is wrong with a newer file in its place', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/routes`);
    await page.getByRole('combobox', { name: 'Task' }).fill('works');
    await page.getByRole('textbox', { name: 'Payload' }).fill('{"vip": true}');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('route 1 decides').waitFor();
    await here.project.write(`${MANIFEST}nonsense: 1\n`);
    await page.goto(`${url}/manifest`);
    await page.getByRole('button', { name: 'Reload', exact: true }).click();
    await page.getByRole('button', { name: 'Reload the manifest' }).click();
    await page.getByText('newer file refused').waitFor();
    await page.locator('.source .source-problem').getByText('nonsense').waitFor();
  });
});
