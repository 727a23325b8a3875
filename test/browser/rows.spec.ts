/** Fifty thousand jobs in one list: as many rows are made as are seen, and scrolling costs what a few rows cost. */
import assert from 'node:assert/strict';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { visitor } from './browser.ts';
import { enqueue, SHOP, shopHandlers } from './shop.ts';

const FIRST_PAGE = 100;
const PER_PAGE = 10_000;
const JOBS = FIRST_PAGE + 5 * PER_PAGE;
const STEPS = 40;
/** Seconds of the browser's own processor time for one step of scrolling, drawn: a long frame begins at 50 ms. */
const MOST_PER_STEP = 0.05;

/** To the end, again and again, until no more comes. */
const TO_THE_END = `new Promise((resolve) => {
  const rows = document.querySelector('.rows');
  const step = () => {
    if (rows.getAttribute('aria-rowcount') === '${JOBS + 1}') return resolve();
    rows.scrollTop = rows.scrollHeight;
    requestAnimationFrame(step);
  };
  step();
})`;

/** From the end upwards, as fast as a wheel is turned. */
const UPWARDS = `new Promise((resolve) => {
  const rows = document.querySelector('.rows');
  let left = ${STEPS};
  const step = () => {
    if (left-- === 0) return resolve();
    rows.scrollTop -= 240;
    requestAnimationFrame(step);
  };
  step();
})`;

describe('a list of fifty thousand jobs', () => {
  const here = stage(harness);
  const browser = visitor();

  it('is loaded as it is scrolled to, and scrolls smoothly from there', async () => {
    await here.project.write(SHOP);
    await here.project.writeHandler('shop.ts', shopHandlers);
    const url = await here.spawn(['run', '--port', '0', '--only', 'api']).ready();
    const id = await enqueue(url, { n: 1 }, 'works');
    const job = (await (await fetch(`${url}/api/jobs/${id}`)).json()) as object;
    const { page } = await browser.open(`${url}/settings`);
    // Pages of 200, as the server gives them, would be 250 requests: here they are larger, and made of one job.
    await page.route('**/api/jobs?*', (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
      // The first is as it is: it is asked for again and again.
      const length = from === 0 ? FIRST_PAGE : PER_PAGE;
      const jobs = Array.from({ length }, (_, n) => ({ ...job, id: `${id}-${from + n}` }));
      const next = from + length < JOBS ? String(from + length) : null;
      return route.fulfill({ json: { jobs, next, looked: length } });
    });
    await page.goto(`${url}/jobs`);
    await page.getByRole('row').nth(2).waitFor();
    await page.evaluate(TO_THE_END);
    await page.getByText('50,100 jobs loaded').waitFor();
    assert.ok((await page.locator('.rows-row').count()) < 100);

    const session = await page.context().newCDPSession(page);
    // Of the processor, not of the wall: a busy machine is no slow page.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
    };
    const before = await spent();
    await page.evaluate(UPWARDS);
    const perStep = ((await spent()) - before) / STEPS;
    assert.ok(perStep > 0 && perStep < MOST_PER_STEP, `${(perStep * 1_000).toFixed(1)} ms of processor time a step`);
    console.log(`${(perStep * 1_000).toFixed(1)} ms a step`);
  });
});
