import assert from 'node:assert/strict';

import { runScript, script, type ScriptName, scriptNames } from '../../../../src/engines/redis/scripts.ts';
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

  it('are sent again when Redis has forgotten them', async () => {
    const client = await rig.client();
    await client.script('FLUSH');
    const key = rig.prefix();
    assert.equal(await runScript(client, 'notice', [key, key], ['c']), 1);
    assert.equal(await runScript(client, 'notice', [key, key], ['c']), 2);
  });
});
