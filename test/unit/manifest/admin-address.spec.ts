import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { adminAddress } from '../../../src/manifest/index.ts';

describe('the address of the server of a broken manifest', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'skep-address-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function of(text: string | null, env: Record<string, string> = {}): Promise<string> {
    const file = path.join(folder, 'jobs.yaml');
    if (text !== null) writeFileSync(file, text);
    const { host, port } = await adminAddress(file, env);
    return `${host}:${port}`;
  }

  const BROKEN: Readonly<Record<string, (admin: string) => string>> = {
    'a key that is unknown': (admin) => `version: 1\ntasks: { a: { handle: x } }\n${admin}`,
    'an unclosed brace before it': (admin) => `version: 1\ntasks: {\n  a: { handler: x\n${admin}`,
    'an unclosed quote after it': (admin) => `version: 1\n${admin}\nname: "x\n`,
    'a wrong indentation': (admin) => `version: 1\ntasks:\n  a: 1\n b: 2\n${admin}`,
    'a duplicate key': (admin) => `version: 1\nversion: 1\n${admin}`,
    'an unknown alias': (admin) => `version: 1\nname: *none\n${admin}`,
  };

  for (const [what, text] of Object.entries(BROKEN)) {
    it(`is read beside ${what}`, async () => {
      assert.equal(await of(text('admin: { host: 127.0.0.2, port: 4711 }')), '127.0.0.2:4711');
    });
  }

  it('knows the environment', async () => {
    const text = 'oops: [\nadmin:\n  host: ${HOST:-::1}\n  port: ${PORT}\n';
    assert.equal(await of(`version: 1\n${text.slice(8)}`, { PORT: '99' }), '::1:99');
    assert.equal(await of(`version: 1\n${text.slice(8)}`), '::1:8080', 'what is not set has its default');
  });

  it('is the default where nothing of it can be read', async () => {
    for (const text of [
      null,
      '',
      '- a\n- b\n',
      'admin: 7\n',
      'admin: { port: many }\n',
      'admin: { port: -1 }\n',
      'admin: { port: 70000 }\n',
      '\u0000',
      '['.repeat(20_000),
    ]) {
      assert.equal(await of(text), '127.0.0.1:8080', JSON.stringify(text?.slice(0, 40)));
    }
  });
});
