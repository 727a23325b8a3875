import assert from 'node:assert/strict';

import { harness } from '../support/engine-sqlite.ts';
import { hourlyFarFromNow } from '../support/far-tick.ts';
import { stage } from '../support/stage.ts';
import { assertAccessible, type Scheme, visitor } from './browser.ts';
import { started, SHOP } from './shop.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

const HOURLY = hourlyFarFromNow();

/** Nobody listens at the broker's port. */
const MANIFEST = `${SHOP}
  tells: { publish: { exchange: '', routingKey: told } }
brokers: { shop: 'amqp://shop:open-sesame@127.0.0.1:1' }
sources: { orders: { queue: orders, task: works, deadLetter: { exchange: orders.dead } } }
alerts:
  few:
    description: 'Start another <img src=x onerror=alert(1)>'
    when: { workersBelow: 2 }
    to: [{ task: works }]
  late: { when: { oldest: 1h }, to: [{ webhook: 'https://hooks.example/secret-path' }] }
schedules:
  nightly: { task: works, cron: 30 2 * * *, timezone: Europe/Berlin, unless: 12-24, spread: 10m }
  hourly: { task: works, cron: '${HOURLY}' }
`;

describe('pages of alerts, sources, revisions, ticks and the doctor', () => {
  const here = stage(harness);
  const browser = visitor();

  for (const scheme of SCHEMES) {
    it(`are readable for everybody, ${scheme}`, async () => {
      const url = await started(here, { manifest: MANIFEST });
      const pages: readonly (readonly [path: string, shows: string])[] = [
        ['/alerts', '1 of at least 2 processes work'],
        ['/alerts/few', 'Who hears of it'],
        ['/alerts?state=quiet', 'oldest waits 1h'],
        ['/sources', 'waiting'],
        ['/sources/orders', 'They go to: orders.dead'],
        ['/schedules/nightly?next=clocks', '02:30 does not exist'],
        ['/doctor', 'no-time-limit'],
        ['/manifest?tab=revisions', 'Runs in'],
        ['/revisions/1', 'Handler modules'],
      ];
      for (const [path, shows] of pages) {
        const { page, complaints } = await browser.open(url + path, { scheme });
        await page.locator('main').getByText(shows).first().waitFor();
        await assertAccessible(page);
        assert.equal(await page.locator('main img').count(), 0);
        // Instants are shown in the zone that is chosen, also within messages.
        assert.doesNotMatch(await page.locator('main').innerText(), /\dT\d\d:\d\d:/, path);
        assert.deepEqual(complaints, [], path);
        await page.close();
      }
    });
  }

  it('silence an alert with a reason, and let it be told again', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/alerts?name=few`, { width: 375 });
    await page.getByText('1 of at least 2 processes work').waitFor();
    await page.getByRole('button', { name: 'Silence few' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('INC-42');
    await page.getByRole('dialog').getByRole('button', { name: 'Silence few' }).click();
    await page.getByText('Silenced: INC-42').waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false);
    await page.getByRole('button', { name: 'Unsilence few' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unsilence few' }).click();
    await page.getByText('Silenced: INC-42').waitFor({ state: 'detached' });
  });

  it('backfill a day after a dry run, and tell by the ticks what was made', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/schedules/hourly`);
    await page.getByRole('button', { name: 'Backfill' }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByRole('button', { name: 'Backfill' }).isDisabled(), true);
    await dialog.getByRole('button', { name: 'Dry run' }).click();
    await dialog.getByText('24 ticks, 0 of them').waitFor();
    await dialog.getByRole('button', { name: 'Make 24 jobs' }).click();
    await page.getByText('24 jobs made').waitFor();
    await page.goto(`${url}/schedules/hourly?became=backfill`);
    await page.getByText('The last 24 ticks: 24 backfill').waitFor();
    await page.goto(`${url}/schedules/hourly?became=missed`);
    await page.getByText('None of the last 24 ticks.').waitFor();
  });

  it('apply a text after its plan, whose covered secrets stay, and roll back', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const { page } = await browser.open(`${url}/manifest?tab=draft`);
    const text = page.getByRole('textbox', { name: 'Manifest' });
    const before = await text.inputValue();
    assert.doesNotMatch(before, /open-sesame|secret-path/);
    await text.fill(before.replace(HOURLY, hourlyFarFromNow(5)));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('group', { name: 'Plan' }).getByText('schedules hourly').waitFor();
    await page.getByRole('button', { name: 'Apply…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Schedule hourly fires next').waitFor();
    // Nothing else differs: what is covered is as it was.
    assert.equal(await dialog.getByRole('listitem').count(), 1);
    await dialog.getByRole('textbox', { name: 'Why' }).fill('less often');
    await dialog.getByRole('button', { name: 'Apply this text' }).click();
    await page.getByText('Revision 2 is in force').waitFor();
    await page.goto(`${url}/manifest?tab=revisions`);
    await page.getByRole('row').filter({ hasText: 'less often' }).waitFor();
    await page.getByRole('button', { name: 'Roll back to 1' }).click();
    await dialog.getByText('what revision 1 said').waitFor();
    await assertAccessible(page);
    await dialog.getByRole('button', { name: 'Roll back to revision 1' }).click();
    await page.getByText('rollback to 1').waitFor();
  });
});
