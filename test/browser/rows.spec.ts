/** Fifty thousand jobs in one list: as many rows are made as are seen, and scrolling costs what a few rows cost. */
import assert from 'node:assert/strict';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { visitor } from './browser.ts';
import { enqueue, started } from './shop.ts';

const FIRST_PAGE = 100;
const PER_PAGE = 10_000;
const JOBS = FIRST_PAGE + 5 * PER_PAGE;
const STEPS = 40;
const PIXELS = 240;
/** The least that a row takes. */
const ROW = 30;

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

/** From the end upwards, as fast as a wheel is turned. Resolves with how many rows were made meanwhile, and whether one was missing. */
const UPWARDS = `new Promise((resolve) => {
  const rows = document.querySelector('.rows');
  const made = { rows: 0, blank: 0 };
  const isRow = (node) => node.classList?.contains('rows-row');
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) made.rows += [...addedNodes].filter(isRow).length;
  });
  observer.observe(rows, { childList: true, subtree: true });
  let left = ${STEPS};
  const step = () => {
    const { left: x, top, height } = rows.getBoundingClientRect();
    if (!document.elementFromPoint(x + 60, top + height / 2)?.closest('.rows-row')) made.blank += 1;
    if (left-- === 0) return resolve(made);
    rows.scrollTop -= ${PIXELS};
    requestAnimationFrame(() => requestAnimationFrame(step));
  };
  step();
})`;

describe('a list of fifty thousand jobs', () => {
  const here = stage(harness);
  const browser = visitor();

  it('is loaded as it is scrolled to, and scrolls smoothly from there', async () => {
    const url = await started(here, { args: ['--only', 'api'] });
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

    const made = await page.evaluate<{ rows: number; blank: number }>(UPWARDS);
    const passed = (STEPS * PIXELS) / ROW;
    assert.ok(made.rows > 0 && made.rows < passed + 60, `${made.rows} rows were made for ${passed}`);
    assert.equal(made.blank, 0);
  });
});
