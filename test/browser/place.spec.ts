/** The dashboard under a path of its own, while its manifest is changed, and while its server is away. */
import assert from 'node:assert/strict';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { visitor } from './browser.ts';
import { enqueue, finished, started, SHOP, shopHandlers } from './shop.ts';

const UNDER_PATH = SHOP.replace(
  'admin: { port: 0 }',
  'admin: { port: 0, dashboard: { path: /ops/skep/, title: Shop } }',
);

describe('where the dashboard lives', () => {
  const here = stage(harness);
  const browser = visitor();

  it('is any path: pages, links, files and the API are found from there', async () => {
    const url = await started(here, { manifest: UNDER_PATH });
    const id = await enqueue(url, { n: 1 }, 'works');
    await finished(url, id);
    const { page, complaints } = await browser.open(`${url}/ops/skep`);
    assert.equal(page.url(), `${url}/ops/skep/`);
    assert.match(await page.title(), /Shop/);
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByRole('row').getByRole('link', { name: 'works' }).click();
    await page.waitForURL(`${url}/ops/skep/jobs/${id}`);
    // Deep below it, and read anew.
    await page.reload();
    await page.getByText('About it').waitFor();
    assert.deepEqual(complaints, []);
    assert.equal((await fetch(`${url}/jobs`, { headers: { Accept: 'text/html' } })).status, 404);
  });

  it('shows a manifest that is read anew while it is looked at', async () => {
    const url = await started(here);
    const { page, complaints } = await browser.open(`${url}/tasks`);
    await page.getByRole('link', { name: 'works', exact: true }).waitFor();
    await here.project.replace(`${SHOP}  brandnew: { handler: ./handlers/shop.ts#works }\n`);
    await page.getByRole('link', { name: 'brandnew', exact: true }).click();
    await page.getByText('How it is set up').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('says that the server is away, and goes on by itself when it is back', async () => {
    await here.project.write(SHOP);
    await here.project.writeHandler('shop.ts', shopHandlers);
    const first = here.spawn(['run', '--port', '0']);
    const url = await first.ready();
    const { page } = await browser.open(`${url}/jobs`);
    await page.getByText('There are no jobs yet').waitFor();
    await first.kill();
    await page.getByText('Reconnecting').waitFor();
    await here.spawn(['run', '--port', new URL(url).port]).ready();
    await enqueue(url, { n: 1 }, 'works');
    await page.getByText('1 job loaded').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  });
});
