/** What happens is shown as it happens, and also where the server has no stream for it. */
import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { visitor } from './browser.ts';
import { enqueue, started } from './shop.ts';

describe('what the dashboard shows stays true', () => {
  const here = stage(harness);
  const browser = visitor();

  it('by the stream of events, which stops while updates are paused', async () => {
    const url = await started(here);
    const { page } = await browser.open(url);
    const opened = page.waitForResponse((response) => response.url().endsWith('/api/events'));
    await page.goto(`${url}/jobs`);
    await opened;
    await page.getByText('There are no jobs yet').waitFor();
    await enqueue(url, { n: 1 }, 'works');
    // By its clock alone the page would ask after a quarter of a minute.
    await page.getByText('1 job loaded').waitFor({ timeout: 10_000 });
    await page.getByText('Live', { exact: true }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await enqueue(url, { n: 2 }, 'works');
    await page.getByText('Paused', { exact: true }).click();
    await page.getByText('2 jobs loaded').waitFor();
  });

  it('by asking, where the stream is refused', async () => {
    const url = await started(here);
    const { page } = await browser.open(`${url}/settings`);
    await page.route('**/api/events', (route) => route.fulfill({ status: 503, body: '{"code":"EVENTS_FULL"}' }));
    await page.goto(`${url}/jobs`);
    await page.getByText('There are no jobs yet').waitFor();
    await enqueue(url, { n: 1 }, 'works');
    await page.getByText('1 job loaded').waitFor();
  });
});
