import assert from 'node:assert/strict';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { assertAccessible, type Scheme, visitor } from './browser.ts';
import { enqueue, finished, started, SHOP } from './shop.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

const MANIFEST = `${SHOP}
  counts:
    handler: ./handlers/shop.ts#works
    input: { type: object, required: [n], properties: { n: { type: integer }, loud: { type: boolean } } }
queues: { default: { concurrency: 4 } }
schedules:
  nightly: { task: works, cron: 0 3 * * *, timezone: Europe/Berlin }
`;

describe('pages of queues, tasks, schedules and workers', () => {
  const here = stage(harness);
  const browser = visitor();

  async function workerOf(url: string): Promise<string> {
    const answer = (await (await fetch(`${url}/api/workers`)).json()) as { workers: { id: string }[] };
    return answer.workers[0]!.id;
  }

  for (const scheme of SCHEMES) {
    it(`are readable for everybody, ${scheme}`, async () => {
      const url = await started(here, { manifest: MANIFEST });
      await finished(url, await enqueue(url, { n: 1 }, 'fails'));
      await finished(url, await enqueue(url, { n: 1 }, 'counts'));
      const worker = await workerOf(url);
      const pages: readonly (readonly [path: string, shows: string])[] = [
        ['/queues', 'default'],
        ['/queues/default', 'What is in it'],
        ['/tasks', 'counts'],
        ['/tasks/counts', 'Enqueue a job'],
        ['/schedules', 'nightly'],
        ['/schedules/nightly', 'Next runs'],
        ['/workers', worker],
        [`/workers/${worker}`, 'About it'],
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

  it('pause a queue with a reason, and resume it', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/queues/default`);
    await page.getByRole('button', { name: 'Pause queue default' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('INC-42');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause queue default' }).click();
    await page.getByText('Paused: INC-42').waitFor();
    await page.getByRole('button', { name: 'Resume queue default' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume queue default' }).click();
    await page.getByText('Paused: INC-42').waitFor({ state: 'detached' });
  });

  it('enqueue a job from a form, and say what is wrong with it', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/tasks/counts`);
    await page.getByRole('button', { name: 'Enqueue', exact: true }).click();
    await page.getByRole('alert').waitFor();
    const field = page.getByRole('textbox', { name: /^n\b/ });
    await field.fill('9007199254740993');
    await page.getByRole('button', { name: 'Enqueue', exact: true }).click();
    await page.getByText('9007199254740993 is beyond').waitFor();
    await field.fill('7');
    await page.getByRole('button', { name: 'Enqueue', exact: true }).click();
    const id = await page.getByRole('status').getByRole('link').innerText();
    assert.deepEqual((await finished(url, id)).payload, { n: 7 });
  });

  it('run a schedule now, and pause a process, at the width of a phone', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/schedules/nightly`, { width: 375 });
    await page.getByRole('button', { name: 'Run now: nightly' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run nightly now' }).click();
    await page.getByText('nightly runs now').waitFor();
    const wide = 'document.documentElement.scrollWidth > innerWidth';
    assert.equal(await page.evaluate(wide), false);
    const worker = await browser.open(`${url}/workers/${await workerOf(url)}`, { width: 375 });
    await worker.page.getByRole('button', { name: 'Pause', exact: true }).click();
    await worker.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Pause / })
      .click();
    await worker.page.getByText('paused', { exact: true }).waitFor();
    assert.equal(await worker.page.evaluate(wide), false);
  });
});
