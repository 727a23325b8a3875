import assert from 'node:assert/strict';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { assertAccessible, type Scheme, visitor } from './browser.ts';
import { enqueue, finished, started } from './shop.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

describe('dashboard in a browser', () => {
  const here = stage(harness);
  const browser = visitor();

  for (const scheme of SCHEMES) {
    it(`is readable for everybody and asks nobody else, ${scheme}`, async () => {
      const url = await started(here);
      const dead = await enqueue(url, { n: 1 }, 'fails');
      const done = await enqueue(url, { to: 'a@b.example' }, 'works');
      await finished(url, dead);
      await finished(url, done);
      const paths = ['/', '/jobs', `/jobs/${dead}`, `/jobs/${done}?tab=result`, '/audit', '/settings', '/nowhere'];
      await Promise.all(
        paths.map(async (path) => {
          const { page, complaints } = await browser.open(url + path, { scheme });
          if (path === '/jobs') await page.getByRole('row').nth(2).waitFor();
          if (path.startsWith('/jobs/')) await page.getByText('About it').waitFor();
          await assertAccessible(page);
          assert.deepEqual(complaints, [], path);
        }),
      );
    });
  }

  it('finds jobs by a search that stands in the address', async () => {
    const url = await started(here);
    const ids = await Promise.all([1, 2, 3].map((n) => enqueue(url, { n }, 'works')));
    await Promise.all(ids.map((id) => finished(url, id)));
    const { page } = await browser.open(`${url}/jobs`);
    await page.getByRole('combobox', { name: 'Search jobs' }).fill('payload.n:2');
    await page.keyboard.press('Enter');
    await page.getByText('1 job loaded').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('q'), 'payload.n:2');
    await page.reload();
    await page.getByText('1 job loaded').waitFor();
    await page.getByLabel('Without payload.n:2').click();
    await page.getByText('3 jobs loaded').waitFor();
  });

  it('retries all that a search finds, and says how many before', async () => {
    const url = await started(here);
    const ids = await Promise.all([1, 2].map((n) => enqueue(url, { n }, 'fails')));
    await Promise.all(ids.map((id) => finished(url, id)));
    const { page } = await browser.open(`${url}/jobs?q=state:dead+task:fails`);
    await page.getByRole('button', { name: 'Retry all' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('state:dead task:fails').waitFor();
    await dialog.getByRole('button', { name: 'Retry 2 jobs' }).click();
    await page.getByText('Retry: 2 jobs').waitFor();
    const { attempts } = await finished(url, ids[0]!);
    assert.equal(attempts.length, 2);
  });

  it('enqueues a job again with another payload', async () => {
    const url = await started(here);
    const id = await enqueue(url, { n: 1 }, 'works');
    await finished(url, id);
    const { page } = await browser.open(`${url}/jobs/${id}`);
    await page.getByRole('button', { name: 'Enqueue again' }).click();
    await page.getByRole('textbox', { name: 'Payload' }).fill('{"n": 7}');
    await page.getByRole('button', { name: 'Enqueue', exact: true }).click();
    await page.waitForURL((at) => at.pathname.startsWith('/jobs/') && !at.pathname.endsWith(id));
    const again = await finished(url, new URL(page.url()).pathname.split('/').at(-1)!);
    assert.deepEqual(again.payload, { n: 7 });
  });
});
