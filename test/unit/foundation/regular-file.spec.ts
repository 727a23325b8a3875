import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { readAll, readGiven } from '../../../src/cli/given-file.ts';
import { parseAddress } from '../../../src/engines/redis/address.ts';
import { readRegular } from '../../../src/foundation/index.ts';
import { expandInclude, loadManifest } from '../../../src/manifest/index.ts';
import { HandlerLoader } from '../../../src/binding/index.ts';
import { contentStamp } from '../../../src/platform/generations/file-stamps.ts';

const NO_FILE = 'it is no regular file';
const MIB = 1024 * 1024;

describe('what is no regular file', () => {
  let folder: string;
  let server: Server;
  const at = (name: string): string => path.join(folder, name);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-kinds-'));
    execFileSync('mkfifo', [at('pipe.yaml'), at('pipe.ts'), at('pipe.json')]);
    await symlink(at('pipe.yaml'), at('link.yaml'));
    server = createServer();
    await new Promise<void>((listening) => server.listen(at('socket.yaml'), listening));
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const name of ['pipe.yaml', 'link.yaml', 'socket.yaml', '/dev/zero', '/dev/null']) {
    it(`is not read: ${name}`, async () => {
      assert.equal(await readRegular(path.resolve(folder, name), 100), NO_FILE);
    });
  }

  it('is told from a folder, a file that is too large and one that fits', async () => {
    await writeFile(at('four'), 'four');
    assert.equal(await readRegular(folder, 100), 'it is a folder, not a file');
    assert.equal(await readRegular(at('four'), 3), `it is larger than ${3 / 1024} KiB`);
    assert.equal(String(await readRegular(at('four'), 4)), 'four');
    await assert.rejects(readRegular(at('none'), 4), { code: 'ENOENT' });
  });

  for (const file of ['pipe.yaml', 'socket.yaml']) {
    it(`is refused as a manifest: ${file}`, async () => {
      const result = await loadManifest(file, { env: {}, cwd: folder });
      const found = result.ok ? [] : result.diagnostics.map(({ code, message }) => [code, message]);
      assert.deepEqual(found, [['YAML_UNREADABLE', `${file} cannot be read: ${NO_FILE}`]]);
    });
  }

  for (const entry of ['pipe.yaml', '*e.yaml', '{socket,nothing*}.yaml', '**/link.yaml']) {
    it(`is refused where it is included, by name or by pattern: ${entry}`, async () => {
      await writeFile(
        at('jobs.yaml'),
        `version: 1\nname: x\nengine: { type: sqlite, path: x.db }\ninclude: ["${entry}"]\n`,
      );
      const result = await loadManifest('jobs.yaml', { env: {}, cwd: folder });
      const found = result.ok ? [] : result.diagnostics.map(({ code, message }) => `${code} ${message}`);
      assert.match(found.join('\n'), /^REF_INCLUDE (pipe|link|socket)\.yaml cannot be read: it is no regular file$/m);
    });
  }

  it('is among what a pattern finds, so that the watcher sees it come and go', async () => {
    const found = await expandInclude('*.yaml', folder);
    assert.ok(found.includes(at('pipe.yaml')) && found.includes(at('socket.yaml')));
  });

  it('has a stamp of its content, as if it were missing', async () => {
    const of = (file: string): Promise<string> => contentStamp({ files: [at(file)], patterns: [] });
    assert.equal(await of('pipe.yaml'), await of('pipe.yaml'));
    await writeFile(at('some.yaml'), 'a: 1');
    assert.notEqual(await of('some.yaml'), await of('pipe.yaml'));
  });

  for (const [what, source] of [
    ['code', 'import "./pipe.ts"; export default () => 1;'],
    ['data', 'import data from "./pipe.json"; export default () => data;'],
  ] as const) {
    it(`is refused where a handler imports it as ${what}`, async () => {
      await writeFile(at(`${what}.ts`), source);
      const loader = new HandlerLoader({ root: folder, folder: at('built') });
      const facts = await loader.inspect([at(`${what}.ts`)]);
      assert.match(JSON.stringify([...facts.values()]), /pipe\.(ts|json) cannot be read: it is no regular file/);
    });
  }

  it('is refused as a certificate', () => {
    assert.throws(
      () => parseAddress(`rediss://localhost?ca=${at('pipe.yaml')}`),
      /cannot be read: it is no regular file/,
    );
  });

  it('is taken at the command line when it is a pipe that somebody writes to, and ends', async () => {
    const text = execFileSync('bash', [
      '-c',
      `mkfifo ${at('fed')}; (echo token > ${at('fed')}) > /dev/null 2>&1 & echo fed`,
    ]);
    assert.equal(String(text), 'fed\n');
    assert.equal(String(await readGiven(at('fed'), MIB)), 'token\n');
    await assert.rejects(readGiven('/dev/zero', MIB), { message: NO_FILE });
    await assert.rejects(readGiven(folder, MIB), { message: 'it is a folder, not a file' });
    await assert.rejects(readGiven(at('jobs.yaml'), 10), /larger than/);
  });

  it('is not read on when it never ends', async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        chunks += 1;
        yield await Promise.resolve(Buffer.alloc(MIB));
      }
    }
    await assert.rejects(readAll(endless(), 4 * MIB), { message: 'it is larger than 4 MiB' });
    assert.equal(chunks, 5);
  });
});
