/** One Chromium for a file of specs, and a project whose dashboard it opens. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export type Scheme = 'light' | 'dark';

export interface Opened {
  readonly page: Page;
  /** What the browser complained of: errors, and what the content security policy kept out. */
  readonly complaints: readonly string[];
}

export interface Visitor {
  /** @param options of the window; it is closed after the test */
  open(url: string, options?: { readonly scheme?: Scheme; readonly width?: number }): Promise<Opened>;
}

/** Starts one browser for the surrounding describe. */
export function visitor(): Visitor {
  let browser: Browser | undefined;
  let contexts: BrowserContext[] = [];
  before(async () => {
    const executablePath = `/usr/bin/${process.env['SKEP_CHROMIUM'] ?? 'chromium'}`.replace(/^\/usr\/bin\/(?=\/)/, '');
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
  });
  after(() => browser?.close());
  return {
    open: async (url, { scheme = 'light', width = 1_280 } = {}) => {
      if (browser === undefined) throw new Error('visitor() is only there inside of a test');
      const context = await browser.newContext({
        colorScheme: scheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== new URL(url).origin) complaints.push(`asked ${request.url()}`);
      });
      await page.goto(url);
      await page.locator('h1').waitFor();
      return { page, complaints };
    },
  };
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Holds the page against the rules of WCAG 2.2 AA, as far as axe can see. */
export async function assertAccessible(page: Page): Promise<void> {
  // Not a script of the page: its policy holds for that, and stays as it is.
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const run = `(async () => { ${AXE}; return (await axe.run({ runOnly: ${JSON.stringify(tags)} })).violations; })()`;
  const violations = await page.evaluate<Violation[]>(run);
  const told = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n')}`,
  );
  assert.deepEqual(told, []);
}
