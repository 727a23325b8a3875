/** The graph of a run: what it shows, how one goes about in it, and what becomes of it when it is large. */
import assert from 'node:assert/strict';

import { STEP } from '../../src/dashboard/graph/layout.ts';
import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { assertAccessible, visitor } from './browser.ts';
import { begun, started, SHOP, signalled } from './shop.ts';

const ITEMS = 10_000;
const STEPS = 1_000;

/** A start, many that are alike, and one that needs them all. */
const LARGE = Object.fromEntries([
  ['first', { task: 'works' }],
  ...Array.from({ length: STEPS - 2 }, (_, index) => [`part${index}`, { task: 'works', needs: ['first'] }] as const),
  ['last', { task: 'works', needs: Array.from({ length: STEPS - 2 }, (_, index) => `part${index}`) }],
]);

const MANIFEST = `${SHOP}
workflows:
  small:
    steps:
      fetch: { task: works }
      breaks: { task: fails, needs: [fetch] }
      ask: { wait: { signal: approved }, needs: [fetch] }
      tell: { task: works, needs: [ask, breaks] }
  many: { steps: { each: { task: works, forEach: '\${input.items}', concurrency: 1, with: { n: '\${item}' } } } }
  large: { steps: ${JSON.stringify(LARGE)} }
`;

describe('graph of a run', () => {
  const here = stage(harness);
  const browser = visitor();

  it('says of each step how it stands, leads to its job, and follows what happens', async () => {
    const url = await started(here, { manifest: MANIFEST });
    const run = await begun(url, 'small');
    const { page, complaints } = await browser.open(`${url}/runs/${run}`, { width: 375 });
    const graph = page.getByRole('region', { name: /^Steps of small/ });
    await graph.getByText('waits for the signal approved').waitFor();
    await graph.getByRole('link', { name: /^breaks failed in/ }).waitFor();
    assert.equal(await graph.getByRole('listitem').count(), 4);
    await assertAccessible(page);
    // By the keyboard: from the first step to what needs it, and on to its job.
    await graph.getByRole('link', { name: /^fetch completed in/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/jobs\/[^/]*\.breaks$/);
    await page.goBack();
    await signalled(url, run, 'approved');
    await graph.getByRole('link', { name: /^tell skipped/ }).waitFor();
    // Read anew it begins with what failed, of which no box before is left over in part; one line says where one is.
    await page.reload();
    await graph.getByRole('link', { name: /^breaks failed in/ }).waitFor();
    assert.equal(await page.evaluate<number>("document.querySelector('.graph').scrollLeft"), STEP);
    const above = await page.getByRole('navigation', { name: 'Breadcrumb' }).boundingBox();
    assert.ok(above !== null && above.height < 30, `${above?.height}`);
    assert.deepEqual(complaints, []);
  });

  it('stays readable with a thousand steps, which are a few boxes with their counts', async () => {
    const url = await started(here, { manifest: MANIFEST, args: ['--only', 'api'] });
    const run = await begun(url, 'large');
    const { page } = await browser.open(`${url}/runs/${run}`);
    await page.getByText('1,000 steps in 3 boxes').waitFor();
    await page.getByRole('link', { name: '998 steps: part0 … 998 waiting' }).click();
    await page.getByText('998 steps of the graph.').waitFor();
    assert.equal(await page.getByRole('table', { name: 'Steps' }).getByRole('row').count(), 101);
    await page.getByRole('button', { name: 'Show 100 more' }).click();
    await page
      .getByRole('link', { name: 'part150' })
      .or(page.getByText('part150', { exact: true }))
      .first()
      .waitFor();
  });

  it('has one box for the ten thousand items of a step', async () => {
    const url = await started(here, { manifest: MANIFEST, args: ['--only', 'api'] });
    const run = await begun(url, 'many', { items: Array.from({ length: ITEMS }, (_, index) => index) });
    const { page } = await browser.open(`${url}/runs/${run}`);
    await page.getByRole('link', { name: 'each running: 0 of 10,000' }).click();
    await page.getByText('Items of each').waitFor();
    await page.getByText('10,000 items').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('step'), 'each');
  });
});
