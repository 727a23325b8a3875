/**
 * The pictures of the dashboard for README and docs/dashboard.md, taken of a real `skep run` with some work in it. WebP, made by the browser itself, so that nothing has to be installed for it.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

import { HAS_RABBITMQ, RabbitServer } from '../../test/support/rabbit-server.ts';
import { SkepProcess } from '../../test/support/skep-process.ts';

const HERE = import.meta.dirname;
const IMAGES = path.join(HERE, '..', '..', 'docs', 'images');
const QUALITY = 82;

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly scheme: 'light' | 'dark';
  readonly height: number;
  /** What is there when the page is ready. */
  readonly shows: string;
  /** The button that is pressed then. */
  readonly press?: string;
}

async function asked<T>(url: string, method = 'GET', body?: object): Promise<T> {
  const init = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...init });
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
  return (await response.json()) as T;
}

interface Made {
  readonly id: string;
}

const enqueue = (url: string, task: string, payload: object) =>
  asked<Made>(`${url}/api/tasks/${task}/jobs`, 'POST', { payload });

/** Some minutes' work of a shop. @returns a job and a run to look at closely */
async function work(url: string): Promise<{ readonly job: string; readonly run: string }> {
  const whole = await asked<Made>(`${url}/api/workflows/catalogue/runs`, 'POST', { input: { supplier: 'linden' } });
  await asked(`${url}/api/runs/${whole.id}/signals/approved`, 'POST', {});
  for (let order = 1; order <= 60; order += 1) {
    await enqueue(url, 'emails.send', { to: `customer-${order}@shop.example`, subject: 'Thank you' });
    if (order % 2 === 0) await enqueue(url, 'payments.capture', { order });
    if (order % 6 === 0) await enqueue(url, 'orders.ship', { order, email: `customer-${order}@shop.example` });
  }
  const job = await enqueue(url, 'orders.ship', { order: 1_042, email: 'ann@shop.example', flaky: true });
  await asked(`${url}/api/jobs/${job.id}?wait=60s`);
  await asked(`${url}/api/runs/${whole.id}?wait=60s`);
  await steer(url);
  // Figures of statistics come every ten seconds.
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  const run = await asked<Made>(`${url}/api/workflows/catalogue/runs`, 'POST', { input: { supplier: 'maple' } });
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  return { job: job.id, run: run.id };
}

/** What the log of changes tells of. */
async function steer(url: string): Promise<void> {
  await asked(`${url}/api/queues/mail/pause`, 'POST', { reason: 'The mail server is slow', for: '30m' });
  await asked(`${url}/api/schedules/digest/pause`, 'POST', { reason: 'INC-42' });
  const { jobs } = await asked<{ jobs: readonly Made[] }>(`${url}/api/jobs?q=state:dead&limit=2`);
  for (const { id } of jobs) await asked(`${url}/api/jobs/${id}/retry`, 'POST');
  await asked(`${url}/api/bulk`, 'POST', {
    action: 'retry',
    filter: { q: 'task:payments.* state:dead' },
    rate: '20/s',
  });
  await asked(`${url}/api/queues/mail/resume`, 'POST');
  await asked(`${url}/api/schedules/digest/resume`, 'POST');
  await change(url);
}

/** A revision that somebody went back from. */
async function change(url: string): Promise<void> {
  const { files } = await asked<{ files: readonly { readonly text: string }[] }>(`${url}/api/manifest/source`);
  const text = files[0]?.text
    .replace('#capture, retry: once', '#capture, retry: patient')
    .replace('mail: { concurrency: 3 }', 'mail: { concurrency: 12 }')
    .replace("'0 7 * * 1'", "'0 6 * * 1'");
  await asked(`${url}/api/apply`, 'POST', { text, from: 1, message: 'More mail at once, the digest earlier' });
  await asked(`${url}/api/apply`, 'POST', { revision: 1, from: 2, message: 'The mail server cannot take that' });
}

/** With orders in a queue, of which some cannot become a job; there is no queue for returns. */
async function broker(): Promise<RabbitServer> {
  const server = await RabbitServer.start();
  const channel = await server.channel();
  await channel.assertExchange('orders.dead', 'fanout');
  await channel.assertQueue('orders.dead');
  await channel.bindQueue('orders.dead', 'orders.dead', '');
  await channel.assertQueue('orders');
  for (let order = 1; order <= 40; order += 1) {
    const body = order % 9 === 0 ? 'no JSON' : JSON.stringify({ order: 2_000 + order, email: 'ann@shop.example' });
    channel.sendToQueue('orders', Buffer.from(body), { messageId: `o-${order}` });
  }
  await channel.waitForConfirms();
  return server;
}

async function take(browser: Browser, url: string, picture: Picture): Promise<void> {
  const { name, scheme, height, shows, press } = picture;
  const viewport = { width: 1_280, height };
  const context = await browser.newContext({ colorScheme: scheme, viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(url + picture.path);
  await page.locator('main').getByText(shows).first().waitFor();
  if (press !== undefined) await page.getByRole('button', { name: press }).click();
  // Parts that are loaded when they are shown.
  await page.waitForLoadState('load');
  await page.waitForTimeout(700);
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  const bytes = Buffer.from(data, 'base64');
  await writeFile(path.join(IMAGES, `${name}.webp`), bytes);
  console.log(`${name}.webp ${Math.ceil(bytes.length / 1_000)} kB`);
  await context.close();
}

const named = process.env['SKEP_CHROMIUM'] ?? 'chromium';
const executablePath = named.startsWith('/') ? named : `/usr/bin/${named}`;
const folder = await mkdtemp(path.join(os.tmpdir(), 'skep-pictures-'));
for (const name of ['jobs.yaml', 'handlers.ts']) {
  await copyFile(path.join(HERE, name), path.join(folder, name));
}
await mkdir(IMAGES, { recursive: true });
const rabbit = HAS_RABBITMQ ? await broker() : undefined;
const env = rabbit === undefined ? {} : { AMQP_PORT: String(rabbit.port) };
const skep = new SkepProcess(['run', '--port', '0'], { cwd: folder, env });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const url = await skep.ready();
  const { job, run } = await work(url);
  const pictures: readonly Picture[] = [
    { name: 'run-light', path: `/runs/${run}`, scheme: 'light', height: 900, shows: 'waits for' },
    { name: 'run-dark', path: `/runs/${run}`, scheme: 'dark', height: 900, shows: 'waits for' },
    { name: 'job-light', path: `/jobs/${job}?tab=logs`, scheme: 'light', height: 820, shows: 'About it' },
    { name: 'job-dark', path: `/jobs/${job}?tab=logs`, scheme: 'dark', height: 820, shows: 'About it' },
    { name: 'overview-light', path: '/?range=15m', scheme: 'light', height: 760, shows: 'How long they ran' },
    { name: 'overview-dark', path: '/?range=15m', scheme: 'dark', height: 760, shows: 'How long they ran' },
    { name: 'jobs-light', path: '/jobs?q=task:payments.*', scheme: 'light', height: 640, shows: 'jobs loaded' },
    { name: 'audit-light', path: '/audit', scheme: 'light', height: 640, shows: 'pauseQueue' },
    { name: 'schedule-light', path: '/schedules/stock', scheme: 'light', height: 1_000, shows: 'left out' },
    { name: 'alerts-light', path: '/alerts', scheme: 'light', height: 640, shows: 'attempts failed' },
    { name: 'sources-light', path: '/sources', scheme: 'light', height: 560, shows: 'consuming' },
    { name: 'doctor-dark', path: '/doctor', scheme: 'dark', height: 760, shows: 'docs/doctor.md' },
    {
      ...{ name: 'plan-light', path: '/manifest?tab=revisions', scheme: 'light', height: 760 },
      ...{ shows: 'rollback to', press: 'Roll back to 2' },
    },
  ];
  for (const picture of pictures) await take(browser, url, picture);
} finally {
  await browser.close();
  await skep.kill();
  await rabbit?.stop();
  await rm(folder, { recursive: true, force: true });
}
