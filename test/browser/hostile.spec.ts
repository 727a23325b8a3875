/** What jobs hold is shown as what it is, however large, and whatever it would like to be. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { visitor } from './browser.ts';
import { enqueue, finished, started, SHOP, shopHandlers } from './shop.ts';

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=1</script><a href="javascript:1">a</a>';
/** Turns round what follows, where it is not kept apart. */
const BIDI = '\u202Egnp.exe\u2066';
const LARGE = 5_000_000;

const MANIFEST = `${SHOP}
  hostile: { handler: ./handlers/shop.ts#hostile }
  large: { handler: ./handlers/shop.ts#large, result: { max: 8mb } }
  parent:
    handler: ./handlers/shop.ts#parent
    on: { success: { task: works, with: { told: true } } }
`;

const HANDLERS = `${shopHandlers}
export async function hostile({ text }: { text: string }, ctx: any) {
  ctx.progress(1, 2, text);
  ctx.log(text);
  ctx.log('second line');
  throw Object.assign(new Error(text), { name: text, code: 'X' });
}
export const large = async () => Array.from({ length: 50_000 }, (_, n) => ({ n, text: 'x'.repeat(70) }));
export async function parent(_: object, ctx: any) {
  await ctx.enqueue('fails', {});
}
`;

describe('what jobs hold, in a browser', () => {
  const here = stage(harness);
  const browser = visitor();

  it('is text where it is markup, a script or turned round, also in errors, log lines and the list', async () => {
    const url = await started(here, { manifest: MANIFEST, handlers: HANDLERS });
    const id = await enqueue(url, { text: MARKUP + BIDI, [MARKUP]: BIDI }, 'hostile');
    await finished(url, id);
    const { page, complaints } = await browser.open(`${url}/jobs/${id}`);
    for (const tab of ['payload', 'logs', 'raw']) {
      await page.goto(`${url}/jobs/${id}?tab=${tab}`);
      await page.getByText('onerror=').nth(2).waitFor();
      assert.equal(await page.locator('main :is(img, script, iframe, [href^="javascript:"])').count(), 0);
      assert.match(await page.title(), /^hostile /);
    }
    // What turns text round is kept to itself.
    const bidi = await page.evaluate("getComputedStyle(document.querySelector('.failure .plain')).unicodeBidi");
    assert.equal(bidi, 'isolate');
    await page.goto(`${url}/jobs`);
    await page.getByRole('row').getByText('onerror=').waitFor();
    assert.equal(await page.locator('main :is(img, script)').count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('keeps every digit of a number, and says so where a number has more than can be kept', async () => {
    const url = await started(here, { manifest: MANIFEST, handlers: HANDLERS });
    const id = await enqueue(url, { most: Number.MAX_SAFE_INTEGER, least: 5e-324, large: 1e300 }, 'works');
    await finished(url, id);
    const { page } = await browser.open(`${url}/jobs/${id}`);
    for (const digits of ['9007199254740991', '5e-324', '1e+300']) {
      await page.getByRole('region', { name: 'payload' }).getByText(digits, { exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Enqueue again' }).click();
    await page.getByRole('textbox', { name: 'Payload' }).fill('{"order": 9007199254740993}');
    await page.getByRole('button', { name: 'Enqueue', exact: true }).click();
    // It came to the server as it was typed, and was not changed in silence.
    await page.getByText('9007199254740993 is beyond 2^53').waitFor();
  });

  it('scrolls through five megabytes, of which as many rows are made as are seen', async () => {
    const url = await started(here, { manifest: MANIFEST, handlers: HANDLERS });
    const id = await enqueue(url, {}, 'large');
    await finished(url, id);
    const { page } = await browser.open(`${url}/jobs/${id}?tab=result`);
    const result = page.getByRole('region', { name: 'result' });
    await page.getByText('200,002 lines').waitFor();
    const told = await page.getByText(/^200,002 lines, /).textContent();
    assert.ok(Number(told?.replaceAll(',', '').match(/ (\d{1,12}) characters/)?.[1]) > LARGE * 0.9, told ?? '');
    await page.evaluate("document.querySelector('.json-frame').scrollTop = 1e9");
    await result.getByText('49999').waitFor();
    assert.ok((await page.locator('.json-line').count()) < 120);
  });

  it('has the jobs that a job has made in its timeline, and its log lines as a file', async () => {
    const url = await started(here, { manifest: MANIFEST, handlers: HANDLERS });
    const parent = await enqueue(url, {}, 'parent');
    await finished(url, parent);
    const { page } = await browser.open(`${url}/jobs/${parent}`);
    const timeline = page.getByRole('list', { name: /^What happened in/ });
    await timeline
      .getByRole('listitem')
      .filter({ hasText: /^failsmade by itdead/ })
      .waitFor();
    await timeline
      .getByRole('listitem')
      .filter({ hasText: /^workson successcompleted/ })
      .getByRole('link')
      .click();
    await page.getByText('Made by').waitFor();

    const logs = await enqueue(url, { text: 'first line' }, 'hostile');
    await finished(url, logs);
    await page.goto(`${url}/jobs/${logs}?tab=logs&log=SECOND`);
    await page.getByText('1 of 2 lines').waitFor();
    assert.equal(await page.getByRole('log').getByText('first line').count(), 0);
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const file = await downloaded;
    assert.equal(file.suggestedFilename(), `${logs}.log`);
    assert.match(await readFile(await file.path(), 'utf8'), /^20[\d-]{8}T[\d:.]{12}Z second line\n$/);
  });
});
