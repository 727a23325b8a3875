/**
 * Serves the dashboard: its page, and the files that the page asks for. There is no data in them, so strangers may have
 * both; what they show comes from the API, which asks who calls.
 *
 * No address is fixed when it is built. The page names its root relative to its own address, so that it works under any
 * path, and behind a proxy that strips one.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from 'koa';

import { SkepError } from '../foundation/index.ts';
import type { DashboardSpec } from '../manifest/index.ts';
import { dashboardPolicy } from './security-headers.ts';
import { escaped } from './html.ts';

/** From src/admin/ and dist/admin/ alike. */
const FOLDER = fileURLToPath(new URL('../../dist/dashboard/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Their names change with what they hold. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const A_DAY = 'public, max-age=86400';

interface Built {
  readonly page: string;
  /** By path below the dashboard's, as `assets/main-1a2b.js`. */
  readonly files: ReadonlySet<string>;
}

export class Dashboard {
  #built: Built | null = null;

  /** Answers for the root of the dashboard and its files. @returns whether that was it */
  async serve(ctx: Context, spec: DashboardSpec): Promise<boolean> {
    const below = belowOf(ctx, spec);
    if (below === null) return false;
    if (below === '') return this.page(ctx, spec);
    if (!this.#read().files.has(below)) return false;
    await sendFile(ctx, below);
    return true;
  }

  /** Answers with the page: which of its views is meant, it finds out itself. @returns whether it is wanted here */
  page(ctx: Context, spec: DashboardSpec): boolean {
    const below = belowOf(ctx, spec);
    if (below === null || ctx.accepts('json', 'html') !== 'html') return false;
    if (ctx.path === spec.path.slice(0, -1)) {
      // Whatever stands in front may have another path for it.
      ctx.redirect(`${path.posix.basename(spec.path)}/${ctx.search}`);
      return true;
    }
    const nonce = randomBytes(16).toString('base64');
    const base = '../'.repeat(below.split('/').length - 1) || './';
    const api = '../'.repeat(spec.path.split('/').length - 2) || './';
    const values: Readonly<Record<string, string>> = { BASE: base, API: api, NONCE: nonce, TITLE: escaped(spec.title) };
    ctx.set('Content-Security-Policy', dashboardPolicy(nonce));
    ctx.status = 200;
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = this.#read().page.replace(/%(BASE|API|NONCE|TITLE)%/g, (_, name: string) => values[name] ?? '');
    return true;
  }

  #read(): Built {
    this.#built ??= readBuilt();
    return this.#built;
  }
}

/** @returns the path below the dashboard's, '' for its root; null: it is none of its addresses, or nothing is read */
function belowOf({ method, path: asked }: Context, spec: DashboardSpec): string | null {
  if (!spec.enabled || (method !== 'GET' && method !== 'HEAD')) return null;
  if (`${asked}/` === spec.path) return '';
  return asked.startsWith(spec.path) ? asked.slice(spec.path.length) : null;
}

function readBuilt(): Built {
  try {
    const page = readFileSync(path.join(FOLDER, 'index.html'), 'utf8');
    const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
    return { page, files: new Set(names.filter((name) => path.extname(name) in TYPES)) };
  } catch (error) {
    throw new SkepError('DASHBOARD_MISSING', 'the dashboard was not built', {
      hint: 'run `npm run build`, or set `admin.dashboard: false`',
      cause: error,
    });
  }
}

const ENCODINGS = { br: '.br', gzip: '.gz' } as const;

async function sendFile(ctx: Context, name: string): Promise<void> {
  const file = path.join(FOLDER, name);
  const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity');
  const packed = encoding === 'br' || encoding === 'gzip' ? await packedFile(file, encoding) : null;
  ctx.status = 200;
  ctx.type = TYPES[path.extname(name)] ?? 'application/octet-stream';
  ctx.set('Cache-Control', name.startsWith('assets/') ? FOR_EVER : A_DAY);
  ctx.set('Vary', 'Accept-Encoding');
  if (packed !== null) ctx.set('Content-Encoding', encoding as string);
  ctx.body = packed ?? (await readFile(file));
}

/** @returns null where compressing was not worth it */
async function packedFile(file: string, encoding: keyof typeof ENCODINGS): Promise<Buffer | null> {
  try {
    return await readFile(file + ENCODINGS[encoding]);
  } catch {
    return null;
  }
}
