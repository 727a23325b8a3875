import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';

import { lua } from '../../../../src/engines/redis/layout.ts';
import { script, type ScriptName, scriptNames } from '../../../../src/engines/redis/scripts.ts';
import { Rig } from './rig.ts';

describe('redis scripts', () => {
  const rig = new Rig();

  for (const name of scriptNames()) {
    it(`${name}: tells what it does, its keys, arguments, reply and cost, and compiles`, async () => {
      const { text, sha } = script(name as ScriptName);
      assert.match(text, new RegExp(`^-- ${name}: .`, 'm'));
      for (const word of ['KEYS', 'ARGV', 'reply', 'cost'])
        assert.match(text, new RegExp(`^-- ${word}`, 'm'), `${name} lacks ${word}`);
      assert.equal(await (await rig.client()).script('LOAD', text), sha);
    });
  }

  it('call nothing that the documented user may not', async () => {
    const page = await readFile(new URL('../../../../docs/engines.md', import.meta.url), 'utf8');
    const allowed = new Set([...page.matchAll(/ \+([a-z]+)\b(?!\|)/g)].map(([, name]) => name));
    const called = scriptNames().flatMap((name) =>
      [...script(name as ScriptName).text.matchAll(/redis\.p?call\(\s*'([A-Z]+)'/g)].map(([, word = '']) =>
        word.toLowerCase(),
      ),
    );
    assert.ok(called.includes('zadd'));
    assert.deepEqual(
      [...new Set(called)].filter((word) => !allowed.has(word)),
      [],
    );
  });

  it('share no two things of one name: the library has all that is shared one after the other', async () => {
    const folder = new URL('../../../../src/engines/redis/lua/', import.meta.url);
    const files = (await readdir(folder)).filter((file) => file.startsWith('_'));
    const texts = [lua(), ...(await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8'))))];
    const names = texts.flatMap((text) =>
      [...text.matchAll(/^local (?:function )?(\w+(?:, \w+)*)/gm)].flatMap((match) => (match[1] ?? '').split(', ')),
    );
    assert.ok(names.includes('header') && names.includes('insert') && names.includes('COMPLETED'));
    assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted());
  });
});
