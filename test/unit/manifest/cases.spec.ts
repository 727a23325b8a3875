/**
 * Golden cases: test/manifest-cases/*.yaml, each a manifest, a separator line, and what must come of it: an excerpt of
 * the normalised manifest as JSON, or the diagnostics. `UPDATE_CASES=1` writes what comes of it now; read the diff.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Diagnostic, DIAGNOSTIC_CODES } from '../../../src/foundation/index.ts';
import { loadManifestText, type LoadResult } from '../../../src/manifest/index.ts';
import { ExportScan } from '../../support/export-scan.ts';

const folder = path.join(import.meta.dirname, '../../manifest-cases');
const SEPARATOR = '\n---8<---\n';
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

const env = {
  PORT: '9090',
  RATIO: '0.25',
  FLAG: 'false',
  WORD: 'hello',
  EMPTY: '',
  TOKEN: 'canary-token-123',
  PASSWORD_URL: 'ftp://user:canary-pass@host',
  EVIL: 'a ${body.x} $${y} $',
};

describe('manifest cases', () => {
  for (const name of names) {
    it(name, async () => {
      const content = readFileSync(path.join(folder, name), 'utf8');
      const [text = '', expected = ''] = content.split(SEPARATOR);
      const file = path.join(folder, 'jobs.yaml');
      const result = await loadManifestText(`${text}\n`, { file, cwd: folder, env, handlers: new ExportScan() });
      assert.equal(result.ok, name.startsWith('ok.'), describeResult(result));
      if (process.env['UPDATE_CASES'] === '1')
        writeFileSync(path.join(folder, name), text + SEPARATOR + bless(result, expected));
      else if (result.ok) assertExcerpt(plain(result), JSON.parse(expected), '');
      else assert.equal(describeResult(result), expected);
      assert.ok(
        !JSON.stringify(result.ok ? result.warnings : result.diagnostics).includes('canary'),
        'a secret is shown',
      );
    });
  }

  it('are many, half of them errors', () => {
    assert.ok(names.length >= 70, `${names.length}`);
    assert.ok(names.filter((name) => name.startsWith('error.')).length * 2 >= names.length);
  });

  it('give every code', () => {
    const all = names.map((name) => readFileSync(path.join(folder, name), 'utf8').split(SEPARATOR)[1]).join('\n');
    const given = new Set(all.match(/\b(?:YAML|SCHEMA|REF|ENV)_[A-Z_]+\b/g));
    const elsewhere = [
      ...['YAML_UNREADABLE', 'YAML_ENCODING', 'SCHEMA_MORE'],
      ...['REF_HANDLER_LOAD', 'REF_ENGINE_CHANGED', 'REF_RELOAD_FAILED'],
      ...['LIVE_TASK', 'LIVE_QUEUE', 'LIVE_WORKFLOW', 'LIVE_PAYLOADS', 'LIVE_VERSIONS', 'LIVE_UNFIT'],
    ];
    assert.deepEqual(
      Object.keys(DIAGNOSTIC_CODES).filter((code) => !given.has(code) && !elsewhere.includes(code)),
      [],
    );
  });
});

/** The manifest as JSON with the folder's path left out, warnings as text. */
function plain(result: LoadResult & { ok: true }): unknown {
  const text = JSON.stringify({ ...result.manifest, warnings: result.warnings.map(line) });
  return JSON.parse(text.replaceAll(folder, '<dir>'));
}

function describeResult(result: LoadResult): string {
  return result.ok ? 'no problems' : `${result.diagnostics.map(line).join('\n')}\n`;
}

/** `CODE line:column-endColumn path` (and the file, when it is an included one), then message and hint. */
function line({ code, file, line, column, endColumn, path: where, message, hint }: Diagnostic): string {
  const place = `${file === 'jobs.yaml' ? '' : `${file}:`}${line}:${column}-${endColumn}`;
  return [
    `${code} ${place} ${where}`.trimEnd(),
    `  ${message}`,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ].join('\n');
}

/** Everything in the excerpt must be there; lists must be equal. */
function assertExcerpt(actual: unknown, excerpt: unknown, where: string): void {
  if (typeof excerpt !== 'object' || excerpt === null || Array.isArray(excerpt)) {
    assert.deepEqual(actual, excerpt, where);
    return;
  }
  for (const [key, value] of Object.entries(excerpt)) {
    assert.ok(
      typeof actual === 'object' && actual !== null && Object.hasOwn(actual, key),
      `${where}.${key} is missing`,
    );
    assertExcerpt((actual as Record<string, unknown>)[key], value, `${where}.${key}`);
  }
}

/** A new case names in its excerpt which keys it is about: `["tasks.ping.priority", "admin"]`. */
function bless(result: LoadResult, expected: string): string {
  if (!result.ok) return describeResult(result);
  const written: unknown = JSON.parse(expected);
  const value = Array.isArray(written) ? pick(plain(result), written as string[]) : refresh(plain(result), written);
  return `${JSON.stringify(value, null, 2)}\n`;
}

function pick(actual: unknown, keys: readonly string[]): unknown {
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    const steps = key.split('/');
    let from: unknown = actual;
    let to = result;
    steps.forEach((step, index) => {
      from = (from as Record<string, unknown>)[step];
      if (index === steps.length - 1) to[step] = from;
      else to = (to[step] ??= {}) as Record<string, unknown>;
    });
  }
  return result;
}

function refresh(actual: unknown, excerpt: unknown): unknown {
  if (typeof excerpt !== 'object' || excerpt === null || Array.isArray(excerpt)) return actual;
  const from = (actual ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(excerpt).map(([key, value]) => [key, refresh(from[key], value)]));
}
