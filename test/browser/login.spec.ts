/** Who may do what in the dashboard, as somebody sees it who signs in with a token. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

import { harness } from '../support/engine-sqlite.ts';
import { stage } from '../support/stage.ts';
import { assertAccessible, visitor } from './browser.ts';
import { started, SHOP } from './shop.ts';

const VIEWER = 'viewer-secret-of-some-length';
const OPERATOR = 'operator-secret-of-some-length';
const ADMIN = 'admin-secret-of-some-length';
const GUARDED = SHOP.replace(
  'admin: { port: 0 }',
  `admin:
  port: 0
  tokens:
    - { name: eyes, secret: ${VIEWER}, role: viewer }
    - { name: hands, secret: ${OPERATOR}, role: operator }
    - { name: root, secret: ${ADMIN}, role: admin }
workflows: { one: { steps: { only: { task: works } } } }
schedules: { nightly: { task: works, cron: 0 3 * * * } }
alerts: { late: { when: { oldest: 1h }, to: [{ task: works }] } }`,
);

/** @returns what is typed into the form, which is there where one wanted to be */
async function signIn(page: Page, token: string): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel(/^Token/).fill(token);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

describe('signing in to the dashboard', () => {
  const here = stage(harness);
  const browser = visitor();

  it('shows a viewer where they wanted to be, and offers nothing that they may not do', async () => {
    const url = await started(here, { manifest: GUARDED });
    const { page } = await browser.open(`${url}/tasks/works`);
    await assertAccessible(page);
    await signIn(page, 'a-token-of-nobody-at-all');
    await page.getByText('TOKEN_INVALID').waitFor();
    await signIn(page, VIEWER);
    await page.getByText('How it is set up').waitFor();
    assert.equal(new URL(page.url()).pathname, '/tasks/works');
    assert.equal(await page.getByRole('button', { name: /^(Pause|Enqueue)/ }).count(), 0);
    await page.getByRole('button', { name: 'Signed in as eyes, viewer' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('lets an operator act, by a session that outlives the page and of which scripts see nothing', async () => {
    const url = await started(here, { manifest: GUARDED });
    const { page, complaints } = await browser.open(`${url}/tasks/works`);
    await signIn(page, OPERATOR);
    await page.getByText('How it is set up').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Pause task works' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause task works' }).click();
    await page.getByRole('button', { name: 'Resume task works' }).waitFor();
    assert.equal(await page.evaluate('document.cookie'), '');
    assert.ok(!(await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage])')).includes(OPERATOR));
    assert.deepEqual(complaints, []);
    // The session ends elsewhere: the page asks again who one is.
    await page.context().clearCookies();
    await signIn(page, OPERATOR);
    await page.getByText('How it is set up').waitFor();
  });

  /** What each role is offered, page by page; a page's own heading says that it is there. */
  const OFFERED: readonly (readonly [path: string, heading: string, button: RegExp, least: 'operator' | 'admin'])[] = [
    ['/workflows/one', 'one', /^Start one$/, 'operator'],
    ['/runs/RUN', 'one', /^(Delete|Run again from only)$/, 'operator'],
    ['/jobs', 'Jobs', /^(Retry|Cancel|Delete) all$/, 'operator'],
    ['/errors', 'Errors', /^(Retry|Delete) all of/, 'operator'],
    ['/manifest', 'Manifest', /^Reload$/, 'admin'],
    ['/workers', 'Workers', /^(Pause|Stop)/, 'admin'],
    ['/schedules/nightly', 'nightly', /^Backfill$/, 'operator'],
    ['/alerts', 'Alerts', /^Silence/, 'operator'],
  ];

  for (const [role, token] of [
    ['viewer', VIEWER],
    ['operator', OPERATOR],
    ['admin', ADMIN],
  ] as const) {
    it(`offers the role ${role} what it may do, on every page`, async () => {
      const url = await started(here, { manifest: GUARDED });
      const ask = { method: 'POST', headers: { Authorization: `Bearer ${ADMIN}`, 'Content-Type': 'application/json' } };
      const run = await fetch(`${url}/api/workflows/one/runs`, { ...ask, body: '{"input":{}}' });
      const { id } = (await run.json()) as { id: string };
      await fetch(`${url}/api/runs/${id}?wait=60s`, { headers: ask.headers });
      const dead = await fetch(`${url}/api/tasks/fails/jobs`, { ...ask, body: '{"payload":{}}' });
      const { id: job } = (await dead.json()) as { id: string };
      await fetch(`${url}/api/jobs/${job}?wait=60s`, { headers: ask.headers });
      const { page } = await browser.open(url);
      await signIn(page, token);
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      for (const [path, heading, button, least] of OFFERED) {
        // An admin may all that an operator may: what is theirs alone is enough.
        if (role === 'admin' && least !== 'admin') continue;
        await page.goto(url + path.replace('RUN', id));
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
        await page.locator('main').getByRole('table').first().or(page.locator('.source, .next-runs')).first().waitFor();
        const buttons = page.locator('main').getByRole('button', { name: button });
        const may = role === 'admin' || role === least;
        if (may) await buttons.first().waitFor();
        else assert.equal(await buttons.count(), 0, `${role} at ${path}`);
      }
    });
  }
});
